"""What is selected, for commands that change it: those of it that may be changed, and the frames that are meant."""

from collections.abc import Sequence

from reviewer.core.edits import Edit, Together
from reviewer.core.errors import LockedError, UsageError
from reviewer.core.region import Region
from reviewer.core.timing import Span
from reviewer.ui.parts import Parts

LOCKED = "What is selected is locked; Ctrl+K unlocks it."


class Selected:
    """The selected regions of the footage on show, and what becomes of them."""

    def __init__(self, parts: Parts) -> None:
        self._parts, self._desk, self._projector = parts, parts.desk, parts.projector

    def regions(self) -> list[Region]:
        """All that are selected, in the order in which they were."""
        regions = self._desk.review.regions
        return [regions[i] for i in self._desk.selected if i in regions]

    def free(self) -> list[Region]:
        """What is selected and not locked; how much of it is locked is said."""
        chosen = self.regions()
        free = [r for r in chosen if not r.locked]
        if chosen and not free:
            self._parts.say(LOCKED)
        elif len(free) < len(chosen):
            left = len(chosen) - len(free)
            one = "One region that is locked stayed as it was."
            self._parts.say(one if left == 1 else f"{left} regions that are locked stayed as they were.")
        return free

    def frame(self) -> Span | None:
        """The time for which the frame on show is on show."""
        footage, tick = self._desk.footage, self._projector.tick
        if footage is None or tick is None:
            return None
        index = footage.recording.index
        return Span(tick, index.after(index.number(tick)))

    def stretch(self) -> Span | None:
        """From in to out where the frame on show lies in there: what nobody sees is not meant."""
        in_out, tick = self._desk.review.in_out, self._projector.tick
        return in_out if in_out is not None and tick is not None and tick in in_out else None

    def apply(self, edits: Sequence[Edit], title: str) -> bool:
        """Commit the edits as one step under this title; what refuses is said, and nothing is changed then.

        Raises CaseError when it cannot be saved.
        """
        try:
            self._desk.apply(Together(tuple(edits), title))
        except (LockedError, UsageError) as refusal:
            self._parts.say(f"{refusal} {refusal.advice}".strip())
            return False
        return True


def counted(count: int) -> str:
    """So many regions, as in region or 3 regions."""
    return "region" if count == 1 else f"{count} regions"

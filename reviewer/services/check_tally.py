"""The finds of one check, grouped into hits as they come: picture after picture, looked at whole or closely."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol, runtime_checkable

from reviewer.core.copy import Hit
from reviewer.core.detection import Detection, Subject
from reviewer.core.footage import Footage
from reviewer.core.frame import Frame
from reviewer.core.geometry import Box
from reviewer.core.timing import Tick
from reviewer.services.check_explained import Explained, Why
from reviewer.services.check_plan import SELDOM, Place
from reviewer.vision.detector import Detector

SAME_PLACE = 0.2
"""Intersection over union of finds in neighbouring looks that are one hit."""

SAME_PICTURE = 0.5
"""The same for two finds in one picture: heads beside each other overlap by less, two looks at one head by more."""

LONGEST = 2.0
"""Seconds that one hit lasts at most. A person decides on its best picture: what stands in the same place afterwards,
perhaps somebody else in front of the lamp that was no face, is a hit of its own."""

SLACK = 1.1
"""Looks come when a picture does, so a little later than they are due."""

SURE = {Subject.FACE: 0.6}
"""Score from which a find is a hit at once; a weaker one is looked for once more in the next picture, where noise that
resembled a face for one picture does not come again. The scores of text say little: it is always looked for again."""

AGAIN = 0.9
"""Part of the threshold at which a weak find is seen again."""

NEARLY = {Subject.FACE: (160, 1.3), Subject.PLATE: (256, 1.0)}
"""Side of the picture of a close look, and how many of its sizes away from the place a find may be."""

FEWER = {Subject.FACE: 1.0, Subject.PLATE: 1.0}
"""Part of a detector's threshold at which a close look takes what it finds."""


@runtime_checkable
class Near(Protocol):
    """A detector that can also look closely."""

    def detect_near(
        self, frame: Frame, place: Box, *, threshold: float, side: int = ..., reach: float = ...
    ) -> Detection | None:
        """The best find of at least `threshold` in and around a place seen `side` pixels wide; None without any."""


@dataclass(slots=True)
class Group:
    """Finds in one place, one after the other: the first, the last and the best of them, and how many there are.

    `by` is the detector of the best, `closely` how it looked.
    """

    first: Hit
    last: Hit
    best: Hit
    by: Detector
    closely: bool
    seen: int = 1


class Tally:
    """Takes finds that nothing explains; `every` is the seconds between two looks at whole pictures.

    Hits are told by the pictures of `original`, where that is at hand.
    """

    def __init__(self, original: Footage | None, *, every: float) -> None:
        self._original = original
        self._hits, self._shown = _Places(every), _Places(every)
        self._weak: list[tuple[Hit, Detector, bool]] = []
        self.looked = 0
        self.looks: Counter[str] = Counter()
        self.closely = 0

    @property
    def groups(self) -> list[Group]:
        """The places that are hits, in the order in which they first came up."""
        return self._hits.groups

    @property
    def decided(self) -> list[Group]:
        """The places that a person decided to show."""
        return self._shown.groups

    def look(self, moment: "Moment", lookers: Sequence[Detector]) -> None:
        """Look at one whole picture with every detector whose turn it is."""
        self.looked += 1
        for looker in lookers:
            if (self.looked - 1) % SELDOM.get(looker.subject, 1):
                continue
            self.looks[looker.name] += 1
            for find in looker.detect(moment.frame, threshold=looker.check_threshold):
                self._take(moment, find, by=looker, closely=False)

    def look_closely(self, moment: "Moment", lookers: Sequence[Detector], *, places: Iterable[Place]) -> None:
        """Look at places in one picture with those detectors that can."""
        for place in places:
            if place.beyond and moment.explained.hides(place.box):
                continue
            for looker in lookers:
                if isinstance(looker, Near) and looker.subject is place.subject and looker.subject in NEARLY:
                    self.closely += 1
                    find = _near(looker, moment.frame, place=place.box, threshold=FEWER[looker.subject])
                    if find is not None:
                        self._take(moment, find, by=looker, closely=True)

    def confirm(self, frame: Frame) -> None:
        """Look in the picture after for the weak finds of the one before; those that are seen again are hits."""
        weak, self._weak = self._weak, []
        whole: dict[str, list[Detection]] = {}
        for hit, looker, closely in weak:
            if closely:
                again = _near(looker, frame, place=hit.box, threshold=AGAIN)
                finds = [] if again is None else [again]
            else:
                if looker.name not in whole:
                    whole[looker.name] = looker.detect(frame, threshold=AGAIN * looker.check_threshold)
                finds = whole[looker.name]
            if any(find.box.overlap(hit.box) >= SAME_PLACE for find in finds):
                self._hits.join(hit, looker, closely=closely)

    def take_the_rest(self) -> None:
        """Count the weak finds of the very last picture, after which there is none to look in."""
        weak, self._weak = self._weak, []
        for hit, looker, closely in weak:
            self._hits.join(hit, looker, closely=closely)

    def _take(self, moment: "Moment", find: Detection, *, by: Detector, closely: bool) -> None:
        frame = moment.frame
        find = replace(find, box=find.box.clipped(frame.width, frame.height))
        if find.box.area <= 0:
            return
        why, hit = moment.explained.why(find), self._hit(moment, find)
        if why is Why.SHOWN:
            self._shown.join(hit, by, closely=closely)
        elif why is None and hit.score >= SURE.get(hit.subject, 2.0):
            self._hits.join(hit, by, closely=closely)
        elif why is None:
            self._weak.append((hit, by, closely))

    def _hit(self, moment: "Moment", find: Detection) -> Hit:
        original = self._original
        return Hit(
            frame=moment.number if original is None else original.recording.index.number(moment.tick),
            tick=moment.tick,
            seconds=moment.seconds,
            subject=find.subject,
            box=find.box,
            score=find.score,
            detector=find.detector,
        )


class _Places:
    """Finds gathered into groups: those in one place, at most two looks apart, are one for a while."""

    def __init__(self, every: float) -> None:
        self.groups: list[Group] = []
        self._recent: list[Group] = []
        self._every = every

    def join(self, hit: Hit, by: Detector, *, closely: bool) -> None:
        """Add a find to the place that it belongs to, or begin one."""
        longest = self._longest(max(SELDOM.values()))
        self._recent = [g for g in self._recent if abs(hit.seconds - g.last.seconds) <= longest]
        alike = [(self._alike(group, hit), number) for number, group in enumerate(self._recent)]
        most, number = max(alike, default=(0.0, 0), key=lambda a: a[0])
        if most > 0:
            group = self._recent[number]
            group.last, group.seen = hit, group.seen + 1
            if hit.score > group.best.score:
                group.best, group.by, group.closely = hit, by, closely
            return
        self.groups.append(Group(hit, hit, hit, by, closely))
        self._recent.append(self.groups[-1])

    def _alike(self, group: Group, hit: Hit) -> float:
        """How far a find lies in the place of a group, from 0 to 1; 0 for what is something else, or comes too late."""
        last = group.last
        near = abs(hit.seconds - last.seconds) <= self._longest(SELDOM.get(hit.subject, 1))
        if not near or last.subject is not hit.subject or hit.seconds - group.first.seconds > LONGEST:
            return 0.0
        least = SAME_PICTURE if last.tick == hit.tick else SAME_PLACE
        overlap = last.box.overlap(hit.box)
        return overlap if overlap >= least else 0.0

    def _longest(self, seldom: int) -> float:
        """Seconds between two finds of what is looked for in one of `seldom` looks, one of which may have missed it."""
        return self._every * (1 + seldom) * SLACK


@dataclass(frozen=True, slots=True, eq=False)
class Moment:
    """One picture of the copy, its number and time there, the footage's tick, and what explains finds in it."""

    frame: Frame
    number: int
    tick: Tick
    seconds: float
    explained: Explained


def _near(looker: Detector, frame: Frame, *, place: Box, threshold: float) -> Detection | None:
    """What a close look finds; `threshold` is a part of the detector's own."""
    assert isinstance(looker, Near)
    side, reach = NEARLY[looker.subject]
    return looker.detect_near(frame, place, threshold=threshold * looker.check_threshold, side=side, reach=reach)


def near_again(group: Group, frame: Frame, *, threshold: float) -> list[Detection]:
    """What the detector of a group finds in its place in another picture, looking as it did."""
    if group.closely:
        find = _near(group.by, frame, place=group.best.box, threshold=threshold)
        return [] if find is None else [find]
    return group.by.detect(frame, threshold=threshold * group.by.check_threshold)


def reason_of(group: Group, *, original: bool | None) -> str:
    """Why a hit is suspected, in a sentence; `original` says whether the original shows it too, None: not looked."""
    best = group.best
    name, how = best.detector.removesuffix(", closer"), "in a close look" if group.closely else "in the whole picture"
    again = f"; seen there in {group.seen} looks" if group.seen > 1 else _once(best)
    told = {True: "; the original shows it too", False: "; the original does not show it", None: ""}[original]
    return f"{name[:1].upper()}{name[1:]} found it {how} with a score of {best.score:.2f}{again}{told}."


def _once(hit: Hit) -> str:
    sure = hit.score >= SURE.get(hit.subject, 2.0)
    return "; in one look" if sure else "; a weak find, seen again in the picture after"

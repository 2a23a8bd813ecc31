"""`reviewer tracks` and `reviewer audit`: what a case holds, for other programs and for whoever must trust it."""

from argparse import Namespace

from reviewer.cli import console
from reviewer.core.errors import CaseError
from reviewer.services.cases import verified_log
from reviewer.services.track_list import write_tracks


def tracks(given: Namespace) -> int:
    """Write the tracks of every footage in the case as JSON lines."""
    written = write_tracks(given.case, given.output)
    console.say(
        f"{written.lines:,} frames with {written.boxes:,} boxes of {written.tracks:,} tracks are in "
        f"{console.shortened(given.output)}."
    )
    return 0


def audit(given: Namespace) -> int:
    """Verify the log; the exit status is 5 where an event is not as it was written."""
    outcome = verified_log(given.case)
    if outcome.broken is None:
        console.say(f"{outcome.events:,} events, each sealed with the one before it; none is missing or altered.")
        return 0
    broken = outcome.broken
    when = f", {broken.at}" if broken.at else ""
    what = f" ({broken.action}{when})" if broken.action else ""
    console.say(f"The log is BROKEN at event {broken.position}{what}: {broken.cause}")
    console.say(
        f"The {broken.position - 1:,} events before it are whole. Compare the case with a backup of its folder."
    )
    return CaseError.status

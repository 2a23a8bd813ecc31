"""Detectors look at a copy once more, as a stranger would: otherwise than the analysis did, and in other pictures.

Runs in a child process. What lies under a region that is covered, or that a person decided to show, is explained; the
rest are hits.
"""

from collections.abc import Callable, Generator, Iterable
from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path
from time import monotonic

from reviewer.core import places
from reviewer.core.assembly import Assembly
from reviewer.core.copy import Hit
from reviewer.core.detection import Subject
from reviewer.core.errors import FootageError
from reviewer.core.footage import Footage, Recording
from reviewer.core.frame import Frame
from reviewer.core.profile import Profile
from reviewer.core.review import Review
from reviewer.core.settings import Search
from reviewer.core.timing import Tick, seconds
from reviewer.media.probe import probe
from reviewer.media.reader import FrameReader
from reviewer.services.check_explained import Explained
from reviewer.services.check_plan import LOOK_EVERY, Rota, looked_at
from reviewer.services.check_tally import SAME_PLACE, Group, Moment, Tally, near_again, reason_of
from reviewer.services.jobs import Progress
from reviewer.vision.catalogue import checkers
from reviewer.vision.detector import Detector

IN_ORIGINAL = 0.5
"""Part of the threshold from which the original shows a find, too; low, so that only what covering made is left out."""

REPORT_EVERY = 1.0


LookersFor = Callable[[Search], list[Detector]]
"""Makes the detectors of a check, in the child; a function at module level."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DetectorRequest:
    """What to look at: `review` in ticks of `time_base` says what is covered, and what a person decided to show.

    Without a `time_base` it is the copy's own. `assembly` leads from the copy's ticks to those of the footage, None
    where they are the same; `profile` is how the copy was made. `original` is None where it is not at hand;
    hits are told by its frames, and what is not in it either is no hit. `lookers` makes the detectors.
    """

    copy: Path
    search: Search
    review: Review
    time_base: Fraction | None
    original: Footage | None
    lookers: LookersFor
    assembly: Assembly | None = None
    profile: Profile = field(default_factory=Profile)


@dataclass(frozen=True, slots=True, kw_only=True)
class DetectorLook:
    """What was looked at and with what: `looked` of `frames` pictures, how many with each detector, and the hits.

    `closely` counts close looks; `made_by_covering` finds that the original does not show: shapes that covered areas
    form with what is beside; `decided` places that a person decided to show.
    """

    frames: int
    looked: int
    looks: tuple[tuple[str, int], ...]
    closely: int
    made_by_covering: int
    decided: int
    subjects: frozenset[Subject]
    hits: tuple[Hit, ...]


def catalogued(search: Search) -> list[Detector]:
    """The detectors that the catalogue has for `search`."""
    return list(checkers(search, places.models()))


def look_with_detectors(request: DetectorRequest) -> Generator[Progress, None, DetectorLook]:
    """Look at pictures throughout the copy; progress counts pictures. Raises FootageError for a broken copy."""
    recording = probe(request.copy)
    with FrameReader(request.copy, recording) as reader:
        return (yield from look_through(reader.frames(), recording, request=request))


def look_through(
    frames: Iterable[Frame], recording: Recording, *, request: DetectorRequest
) -> Generator[Progress, None, DetectorLook]:
    """Look at pictures throughout these frames of a copy that `recording` describes; see `look_with_detectors`."""
    lookers = request.lookers(request.search)
    index, base, depth = recording.index, recording.video.time_base, request.search.depth
    total, due, every = len(index), 0.0, LOOK_EVERY[depth]
    wanted = set(looked_at(index, base, every=every))
    rota, tally = Rota(request.review, request.time_base or base, depth=depth), Tally(request.original, every=every)
    owed = False
    for frame in frames:
        number = index.number(frame.tick)
        moment = _moment(frame, number, recording=recording, request=request)
        tally.confirm(frame)
        owed = owed or number in wanted
        if moment is not None:
            if owed:  # a look that fell on a card is due in the picture after it
                tally.look(moment, lookers)
                owed = False
            close = rota.places(moment.tick, width=frame.width, height=frame.height)
            tally.look_closely(moment, lookers, places=close)
        if monotonic() >= due:
            yield Progress(number, total, "check")
            due = monotonic() + REPORT_EVERY
    tally.take_the_rest()
    hits = yield from _hits(tally.groups, request.original)
    return DetectorLook(
        frames=total,
        looked=tally.looked,
        looks=tuple((looker.name, tally.looks[looker.name]) for looker in lookers),
        closely=tally.closely,
        subjects=frozenset(looker.subject for looker in lookers),
        made_by_covering=len(tally.groups) - len(hits),
        decided=len(tally.decided),
        hits=tuple(hits),
    )


def _moment(frame: Frame, number: int, *, recording: Recording, request: DetectorRequest) -> Moment | None:
    """The picture with what explains finds in it; None for a card, which is compared with what it should be."""
    own = recording.video.time_base
    tick = Tick(frame.tick if request.time_base is None else round(frame.tick * own / request.time_base))
    if request.assembly is not None:
        inside = request.assembly.in_footage(tick)
        if inside is None:
            return None
        tick = inside
    explained = Explained(frame, tick, review=request.review, profile=request.profile, video=recording.video)
    return Moment(frame, number, tick, seconds(tick, request.time_base or own), explained)


def _hits(groups: list[Group], original: Footage | None) -> Generator[Progress, None, list[Hit]]:
    """The best find of each place, with its reason, in the order they first came up.

    Those that are not there before anything was covered are left out; all stay where the original is not at hand.
    """
    if original is None or not groups:
        return [replace(g.best, reason=reason_of(g, original=None)) for g in groups]
    kept = []
    with FrameReader(original.path, original.recording) as reader:
        for done, group in enumerate(groups):
            yield Progress(done, len(groups), "check")
            shown = _shown(group, reader)
            if shown is not False:
                kept.append(replace(group.best, reason=reason_of(group, original=shown)))
    return kept


def _shown(group: Group, reader: FrameReader) -> bool | None:
    """Whether the frame of `reader` shows the find; one that cannot be decoded speaks for nothing, so the hit stays.

    So does text: the same words are found in one picture and not in the other, where what is around them was covered.
    """
    if group.best.subject is Subject.TEXT:
        return None
    try:
        frame = reader.read(group.best.frame)
    except FootageError:
        return None
    finds = near_again(group, frame, threshold=IN_ORIGINAL)
    return any(find.box.overlap(group.best.box) >= SAME_PLACE for find in finds)

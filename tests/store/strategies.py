"""Any values that the store has to give back as they were."""

from dataclasses import replace
from pathlib import Path

import numpy as np
from hypothesis import strategies as st
from hypothesis.extra import numpy as nst

from reviewer.core.detection import Subject, Track, TrackId
from reviewer.core.doubt import DoubtId, Verdict
from reviewer.core.footage import (
    AudioStream,
    Colour,
    Footage,
    FootageId,
    FrameIndex,
    Identifier,
    OtherStream,
    Recording,
    VideoStream,
)
from reviewer.core.geometry import Box
from reviewer.core.marker import Marker, MarkerId
from reviewer.core.outline import Outline
from reviewer.core.reading import Reading
from reviewer.core.region import Decision, Keyframe, KeyframeSource, PersonId, Region, RegionId, Shape
from reviewer.core.review import Review
from reviewer.core.silence import Silence, SilenceId, Treatment
from reviewer.core.timing import Span, Tick

TICK = st.integers(-(2**63), 2**63 - 1).map(Tick)
NUMBER = st.floats(allow_nan=False)
COUNT = st.integers(0, 2**31)
PLACE = st.floats(-1e300, 1e300)
NAME = st.text(min_size=1, max_size=12)
FRACTION = st.fractions(min_value=0, max_denominator=10**9)
PATH = st.text(st.characters(codec="utf-8", exclude_characters="\0:/\\"), min_size=1, max_size=20).map(
    lambda text: Path("/recordings", f"{text}.mp4").absolute()
)


@st.composite
def keyframes(draw: st.DrawFn, tick: Tick) -> Keyframe:
    source = draw(st.sampled_from(KeyframeSource))
    if draw(st.booleans()):
        return Keyframe(tick, draw(st.builds(Box, NUMBER, NUMBER, NUMBER, NUMBER)), source=source)
    corners = draw(st.lists(st.tuples(PLACE, PLACE), min_size=3, max_size=6))
    return Keyframe.around(tick, Outline(tuple(corners)), source=source)


@st.composite
def gaps(draw: st.DrawFn, span: Span) -> tuple[Span, ...]:
    if span.start >= span.end:
        return ()
    edges = sorted(set(draw(st.lists(st.integers(span.start, span.end), max_size=6))))
    return tuple(Span(Tick(a), Tick(b)) for a, b in zip(edges[::2], edges[1::2], strict=False))


@st.composite
def regions(draw: st.DrawFn, ids: st.SearchStrategy[str] = NAME) -> Region:
    ticks = sorted(draw(st.lists(TICK, min_size=1, max_size=6, unique=True)))
    span = Span(*sorted((draw(TICK), draw(TICK))))
    return Region(
        id=RegionId(draw(ids)),
        subject=draw(st.sampled_from(Subject)),
        span=span,
        keyframes=tuple(draw(keyframes(tick)) for tick in ticks),
        shape=draw(st.sampled_from(Shape)),
        decision=draw(st.sampled_from(Decision)),
        effect=draw(st.none() | NAME),
        reason=draw(st.text(max_size=20)),
        track=draw(st.none() | NAME.map(TrackId)),
        touched=draw(st.booleans()),
        gaps=draw(gaps(span)),
        inverse=draw(st.booleans()),
        locked=draw(st.booleans()),
        person=draw(st.none() | NAME.map(PersonId)),
        label=draw(st.text(max_size=9)),
    )


@st.composite
def silences(draw: st.DrawFn) -> Silence:
    start, end = sorted(draw(st.lists(TICK, min_size=2, max_size=2, unique=True)))
    return Silence(
        id=SilenceId(draw(NAME)),
        span=Span(start, end),
        streams=draw(st.none() | st.frozensets(st.integers(0, 9), min_size=1)),
        treatment=draw(st.sampled_from(Treatment)),
        decision=draw(st.sampled_from(Decision)),
        reason=draw(st.text(max_size=20)),
        person=draw(st.none() | NAME.map(PersonId)),
        channels=draw(st.none() | st.frozensets(st.integers(0, 5), min_size=1)),
    )


@st.composite
def parts(draw: st.DrawFn) -> Review:
    """A review with all but regions."""
    review = Review().silencing(draw(st.lists(silences(), max_size=3)))
    for marker in draw(st.lists(st.builds(Marker, NAME.map(MarkerId), TICK, st.text(max_size=9)), max_size=3)):
        review = review.marking(marker)
    review = review.settling(draw(st.dictionaries(NAME.map(DoubtId), st.sampled_from(Verdict), max_size=3)))
    kept = draw(st.sampled_from([(), (Span(Tick(-4), Tick(3)), Span(Tick(9), Tick(11)))]))
    return replace(review, in_out=draw(st.none() | st.just(Span(Tick(2), Tick(7)))), kept=kept)


@st.composite
def tracks(draw: st.DrawFn) -> Track:
    ticks = np.array(sorted(draw(st.lists(TICK, min_size=1, max_size=8, unique=True))), dtype=np.int64)
    count = len(ticks)
    return Track(
        TrackId(draw(NAME)),
        draw(st.sampled_from(Subject)),
        ticks,
        draw(nst.arrays(np.float32, (count, 4))),
        draw(nst.arrays(np.uint8, count)),
        draw(nst.arrays(np.float32, count)),
        draw(TICK),
        draw(st.none() | st.builds(Reading, st.text(max_size=12), st.text(max_size=12), st.floats(0, 1))),
        draw(st.none() | nst.arrays(np.float32, (count, 4, 2))),
    )


def same_track(a: Track, b: Track) -> bool:
    """Whether two tracks are equal to the last bit, in type and shape too."""
    arrays = [(getattr(a, n), getattr(b, n)) for n in ("ticks", "boxes", "origins", "scores")]
    if a.quads is not None and b.quads is not None:
        arrays.append((a.quads, b.quads))
    elif a.quads is not b.quads:
        return False
    alike = all(p.dtype == q.dtype and p.shape == q.shape and p.tobytes() == q.tobytes() for p, q in arrays)
    return alike and (a.id, a.subject, a.end, a.reading) == (b.id, b.subject, b.end, b.reading)


_VIDEO = st.builds(
    VideoStream,
    index=COUNT,
    codec=NAME,
    coded_width=COUNT,
    coded_height=COUNT,
    width=COUNT,
    height=COUNT,
    rotation=st.sampled_from([0, 90, 180, 270]),
    time_base=FRACTION,
    pixel_format=NAME,
    bits=COUNT,
    colour=st.builds(Colour, COUNT, COUNT, COUNT, st.booleans()),
    sample_aspect=FRACTION,
    interlaced=st.booleans(),
    variable_rate=st.booleans(),
)
_SOUND = st.builds(
    AudioStream,
    index=COUNT,
    codec=NAME,
    sample_rate=COUNT,
    channels=COUNT,
    layout=NAME,
    start=NUMBER,
    duration=NUMBER,
)
# The tags of a hostile file are not always text: lone surrogates are what undecodable bytes become.
_ANY_TEXT = st.text(st.characters(), max_size=20)


@st.composite
def indexes(draw: st.DrawFn) -> FrameIndex:
    ticks = np.array(sorted(draw(st.lists(TICK, min_size=1, max_size=8, unique=True))), dtype=np.int64)
    return FrameIndex(ticks, draw(nst.arrays(np.bool_, len(ticks))), draw(TICK))


footages = st.builds(
    Footage,
    id=NAME.map(FootageId),
    path=PATH,
    size=st.integers(0, 2**62),
    sha256=st.text("0123456789abcdef", min_size=64, max_size=64),
    recording=st.builds(
        Recording,
        container=NAME,
        video=_VIDEO,
        sounds=st.lists(_SOUND, max_size=2).map(tuple),
        others=st.lists(st.builds(OtherStream, COUNT, NAME, NAME), max_size=2).map(tuple),
        identifiers=st.lists(st.builds(Identifier, _ANY_TEXT, _ANY_TEXT, _ANY_TEXT), max_size=2).map(tuple),
        index=indexes(),
        truncated=st.booleans(),
        notes=st.lists(st.text(max_size=20), max_size=2).map(tuple),
    ),
)


def same_footage(a: Footage, b: Footage) -> bool:
    """Whether two footages are equal in every field, to the last tick."""
    p, q = a.recording, b.recording
    index = (
        p.index.ticks.dtype == q.index.ticks.dtype
        and p.index.keyframes.dtype == q.index.keyframes.dtype
        and np.array_equal(p.index.ticks, q.index.ticks)
        and np.array_equal(p.index.keyframes, q.index.keyframes)
        and p.index.end == q.index.end
    )
    rest = [(r.container, r.video, r.sounds, r.others, r.identifiers, r.truncated, r.notes) for r in (p, q)]
    return index and rest[0] == rest[1] and (a.id, a.path, a.size, a.sha256) == (b.id, b.path, b.size, b.sha256)

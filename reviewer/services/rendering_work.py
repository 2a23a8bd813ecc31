"""What the children of a render do: some encode segments as parts, one lays the parts and the sound into the copy."""

from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from time import monotonic, sleep

from reviewer.core.errors import CheckError, FootageError
from reviewer.core.footage import Footage
from reviewer.core.frame import Frame
from reviewer.core.timing import Tick
from reviewer.effects.card import card_frame
from reviewer.effects.finish import finished
from reviewer.media.encoding import Coding, FrameEncoder, coding_of
from reviewer.media.muxing import Copied, CopyMuxer
from reviewer.media.opening import KEPT
from reviewer.media.parts import SUFFIX, Part, PartWriter, part_at
from reviewer.media.silencing import Heard
from reviewer.services.decode_ahead import DecodeAhead, Run
from reviewer.services.jobs import REPORT_EVERY, Progress
from reviewer.services.rendering_plan import Piece, Plan

WAIT = 0.03
"""Seconds between two looks at whether the next part is there."""


class UnlikeError(CheckError):
    """Two parts of one copy have different parameter sets: they were not made by the same encoder."""


@dataclass(frozen=True, slots=True, eq=False)
class Bench:
    """What every child that encodes needs; the pieces of the plan come one by one, their parts go to a folder."""

    footage: Footage
    plan: Plan
    parts: Path


@dataclass(frozen=True, slots=True)
class Encoded:
    """What came of a task: `damaged` when pictures were lost or packets failed, so that its parts were not kept."""

    pictures: int
    damaged: bool


@dataclass(frozen=True, slots=True, eq=False)
class Laying:
    """What the child that lays the copy together needs: the parts in order, what is heard, and where to."""

    footage: Footage
    plan: Plan
    parts: Path
    heard: Heard
    target: Path


@dataclass(frozen=True, slots=True)
class Laid:
    """What was laid: the ticks of the pictures, packets of the picture that failed, packets of sound that were lost.

    `not_disguised` counts blocks of sound that could not be disguised and were muted.
    """

    ticks: tuple[int, ...]
    corrupt: int
    lost_sound: int
    not_disguised: int


def part_path(folder: Path, piece: Piece) -> Path:
    """Where the part of a piece lies."""
    return folder / f"{piece.name}{SUFFIX}"


def bench_of(laying: Laying) -> Bench:
    """The bench for those who encode what is laid."""
    return Bench(laying.footage, laying.plan.without_pieces(), laying.parts)


Encode = Callable[[tuple[Piece, ...]], Generator[Progress, None, Encoded]]


@contextmanager
def at_encoder(bench: Bench) -> Iterator[Encode]:
    """A bench at which one task after the other is decoded, covered and encoded."""
    plan, footage = bench.plan, bench.footage
    coding = coding_of(footage.path, footage.recording, index=plan.index, encoding=plan.encoding)

    def encode(pieces: tuple[Piece, ...]) -> Generator[Progress, None, Encoded]:
        return (yield from _encode(bench, pieces, coding=coding))

    yield encode


def _encode(bench: Bench, pieces: tuple[Piece, ...], *, coding: Coding) -> Generator[Progress, None, Encoded]:
    """Encode pieces that follow on one another; once a picture is lost where decoding is not linear, no more of them.

    What is damaged decodes otherwise from a keyframe than from the start.
    """
    plan, due, done = bench.plan, 0.0, 0
    with DecodeAhead(bench.footage.path, bench.footage.recording, run=_run(bench, pieces)) as ahead:
        feed = _Feed(ahead)
        for piece in pieces:
            if part_at(part_path(bench.parts, piece)) is not None:  # by a child that died after it
                done += piece.segment.frames
                continue
            with _part(bench, piece, coding=coding) as (writer, encoder):
                before = done
                for frame in _pictures(bench, piece, feed=feed, encoder=encoder):
                    writer.take(encoder.take(frame))
                    done += 1
                    if monotonic() >= due:
                        yield Progress(done, None)
                        due = monotonic() + REPORT_EVERY
                writer.take(encoder.rest())
                if not plan.linear and (ahead.corrupt or done - before != piece.segment.frames):
                    return Encoded(done, damaged=True)
                writer.finish(corrupt=ahead.corrupt)
    return Encoded(done, damaged=False)


def _run(bench: Bench, pieces: tuple[Piece, ...]) -> Run:
    """What is to be decoded for these pieces."""
    if bench.plan.linear:
        return Run(lent=True)
    shown = [p.segment for p in pieces if p.segment.card is None]
    first, stop = min((s.first for s in shown), default=0), max((s.stop for s in shown), default=0)
    return Run(first, stop, threads=1, lent=True)


@contextmanager
def _part(bench: Bench, piece: Piece, *, coding: Coding) -> Iterator[tuple[PartWriter, FrameEncoder]]:
    encoder = FrameEncoder(coding)
    writer = PartWriter(part_path(bench.parts, piece), encoder.sets)
    try:
        yield writer, encoder
    finally:
        writer.drop()


def _pictures(bench: Bench, piece: Piece, *, feed: "_Feed", encoder: FrameEncoder) -> Iterator[Frame]:
    """What is to be seen in a piece, with ticks from its beginning on."""
    segment, video = piece.segment, bench.footage.recording.video
    if segment.card is not None:
        yield card_frame(segment.card, video=video, at=Tick(0))
        return
    index = bench.footage.recording.index
    start = index.tick(segment.first)
    for frame in feed.until(index.after(segment.stop - 1)):
        if frame.tick >= start:
            own = encoder.room(frame)
            seen = finished(own, piece.review, profile=bench.plan.profile, video=video, own=True)
            yield replace(seen, tick=Tick(frame.tick - start))


class _Feed:
    """Frames that rise, given out up to one tick and then up to the next."""

    def __init__(self, frames: Iterable[Frame]) -> None:
        self._frames = iter(frames)
        self._held: Frame | None = None

    def until(self, tick: Tick) -> Iterator[Frame]:
        """The frames from here up to `tick`."""
        while (frame := self._held or next(self._frames, None)) is not None:
            self._held = frame if frame.tick >= tick else None
            if self._held is not None:
                return
            yield frame


def lay(laying: Laying) -> Generator[Progress, None, Laid]:
    """Lay the parts into the copy in order, each as soon as it is there, and the sound beside them.

    Raises UnlikeError when the parts do not belong together, and what CopyMuxer raises.
    """
    footage, plan = laying.footage, laying.plan
    coding = coding_of(footage.path, footage.recording, index=plan.index, encoding=plan.encoding)
    ticks, corrupt = [], 0
    with ExitStack() as stack:
        muxer: CopyMuxer | None = None
        sets = b""
        for piece in plan.pieces:
            part = yield from _when_there(part_path(laying.parts, piece))
            corrupt = max(corrupt, part.corrupt)
            if muxer is None and part.pictures:
                copied, sets = Copied(footage.recording, plan.index, laying.heard), part.sets
                made = CopyMuxer(laying.target, footage.path, copied=copied, coding=coding, sets=sets)
                muxer = stack.enter_context(made)
            if part.pictures and part.sets != sets:
                raise _unlike(laying.target)
            for coded in part.read(at=piece.segment.at):
                assert muxer is not None
                muxer.write(coded)
                ticks.append(int(coded.tick))
            yield Progress(len(ticks), plan.frames)
        if muxer is None:
            raise FootageError("No frame could be written, so there is no copy.", KEPT)
        muxer.finish()
        return Laid(tuple(ticks), corrupt, muxer.lost_sound, muxer.not_disguised)


def alone(laying: Laying, tasks: Sequence[tuple[Piece, ...]]) -> Generator[Progress, None, Laid | None]:
    """Encode the tasks one after the other and lay the copy: what is small is not worth a second process.

    None when the footage proved to be damaged where decoding is not linear. Raises like `lay`.
    """
    with at_encoder(bench_of(laying)) as encode:
        for task in tasks:
            if (yield from encode(task)).damaged:
                return None
    return (yield from lay(laying))


def _when_there(path: Path) -> Generator[Progress, None, Part]:
    due = 0.0
    while not path.exists():
        if monotonic() >= due:
            yield Progress(0, None)  # a sign of life, at which an end is heard of
            due = monotonic() + REPORT_EVERY
        sleep(WAIT)
    part = part_at(path)
    if part is None:
        raise _unlike(path)
    return part


def _unlike(path: Path) -> UnlikeError:
    return UnlikeError(
        f"What was rendered for {path.name} does not fit together.",
        "Nothing partial was left; the original is unchanged. Check the disk and make the copy again.",
    )

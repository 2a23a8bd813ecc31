"""How fast the timeline pans, zooms, and shows an edit, with thousands of regions over an hour of made-up footage.

    .venv/bin/python tests/bench/timeline.py [--regions 5000] [--minutes 60] [--size 1280x320] [--ratio 1]

Offscreen, by the processor alone. The reference in the same run is a picture of the same size that is only copied to
the widget each time: the least that any repaint takes. Panning and zooming are from one repaint to the next, an edit
is from the new review to the end of the repaint that shows it; with the names of the regions made anew, as the window
makes them. Selecting and the playhead are what happens most often besides. On a machine that has other work to do,
the time of the processor says more.
"""

import argparse
import os
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from reviewer.core.analysis import Appraisal
from reviewer.core.detection import Subject, TrackId
from reviewer.core.doubt import Doubt, DoubtKind, risk_of
from reviewer.core.edits import Decide, Respan
from reviewer.core.footage import AudioStream, Colour, Footage, FootageId, FrameIndex, Recording, VideoStream
from reviewer.core.geometry import Box
from reviewer.core.loudness import SoundPeaks, Waveform
from reviewer.core.region import Decision, Keyframe, PersonId, Region, RegionId
from reviewer.core.review import Review, of
from reviewer.core.timing import Span, Tick
from reviewer.ui.timeline.view import Timeline
from reviewer.ui.words import names

RATE, TICKS = 30, 3000
"""Frames a second, and ticks a frame."""

ROUNDS = 60
"""Repaints of each kind that are timed."""


class Plain(QWidget):
    """Copies one picture."""

    def __init__(self, size: tuple[int, int]) -> None:
        super().__init__()
        self.resize(*size)
        ratio = self.devicePixelRatioF()
        self._picture = QPixmap(round(size[0] * ratio), round(size[1] * ratio))
        self._picture.setDevicePixelRatio(ratio)
        self._picture.fill("#305070")

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Copy it."""
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._picture)
        painter.end()


def footage_of(minutes: int) -> Footage:
    """Footage that is nowhere, 1080p at 30 frames a second, with one sound stream."""
    frames = minutes * 60 * RATE
    video = VideoStream(
        index=0,
        codec="h264",
        coded_width=1920,
        coded_height=1080,
        width=1920,
        height=1080,
        rotation=0,
        time_base=Fraction(1, RATE * TICKS),
        pixel_format="yuv420p",
        bits=8,
        colour=Colour(),
        sample_aspect=Fraction(1),
        interlaced=False,
        variable_rate=False,
    )
    sound = AudioStream(
        index=1, codec="aac", sample_rate=48000, channels=1, layout="mono", start=0, duration=minutes * 60
    )
    ticks = np.arange(frames, dtype=np.int64) * TICKS
    index = FrameIndex(ticks, np.arange(frames) % 60 == 0, Tick(frames * TICKS))
    recording = Recording(container="mov,mp4", video=video, sounds=(sound,), others=(), identifiers=(), index=index)
    return Footage(id=FootageId("f"), path=Path("made up.mp4"), size=1, sha256="0" * 64, recording=recording)


def regions_of(count: int, footage: Footage) -> Review:
    """Regions of 1 to 20 seconds, six keyframes each; one in twelve belongs to one of six people."""
    random = np.random.default_rng(1)
    frames = len(footage.recording.index)
    made = []
    for number in range(count):
        length = int(random.integers(RATE, 20 * RATE))
        start = int(random.integers(0, frames - length))
        at = sorted({start, start + length - 1, *(start + random.integers(0, length, 4)).tolist()})
        person = PersonId(f"Person {number % 6 + 1}") if random.random() < 1 / 12 else None
        made.append(
            Region(
                id=RegionId(f"r{number}"),
                subject=Subject.FACE if random.random() < 0.7 else Subject.PLATE,
                span=Span(Tick(start * TICKS), Tick((start + length) * TICKS)),
                keyframes=tuple(Keyframe(Tick(frame * TICKS), Box(10, 10, 50, 50)) for frame in at),
                decision=list(Decision)[int(random.integers(3))],
                track=TrackId(f"t{number}") if random.random() < 0.9 else None,
                person=person,
            )
        )
    return of(made)


@dataclass(frozen=True, slots=True)
class Thumb:
    """A small picture that has been made."""

    tick: Tick
    pixels: NDArray[np.uint8]


class MadeUpFilm:
    """As many small pictures as the program keeps at most, so that one has to be looked for among them."""

    def __init__(self, footage: Footage) -> None:
        random = np.random.default_rng(3)
        ticks = np.linspace(0, footage.recording.index.end - 1, 2000).astype(np.int64).tolist()
        self._thumbs = [Thumb(Tick(t), random.integers(0, 255, (54, 96, 4)).astype(np.uint8)) for t in ticks]

    def wanted(self, span: Span, count: int) -> None:
        """All of them are there."""

    def between(self, span: Span) -> list[Thumb]:
        """Those in the span."""
        return [t for t in self._thumbs if t.tick in span]

    def near(self, tick: Tick) -> Thumb:
        """The nearest of them."""
        return min(self._thumbs, key=lambda t: abs(t.tick - tick))


def timeline_of(footage: Footage, review: Review, size: tuple[int, int]) -> Timeline:
    """The timeline with all of its bands."""
    random = np.random.default_rng(2)
    index = footage.recording.index
    starts = random.integers(0, len(index) - 200, 400)
    doubts = tuple(
        Doubt(DoubtKind.WEAK, Span(Tick(s * TICKS), Tick((s + 90) * TICKS)), Tick((s + 40) * TICKS), 0.2)
        for s in starts.tolist()
    )
    peaks = (random.random((1, len(index) * 100 // RATE)) * 100).astype(np.int8)
    timeline = Timeline()
    timeline.resize(*size)
    timeline.load(footage, appraisal=Appraisal(doubts, risk_of(doubts, index.ticks)))
    timeline.show_film(MadeUpFilm(footage))
    timeline.hear(Waveform((SoundPeaks(1, 0.0, -peaks, peaks),)))
    timeline.watched(random.integers(0, 4, len(index)).astype(np.uint8))
    timeline.lay(review, names=names(review.regions.values()), editable=True)
    return timeline


def timed(widget: QWidget, change: Callable[[int], object], *, rounds: int = ROUNDS) -> tuple[list[float], float]:
    """Milliseconds from a change to the end of the repaint that shows it, and of the processor on average."""
    taken = []
    busy = time.process_time()
    for number in range(rounds):
        start = time.perf_counter()
        change(number)
        widget.repaint()
        taken.append((time.perf_counter() - start) * 1000)
    return taken, (time.process_time() - busy) / rounds * 1000


def told(name: str, taken: tuple[list[float], float]) -> None:
    """A line of the table."""
    ordered = sorted(taken[0])
    median, slow = statistics.median(ordered), ordered[int(len(ordered) * 0.95) - 1]
    rate = f"{1000 / median:6.0f} a second"
    print(f"{name:48} {median:7.2f} ms   p95 {slow:7.2f} ms   {rate}   processor {taken[1]:7.2f} ms")


def edit_and_show(timeline: Timeline, reviews: list[Review], number: int) -> None:
    """Show the next review, with the names as the window makes them."""
    review = reviews[number]
    timeline.lay(review, names=names(review.regions.values()), editable=True)


def edits_of(review: Review, *, count: int, respan: bool) -> list[Review]:
    """Reviews that follow one another, each by one edit."""
    made = []
    for region in list(review.regions.values())[:count]:
        span = Span(region.span.start, Tick(region.span.end + 30 * TICKS))
        edit = Respan(region.id, span) if respan else Decide((region.id,), Decision.CONFIRMED)
        review = edit.apply(review)
        made.append(review)
    return made


def main() -> None:
    """Time all of it, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--regions", type=int, default=5000)
    parser.add_argument("--minutes", type=int, default=60)
    parser.add_argument("--size", default="1280x320")
    parser.add_argument("--ratio", default="1")
    args = parser.parse_args()
    os.environ["QT_SCALE_FACTOR"] = args.ratio  # before the application
    application = QApplication([])
    size = tuple(int(part) for part in args.size.split("x"))
    footage = footage_of(args.minutes)
    review = regions_of(args.regions, footage)
    plain = Plain((size[0], size[1]))
    start = time.perf_counter()
    timeline = timeline_of(footage, review, (size[0], size[1]))
    for widget in (plain, timeline):
        widget.show()
        application.processEvents()
    print(f"{args.regions} regions, {args.minutes} minutes, {args.size} at {args.ratio}:")
    print(f"{'laid out and shown at first':48} {(time.perf_counter() - start) * 1000:7.2f} ms")
    told("reference: one picture copied", timed(plain, lambda _: None))
    for closer, how in ((0, "all of it"), (3, "a third"), (9, "a fortieth"), (16, "a thousandth")):
        timeline.fit()
        timeline.zoom(closer)
        if closer:
            told(
                f"pan by 12 pixels, {how} on show", timed(timeline, lambda n: timeline.pan(12 if n % 40 < 20 else -12))
            )
        told(f"repaint of every band, {how} on show", timed(timeline, lambda _: timeline.redress()))
        told(
            f"down the lanes by 12 pixels, {how} on show",
            timed(timeline, lambda n: timeline.scroll_to(12.0 * (n % 20))),
        )
    timeline.fit()
    told("zoom in and out by half a step", timed(timeline, lambda n: timeline.zoom(0.5 if n % 40 < 20 else -0.5)))
    timeline.fit()
    told("playhead", timed(timeline, lambda n: timeline.go(Tick(n * 100 * TICKS))))
    ids = list(review.regions)
    told("select one", timed(timeline, lambda n: timeline.select([ids[n]])))
    told("select all, or nothing", timed(timeline, lambda n: timeline.select(ids if n % 2 else [])))
    timeline.select([])
    for respan, how in ((False, "decide on one region"), (True, "change when one region covers")):
        timeline.lay(review, names=names(review.regions.values()), editable=True)
        reviews = edits_of(review, count=ROUNDS, respan=respan)
        told(f"edit to repaint: {how}", timed(timeline, lambda n, r=reviews: edit_and_show(timeline, r, n)))
    timeline.close()
    plain.close()


if __name__ == "__main__":
    main()

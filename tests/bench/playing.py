"""How many frames come late while 1080p30 plays as it will be released, with 20 regions. By hand; machines differ.

    python tests/bench/playing.py [--of FOOTAGE] [--folder FOLDER] [--seconds 30] [--size 1280x720] [--effect solid]
        [--window]

Plays long footage, from the pictures of FOOTAGE or synthetic ones, by the real player without sound. A frame is late
when it is shown more than half a frame after its time, or not at all. With `--window` the pictures are also painted by
the real picture view, off the screen, and a frame counts when it has been painted.
"""

import argparse
import os
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
import psutil

from reviewer.core.detection import Subject
from reviewer.core.footage import Footage, FootageId
from reviewer.core.geometry import Box
from reviewer.core.profile import Profile
from reviewer.core.region import Decision, Keyframe, Region, RegionId, Shape
from reviewer.core.review import Review, of
from reviewer.core.timing import Span
from reviewer.media.probe import probe
from reviewer.services.pictures import Event, Failed, Picture, View
from reviewer.services.playback import Player
from tests.bench.long_footage import made

REGIONS = 20
KEYED_EVERY = 5
"""Frames between two keyframes of a region, as those that follow a track have."""


def moving_regions(footage: Footage) -> Review:
    """Regions that move over the whole picture, every second one an ellipse."""
    index = footage.recording.index
    regions = []
    for one in range(REGIONS):
        keyframes = tuple(
            Keyframe(index.tick(n), Box(40 + one * 85 + 30 * np.sin(n / 20), 40 + one * 42, 130, 160))
            for n in range(0, len(index), KEYED_EVERY)
        )
        regions.append(
            Region(
                id=RegionId(f"region {one}"),
                subject=Subject.FACE,
                span=Span(index.tick(0), index.end),
                keyframes=keyframes,
                shape=Shape.ELLIPSE if one % 2 else Shape.RECTANGLE,
                decision=Decision.CONFIRMED,
            )
        )
    return of(regions)


class Shown:
    """When each frame was shown."""

    def __init__(self) -> None:
        self.at: dict[int, float] = {}
        self.enough = threading.Event()
        self.last = 0

    def hear(self, event: Event) -> None:
        """Take down a picture."""
        if isinstance(event, Failed):
            print(f"failed: {event.error}", flush=True)
            self.enough.set()
        if isinstance(event, Picture):
            self.at.setdefault(event.number, time.perf_counter())
            if event.number >= self.last:
                self.enough.set()


def told(shown: Shown, *, first: int, last: int, rate: float) -> None:
    """Print how many of these frames were late, missing ones among them, and by how much."""
    start = min(shown.at[n] - n / rate for n in range(first, last) if n in shown.at)  # the most punctual sets the clock
    late = {n: shown.at[n] - start - n / rate for n in range(first, last) if n in shown.at}
    missing = last - first - len(late)
    behind = sum(t > 0.5 / rate for t in late.values())
    worst = sorted(1000 * t for t in late.values())
    print(
        f"  {missing} missing and {behind} late of {last - first} frames: {(missing + behind) / (last - first):.2%};"
        f"  after the most punctual p50 {worst[len(worst) // 2]:.1f}, p99 {worst[len(worst) * 99 // 100]:.1f},"
        f" max {worst[-1]:.1f} ms",
        flush=True,
    )


def played(footage: Footage, args: argparse.Namespace, *, view: View) -> None:
    """Play, and count what the player gives out in time."""
    shown = Shown()
    player = Player(footage, shown.hear, view=view)
    try:
        _run(player, footage, shown, seconds=args.seconds, wait=shown.enough.wait)
    finally:
        player.close()


def painted(footage: Footage, args: argparse.Namespace, *, view: View) -> None:
    """Play into the real view, off the screen, and count what is painted in time."""
    from PySide6.QtCore import QEventLoop, QTimer
    from PySide6.QtWidgets import QApplication

    from reviewer.ui.bridge import MainThread
    from reviewer.ui.viewer.sights import Sight
    from reviewer.ui.viewer.view import PictureView

    application = QApplication.instance() or QApplication([])
    main, widget, shown = MainThread(), PictureView(), Shown()
    video = footage.recording.video
    widget.resize(*(view.size or (1280, 720)))
    widget.open((video.width, video.height), aspect=1.0)
    widget.look(Sight.RELEASED)
    widget.show()
    application.processEvents()

    def take(event: Event) -> None:
        if isinstance(event, Picture):
            widget.show_picture(event)
            widget.viewport().repaint()
        shown.hear(event)

    def wait(seconds: float) -> bool:
        until = time.monotonic() + seconds
        while not shown.enough.is_set() and time.monotonic() < until:
            application.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        return shown.enough.is_set()

    awake = QTimer()
    awake.start(100)  # so that what is waited for is looked at even when no picture comes
    player = Player(footage, main.latest(take), view=replace(view, size=widget.wanted_size()))
    try:
        _run(player, footage, shown, seconds=args.seconds, wait=wait)
    finally:
        player.close()
        widget.close()


def _run(player: Player, footage: Footage, shown: Shown, *, seconds: float, wait: Callable[[float], bool]) -> None:
    rate = float(1 / (footage.recording.video.time_base * int(np.median(np.diff(footage.recording.index.ticks)))))
    shown.last = int(seconds * rate)
    player.show(0)
    wait(1.0)
    shown.at.clear()
    before = _cpu()
    begun = time.perf_counter()
    player.play(0)
    if not wait(seconds * 3 + 10):
        print("  it never came to its end")
    wall = time.perf_counter() - begun
    used = _cpu() - before
    told(shown, first=int(rate), last=shown.last, rate=rate)
    print(f"  processor: {used / wall:.0%} of one core, {1000 * used / shown.last:.1f} ms a frame", flush=True)


def _cpu() -> float:
    """Seconds of processor that this process and its children have used."""
    own = psutil.Process()
    return sum(sum(p.cpu_times()[:2]) for p in [own, *own.children(recursive=True)])


def main() -> None:
    """Make the footage, play it, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--of", type=Path)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--seconds", type=float, default=30.0)
    parser.add_argument("--size", default="1280x720")
    parser.add_argument("--effect", default="solid")
    parser.add_argument("--window", action="store_true")
    args = parser.parse_args()
    with ExitStack() as stack:
        folder = args.folder or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        path = made(folder, minutes=10, of=args.of)
        footage = Footage(
            id=FootageId("0" * 64), path=path, size=path.stat().st_size, sha256="0" * 64, recording=probe(path)
        )
        width, height = map(int, args.size.split("x"))
        view = View(
            released=True,
            review=moving_regions(footage),
            profile=Profile(effect=args.effect),
            size=(width, height),
        )
        print(f"released view {args.size}, {REGIONS} regions, {args.effect}", flush=True)
        played(footage, args, view=view)
        if args.window:
            print("painted off the screen", flush=True)
            painted(footage, args, view=view)


if __name__ == "__main__":
    main()

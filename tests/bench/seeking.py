"""How soon the player shows a frame: anywhere, one back, and while the cursor is dragged. By hand; machines differ.

    python tests/bench/seeking.py [--of FOOTAGE] [--minutes 10] [--folder FOLDER] [--seeks 40] [--without-proxy]

Makes long footage of 1080p with a keyframe in 250 frames, from the pictures of FOOTAGE or synthetic ones, and asks the
real player for its frames, first without a proxy and then with one. `shown` is the first picture that is that very
frame, a draft or not; `full` is the frame itself. FOLDER keeps the footage and its proxy for another run.
"""

import argparse
import contextlib
import random
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from reviewer.core.footage import Footage, FootageId
from reviewer.media.probe import probe
from reviewer.services.jobs import finished
from reviewer.services.pictures import Event, Failed, Picture, View
from reviewer.services.playback import Player
from reviewer.services.proxy import make_proxy, missing, place_of
from tests.bench.long_footage import made

KEY_REPEAT = 1 / 30
"""Seconds between two steps of a key that is held."""

DRAG = 1 / 60
"""Seconds between two places of a mouse that is dragged."""


class Ear:
    """Hears the player, and waits for its pictures."""

    def __init__(self) -> None:
        self.pictures: list[tuple[float, Picture]] = []
        self._more = threading.Condition()

    def hear(self, event: Event) -> None:
        """Called on the player's thread."""
        if isinstance(event, Failed):
            print(f"failed: {event.error}", flush=True)
        if isinstance(event, Picture):
            with self._more:
                self.pictures.append((time.perf_counter(), event))
                self._more.notify_all()

    def wait(self, number: int, *, since: float, full: bool) -> float:
        """Seconds from `since` until the frame `number` was shown."""

        def when() -> float | None:
            wanted = (at for at, p in self.pictures if at >= since and p.number == number and not (full and p.draft))
            return next(wanted, None)

        with self._more:
            if not self._more.wait_for(lambda: when() is not None, 30):
                raise TimeoutError(f"frame {number} never came")
            at = when()
            assert at is not None
            return at - since


def table(name: str, times: list[float]) -> None:
    """A line with the spread of `times`, in milliseconds."""
    ordered = sorted(1000 * t for t in times)
    p50, p95 = (ordered[min(len(ordered) - 1, round(part * (len(ordered) - 1)))] for part in (0.5, 0.95))
    print(f"  {name:28s} p50 {p50:7.1f}   p95 {p95:7.1f}   max {ordered[-1]:7.1f} ms   ({len(ordered)})", flush=True)


def random_seeks(player: Player, ear: Ear, *, numbers: list[int]) -> None:
    """Go anywhere, and wait for the frame itself each time."""
    shown, full = [], []
    for number in numbers:
        since = time.perf_counter()
        player.show(number)
        full.append(ear.wait(number, since=since, full=True))
        shown.append(ear.wait(number, since=since, full=False))
        ear.pictures.clear()
    table("random seek, shown", shown)
    table("random seek, full", full)


def steps_back(player: Player, ear: Ear, *, numbers: list[int], steps: int) -> None:
    """Hold the key that goes one frame back, from each of these frames."""
    shown = []
    for number in numbers:
        since = time.perf_counter()
        player.show(number)
        ear.wait(number, since=since, full=True)
        for step in range(1, min(steps, number) + 1):
            since = time.perf_counter()
            player.show(number - step)
            shown.append(ear.wait(number - step, since=since, full=False))
            time.sleep(max(0.0, since + KEY_REPEAT - time.perf_counter()))
        ear.pictures.clear()
    table("step back, shown", shown)


def scrub(player: Player, ear: Ear, *, frames: int, seconds: float) -> None:
    """Drag the cursor through the footage and back."""
    ear.pictures.clear()
    begun = time.perf_counter()
    while (now := time.perf_counter()) < begun + seconds:
        part = (now - begun) / seconds
        player.show(round((1 - abs(2 * part - 1)) * (frames - 1) * 0.9))
        time.sleep(DRAG)
    different = len({p.number for _, p in ear.pictures})
    print(f"  scrub: {different / seconds:.1f} different pictures a second", flush=True)
    time.sleep(2)


@contextlib.contextmanager
def _folder(given: Path | None) -> Iterator[Path]:
    if given is not None:
        yield given
        return
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


def _all(footage: Footage, *, args: argparse.Namespace, proxy: Path | None) -> None:
    frames = len(footage.recording.index)
    dice = random.Random(5)
    ear = Ear()
    player = Player(footage, ear.hear, view=View(size=(1280, 720)))
    try:
        player.draft_from(proxy)
        player.show(0)
        ear.wait(0, since=0.0, full=True)
        print("with a proxy" if proxy else "without a proxy", flush=True)
        random_seeks(player, ear, numbers=[dice.randrange(frames) for _ in range(args.seeks)])
        steps_back(player, ear, numbers=[dice.randrange(frames) for _ in range(8)], steps=90)
        scrub(player, ear, frames=frames, seconds=5)
    finally:
        player.close()


def main() -> None:
    """Make the footage, and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--of", type=Path)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--seeks", type=int, default=40)
    parser.add_argument("--without-proxy", action="store_true")
    args = parser.parse_args()
    with _folder(args.folder) as folder:
        path = made(folder, minutes=args.minutes, of=args.of)
        digest = "0" * 64
        footage = Footage(
            id=FootageId(digest), path=path, size=path.stat().st_size, sha256=digest, recording=probe(path)
        )
        _all(footage, args=args, proxy=None)
        if args.without_proxy:
            return
        place = place_of(folder, footage)
        if missing(footage, place):
            begun = time.perf_counter()
            finished(make_proxy(footage, place))
            seconds, size = time.perf_counter() - begun, sum(p.stat().st_size for p in place.iterdir())
            print(f"proxy: {len(footage.recording.index) / seconds:.0f} frames/s, {size / 1e6:.0f} MB", flush=True)
        _all(footage, args=args, proxy=place)


if __name__ == "__main__":
    main()

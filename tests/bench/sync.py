"""How far pictures are from what is heard while footage plays. By hand; no sound device is needed.

    python tests/bench/sync.py [--seconds 60] [--speed 1] [--fast 0.001] [--pretend]

Plays footage made for it, with a click in every second, through the program's own player. The device is a stand-in
that takes samples as a real one does, in steps, by a clock that runs `--fast` faster than the computer's (0.001 is
many times what a device strays); with `--pretend` it is the sound library's own device that plays nothing. For each
click it is noted when it truly goes out, and when the picture of the same moment was shown. Printed are the
milliseconds by which pictures come later than their sound: the middle, the extremes, the middles of the first and the
last tenth, and the drift, which is their difference. Frames that were left out are counted.
"""

import argparse
import statistics
import tempfile
import threading
import time
from bisect import bisect_right
from collections.abc import Callable
from pathlib import Path

import numpy as np

from reviewer.core.footage import Footage, FootageId
from reviewer.core.timing import seconds
from reviewer.media.probe import probe
from reviewer.media.speaker import PERIOD, PERIODS, RATE, Block, DeviceSpeaker
from reviewer.services.pictures import Event, Failed, Picture, Stopped, Unheard
from reviewer.services.playback import Player
from tests.support.footage import Clip, Sound, make

STEP = RATE * PERIOD // 1000
"""Samples that the stand-in takes at once."""

LOUD, APART = 0.2, RATE // 10
"""What counts as a click, and the samples in which there is no other."""


class Noting:
    """Notes the number of the sample in which each click goes out, counted over all that the device was given."""

    def __init__(self) -> None:
        self.clicks: list[int] = []
        self.taken = 0

    def note(self, block: Block) -> None:
        """The device takes this block."""
        for at in np.flatnonzero(np.abs(block[:, 0]) > LOUD):
            number = self.taken + int(at)
            if not self.clicks or number - self.clicks[-1] > APART:
                self.clicks.append(number)
        self.taken += len(block)


class Drifting(Noting):
    """A device whose clock runs `fast` faster than that of the computer; it holds PERIODS steps, as a real one does."""

    def __init__(self, fast: float) -> None:
        super().__init__()
        self.latency = PERIOD * PERIODS / 1000
        self.rate = RATE * (1 + fast)
        self.began = 0.0
        self._stopped = threading.Event()
        self._thread: threading.Thread | None = None

    def open(self) -> None:
        """There is nothing to take hold of."""

    def start(self, feed: Callable[[int], Block]) -> None:
        """Take what is due, until told to stop."""
        self._thread = threading.Thread(target=self._take, args=(feed,), daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Take no more."""
        self._stopped.set()
        if self._thread is not None:
            self._thread.join()

    def close(self) -> None:
        """As stop."""
        self.stop()

    def heard_at(self, number: int) -> float:
        """When that sample goes out."""
        return self.began + number / self.rate

    def _take(self, feed: Callable[[int], Block]) -> None:
        self.began = time.monotonic()
        while not self._stopped.is_set():
            while self.taken - (time.monotonic() - self.began) * self.rate <= STEP * (PERIODS - 1):
                self.note(feed(STEP))
            self._stopped.wait(0.002)


class Pretended(Noting):
    """The sound library's device that plays nothing: when a click goes out is told from when it was taken."""

    def __init__(self) -> None:
        super().__init__()
        self._device = DeviceSpeaker(pretend=True)
        self.latency = self._device.latency
        self.open, self.stop, self.close = self._device.open, self._device.stop, self._device.close
        self._times: list[tuple[int, float]] = []

    def start(self, feed: Callable[[int], Block]) -> None:
        """Have the device take from `feed`."""

        def noted(count: int) -> Block:
            block = feed(count)
            self.note(block)
            self._times.append((self.taken, time.monotonic()))
            return block

        self._device.start(noted)

    def heard_at(self, number: int) -> float:
        """When that sample goes out, by an even line through all the times at which samples were taken."""
        taken, times = np.array(self._times).T
        slope, start = np.polyfit(taken, times, 1)
        return float(start + slope * number + self.latency)


def main() -> None:
    """Play, and print what was measured."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--speed", type=float, default=1.0)
    parser.add_argument("--fast", type=float, default=0.001)
    parser.add_argument("--pretend", action="store_true")
    args = parser.parse_args()
    speaker = Pretended() if args.pretend else Drifting(args.fast)
    with tempfile.TemporaryDirectory() as folder:
        clicks = tuple(second + 0.5 for second in range(args.seconds))
        sound = Sound(clicks=clicks, duration=float(args.seconds))
        path = make(Path(folder) / "clicks.mp4", Clip(frames=args.seconds * 30, gop=60, sounds=(sound,)))
        footage = Footage(id=FootageId("a"), path=path, size=1, sha256="a", recording=probe(path))
        shown = played(footage, speaker, speed=args.speed)
        index, base = footage.recording.index, footage.recording.video.time_base
        times = [seconds(index.tick(number), base) for number, _ in shown]
    late = []
    for number in speaker.clicks:  # atempo swallows some of what is so short
        click = clicks[round((number - speaker.clicks[0]) * args.speed / RATE)]
        at = bisect_right(times, click) - 1
        late.append(1000 * (shown[at][1] - speaker.heard_at(number) - (times[at] - click) / args.speed))
    tenth = max(1, len(late) // 10)
    first, last = statistics.median(late[:tenth]), statistics.median(late[-tenth:])
    print(f"{len(speaker.clicks)} of {len(clicks)} clicks heard")
    print(f"{len(index) - len(shown)} of {len(index)} frames left out")
    print(f"pictures later than sound, ms: middle {statistics.median(late):.1f}, {min(late):.1f} to {max(late):.1f}")
    print(f"first tenth {first:.1f}, last tenth {last:.1f}, drift {last - first:.1f} ms")


def played(footage: Footage, speaker: Drifting | Pretended, *, speed: float) -> list[tuple[int, float]]:
    """The numbers of the frames that were shown, and when; raises what went wrong."""
    shown: list[tuple[int, float]] = []
    ended, wrong = threading.Event(), list[Exception]()

    def hear(event: Event) -> None:
        match event:
            case Picture(number=number):
                shown.append((number, time.monotonic()))
            case Stopped():
                ended.set()
            case Failed(error=error) | Unheard(error=error):
                wrong.append(error)
                ended.set()

    player = Player(footage, hear, speaker=speaker)
    try:
        player.play(0, speed=speed)
        ended.wait()
    finally:
        player.close()
    if wrong:
        raise wrong[0]
    return shown


if __name__ == "__main__":
    main()

"""How much memory a render takes over long footage, all children together, sampled as it goes. By hand.

    python tests/bench/render_memory.py FOOTAGE [--every 60] [--regions 10] [--quality balanced]

Prints a line every so many seconds: frames done, resident memory now and at most, processes. Shared pages count for
each process that has them. It is flat when the last quarter's peak is that of the first.
"""

import argparse
import tempfile
import time
from contextlib import suppress
from pathlib import Path

import psutil

from reviewer.core.profile import Profile, Quality
from reviewer.services.intake import take_in
from reviewer.services.jobs import finished
from reviewer.services.render import RenderRequest, render
from tests.bench.render import moving


def resident() -> tuple[int, int]:
    """Bytes that this process and all its children hold, and how many processes they are."""
    own = psutil.Process()
    total = count = 0
    for process in (own, *own.children(recursive=True)):
        with suppress(psutil.Error):
            total += process.memory_info().rss
            count += 1
    return total, count


def main() -> None:
    """Render, and print what it holds on the way."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("footage", type=Path)
    parser.add_argument("--every", type=float, default=60.0)
    parser.add_argument("--regions", type=int, default=10)
    parser.add_argument("--quality", type=Quality, default=Quality.BALANCED)
    args = parser.parse_args()
    footage = finished(take_in(args.footage))
    review, profile = moving(footage.recording, args.regions), Profile(quality=args.quality)
    start = due = time.monotonic()
    peaks = [0]
    with tempfile.TemporaryDirectory() as folder:
        request = RenderRequest(footage=footage, review=review, profile=profile, target=Path(folder) / "copy.mp4")
        for progress in render(request):
            total, count = resident()
            peaks[-1] = max(peaks[-1], total)
            if time.monotonic() >= due:
                told = (
                    f"{progress.done}/{progress.total} frames, now {total / 1e6:.0f} MB, most {peaks[-1] / 1e6:.0f} MB"
                )
                print(f"{time.monotonic() - start:6.0f} s  {told}, {count} processes", flush=True)
                due, peaks = time.monotonic() + args.every, [*peaks, 0]
    quarter = max(1, len(peaks) // 4)
    first, last = max(peaks[: quarter + 1]), max(peaks[-quarter:])
    print(f"peak {max(peaks) / 1e6:.0f} MB; first quarter {first / 1e6:.0f} MB, last {last / 1e6:.0f} MB")


if __name__ == "__main__":
    main()

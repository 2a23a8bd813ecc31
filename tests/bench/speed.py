"""How fast `redact` is beside a named reference on the same footage, in the same run. By hand; machines differ.

    python tests/bench/speed.py FOOTAGE [--runs 3] [--reference "COMMAND {footage} {copy}"] [-- redact options]

Runs both by turns, whole processes, and prints the median seconds, frames a second, and their ratio. Without
`--reference` the reference is a plain decode and encode of the footage in this program's own media layer.
"""

import argparse
import shlex
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from reviewer.core.profile import SoundPolicy
from reviewer.media.probe import probe
from reviewer.media.reader import FrameReader
from reviewer.media.silencing import Heard
from reviewer.media.writer import CopyWriter


def transcode(footage: Path, copy: Path) -> None:
    """Decode every frame and encode it again, untouched."""
    recording = probe(footage)
    with (
        FrameReader(footage, recording) as reader,
        CopyWriter(copy, footage, recording=recording, sound=Heard(SoundPolicy.NONE)) as writer,
    ):
        for frame in reader.frames():
            writer.write(frame)
        writer.finish()


def timed(command: list[str]) -> float:
    """Seconds that the command took; raises CalledProcessError when it failed."""
    start = time.monotonic()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.monotonic() - start


def main() -> None:
    """Time both, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("footage", type=Path)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--reference", default="")
    parser.add_argument("--transcode", nargs=2, type=Path, help=argparse.SUPPRESS)
    args, extra = parser.parse_known_args()
    frames = len(probe(args.footage).index)
    times: dict[str, list[float]] = {"reference": [], "redact": []}
    for _ in range(args.runs):
        with tempfile.TemporaryDirectory() as folder:
            plain = f"{sys.executable} {__file__} {{footage}} --transcode {{footage}} {{copy}}"
            reference = (args.reference or plain).format(footage=args.footage, copy=Path(folder) / "reference.mp4")
            times["reference"].append(timed(shlex.split(reference)))
            copy = Path(folder) / "copy.mp4"
            own = [sys.executable, "-m", "reviewer", "redact", str(args.footage), "-o", str(copy), *extra]
            times["redact"].append(timed([a for a in own if a != "--"]))
    median = {name: statistics.median(values) for name, values in times.items()}
    for name, values in times.items():
        spread = f"{min(values):.1f}-{max(values):.1f}"
        print(f"{name:10} {median[name]:7.1f} s ({spread})  {frames / median[name]:7.2f} frames a second")
    print(f"ratio {median['reference'] / median['redact']:.2f}")


if __name__ == "__main__":
    if "--transcode" in sys.argv:
        source, target = (Path(a) for a in sys.argv[-2:])
        transcode(source, target)
    else:
        main()

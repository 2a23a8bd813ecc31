"""What is found of burnt-in text in recordings, and how long it takes.

    python -m tests.bench.burnt_in RECORDING...

A line for each recording: its size, how many pictures were looked at and in how many seconds, whether the camera stood
still, and where something was found (left, top, width and height in pixels). Whether that is all, and nothing else, a
person has to see.
"""

import argparse
from pathlib import Path
from time import perf_counter

from reviewer.core.footage import Footage, FootageId
from reviewer.core.overlay import Overlays
from reviewer.media.probe import probe
from reviewer.services.overlays import find_overlays


def measured(path: Path) -> tuple[Overlays, float]:
    """What is found in a recording, and the seconds that it took."""
    footage = Footage(id=FootageId("f"), path=path, size=path.stat().st_size, sha256="0" * 64, recording=probe(path))
    began, steps = perf_counter(), find_overlays(footage)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value, perf_counter() - began


def main() -> None:
    """Go through the recordings that are named."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("recordings", nargs="+", type=Path)
    for path in parser.parse_args().recordings:
        found, took = measured(path)
        boxes = [r.keyframes[0].box for r in found.regions]
        where = "; ".join(f"{b.x:.0f} {b.y:.0f} {b.width:.0f} {b.height:.0f}" for b in boxes) or "nothing"
        still = ", camera still" if found.still else ""
        print(f"{path.name}: {found.frames} pictures in {took:.1f} s{still}: {where}")


if __name__ == "__main__":
    main()

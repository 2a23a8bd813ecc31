"""Every kind of release from end to end, with the real detectors: what does not hold though it should; by hand.

    .venv/bin/python -m tests.bench.release_matrix [NAME ...]

Each scene of tests/support/release_scenes.py is released, its hits are settled, and its pack is checked without the
original and with it. It prints a line for each, and whatever does not hold. Nothing of it is asserted; the tests do
that on a few.
"""

import sys
import tempfile
from pathlib import Path

from tests.support.release_scenes import SCENES, released


def main(names: list[str]) -> None:
    """Release the scenes of these names, all where there is none."""
    faulty = 0
    for name, scene in SCENES.items():
        if names and name not in names:
            continue
        with tempfile.TemporaryDirectory() as folder:
            try:
                outcome = released(scene, Path(folder))
                hits, faults = len(outcome.report.hits), outcome.faults
            except Exception as error:
                hits, faults = 0, [f"{type(error).__name__}: {error}"]
        faulty += bool(faults)
        print(f"{name}: {'NOT AS IT SHOULD BE' if faults else 'holds'}, {hits} hits", flush=True)
        for fault in faults:
            print(f"    {fault}", flush=True)
    print(f"{faulty} scenes do not hold.")


if __name__ == "__main__":
    main(sys.argv[1:])

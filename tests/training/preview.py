"""Writes a sheet of samples with plates outlined: python -m tests.training.preview OUT.png --seed 1 --count 24."""

import argparse
from itertools import islice
from pathlib import Path

import cv2
import numpy as np

from tests.training.glyphs import Picture
from tests.training.sample import Sample, stream


def outlined(one: Sample) -> Picture:
    """The picture with plates drawn in: green, or red where they are ignored; a dot at the plate's own top left."""
    picture = one.picture.copy()
    for quad, ignored in zip(one.corners, one.ignore, strict=True):
        colour = (0, 0, 255) if ignored else (0, 255, 0)
        fixed = np.round((quad - 0.5) * 16).astype(np.int32)
        cv2.polylines(picture, [fixed], True, colour, 1, cv2.LINE_AA, 4)
        cv2.circle(picture, (int(quad[0, 0]), int(quad[0, 1])), 2, (255, 0, 255), -1)
    return picture


def sheet(pictures: list[Picture], *, columns: int) -> Picture:
    """The pictures in rows, black where the last row ends early."""
    full = [*pictures, *[np.zeros_like(pictures[0])] * (-len(pictures) % columns)]
    return np.vstack([np.hstack(full[i : i + columns]) for i in range(0, len(full), columns)])


def main() -> None:
    """Reads the command line and writes the sheet."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=24)
    parser.add_argument("--size", type=int, default=416)
    parser.add_argument("--columns", type=int, default=4)
    parser.add_argument("--plain", action="store_true", help="draw no outlines")
    parser.add_argument("--backgrounds", type=Path, help="a folder with recordings; without it backgrounds are made")
    given = parser.parse_args()
    samples = islice(stream(given.seed, (given.size, given.size), backgrounds=given.backgrounds), given.count)
    pictures = [s.picture if given.plain else outlined(s) for s in samples]
    if not cv2.imwrite(str(given.out), sheet(pictures, columns=given.columns)):
        raise SystemExit(f"could not write {given.out}")


if __name__ == "__main__":
    main()

"""How many plates are found by how large they are in the frame, from photographs with hand-checked boxes. By hand.

    python tests/bench/large_plates.py FOOTAGE [--sample N] [--score 0.3]

FOOTAGE is a folder as tests/bench/truth.py describes it; its stills serve. Each photograph is enlarged or reduced about
its first plate until that is as wide as the column says, and cut to 1280 x 720: what a camera sees from nearer or
farther away, but for the detail that a nearer one would show. A plate is found when a find, grown by what a region
hides beyond it, covers 80 % of it. The last row is what the analysis does: a look and a small one beside it.
"""

import argparse
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from reviewer.core import places
from reviewer.core.detection import Detection, Subject
from reviewer.core.geometry import Box
from reviewer.services.proposals import MARGINS
from reviewer.vision.picture import bgr
from reviewer.vision.plate_network import SMALL, PlateNetwork
from reviewer.vision.weights import Weights
from tests.bench.truth import Picture, framed, pictures

SIZE = (1280, 720)
WIDTHS = (20, 40, 80, 150, 300, 450, 600, 800)
AREAS = {"2.07": 1920 * 1080, "0.92": 1280 * 720, "0.52": 960 * 544, "0.23": 640 * 360, "0.09": 400 * 225}


def nearer(picture: Picture, plate: Box, *, width: float) -> tuple[NDArray[np.uint8], Box]:
    """The photograph with the plate so wide, and the plate in it."""
    scale = width / plate.width
    move = np.array(SIZE) * (0.5, 0.55) - scale * np.array(plate.centre)
    matrix = np.array([[scale, 0, move[0]], [0, scale, move[1]]])
    whole = bgr(picture.frame)
    if scale < 0.5:
        whole = np.asarray(cv2.blur(whole, (round(1 / scale), round(1 / scale))), np.uint8)
    shown = cv2.warpAffine(whole, matrix, SIZE, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT)
    place = Box(plate.x * scale + move[0], plate.y * scale + move[1], width, plate.height * scale)
    return np.asarray(shown, np.uint8), place


def covers(find: Detection, plate: Box) -> bool:
    """Whether a region for the find would cover the plate, without hiding half the picture for it."""
    flank, above, below = MARGINS[Subject.PLATE]
    grown = find.box.grown(2 * flank, above + below)
    return grown.shared(plate) >= 0.8 * plate.area and find.box.overlap(plate) > 0.3


def main() -> None:
    """Print a row for each size of look."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("footage", type=Path)
    parser.add_argument("--sample", type=int, default=0)
    parser.add_argument("--score", type=float, default=0.3)
    args = parser.parse_args()
    first = PlateNetwork(Weights(places.models()).path("plate-network"), area=SMALL)
    looks = {name: first.another(area, alone=True) for name, area in AREAS.items()}
    looks["0.92 as the analysis looks"] = first.another(AREAS["0.92"])
    stills = [
        (picture, plates[0].box)
        for picture in pictures(args.footage, sample=args.sample)
        if picture.still and (plates := [t for t in picture.of(Subject.PLATE) if not t.ignore])
    ]
    print(f"| megapixels | {' | '.join(map(str, WIDTHS))} |   ({len(stills)} photographs)")
    shares: dict[str, list[float]] = {name: [] for name in looks}
    for width in WIDTHS:
        shown = [nearer(*still, width=width) for still in stills]
        for name, look in looks.items():
            found = [
                any(covers(find, plate) for find in look.detect(framed(picture), threshold=args.score))
                for picture, plate in shown
            ]
            shares[name].append(float(np.mean(found)))
    for name, row in shares.items():
        print(f"| {name} | {' | '.join(f'{100 * share:.0f} %' for share in row)} |", flush=True)


if __name__ == "__main__":
    main()

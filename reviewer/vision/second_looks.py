"""The two looks that a sample of frames is given beside the analysis: other makes, or another size and mirrored.

What both miss, nobody counts; so they are as unlike each other as the detectors that ship allow.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from reviewer.core.detection import Detection, Subject
from reviewer.core.frame import Frame
from reviewer.core.settings import Search
from reviewer.vision.blazeface import BlazeFace
from reviewer.vision.centerface import CenterFace
from reviewer.vision.detector import Detector
from reviewer.vision.plate_network import PlateNetwork
from reviewer.vision.plates import TextPlates
from reviewer.vision.weights import Weights

LARGE = 1600 * 928
"""Pixels of a whole frame that the looks see: a size at which no analysis but the thorough one for faces looks."""


@dataclass(frozen=True, slots=True)
class SecondLook:
    """A detector, and the lowest score that is kept of it: so low that true finds are rare below."""

    detector: Detector
    floor: float

    def at(self, frame: Frame) -> list[Detection]:
        """All that it finds in a frame, best first."""
        return self.detector.detect(frame, threshold=self.floor)


def second_looks(search: Search, models: Path) -> list[SecondLook]:
    """Two looks for faces and two for plates, as far as they are searched for.

    Raises ReviewerError when a model is missing or altered.
    """
    weights, looks = Weights(models), list[SecondLook]()
    if Subject.FACE in search.find:
        looks.append(SecondLook(CenterFace(weights.path("centerface"), area=LARGE, mirrored=True), 0.2))
        looks.append(SecondLook(BlazeFace(weights.path("blazeface-full-range"), area=LARGE), 0.6))
    if Subject.PLATE in search.find:
        looks.append(SecondLook(TextPlates(weights.path("ppocr-v4-text-detection"), area=LARGE), 0.4))
        looks.append(SecondLook(PlateNetwork(weights.path("plate-network"), area=LARGE), 0.3))
    return looks


def close_all(looks: Sequence[SecondLook]) -> None:
    """Let go of their models."""
    for look in looks:
        look.detector.close()

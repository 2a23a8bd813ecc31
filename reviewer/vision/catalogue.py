"""Which detectors look at footage, by subject and depth, and which check a copy.

A new detector is a module beside this one and a line here.
"""

from collections.abc import Callable
from pathlib import Path

from reviewer.core.detection import Subject
from reviewer.core.settings import Depth, ModelPack, Search
from reviewer.vision.agreed_plates import AgreedPlates
from reviewer.vision.centerface import CenterFace
from reviewer.vision.detector import Detector
from reviewer.vision.packs import opened
from reviewer.vision.plate_network import PlateNetwork
from reviewer.vision.plates import TextPlates
from reviewer.vision.scan import Scanner
from reviewer.vision.text import TextBlocks
from reviewer.vision.text_blocks import DENSE
from reviewer.vision.weights import Weights

AREAS = {
    Subject.FACE: {Depth.FAST: 640 * 352, Depth.BALANCED: 960 * 544, Depth.THOROUGH: 1280 * 736},
    Subject.PLATE: {Depth.FAST: 960 * 544, Depth.BALANCED: 1280 * 736, Depth.THOROUGH: 1600 * 928},
    Subject.TEXT: {Depth.FAST: 960 * 544, Depth.BALANCED: 1280 * 736, Depth.THOROUGH: 1600 * 928},
}
"""Pixels of a whole frame that a network looks at."""

LOOKS = {
    Depth.FAST: ((640 * 352, False),),
    Depth.BALANCED: ((768 * 448, False), (1280 * 736, True), (768 * 448, True)),
    Depth.THOROUGH: ((1280 * 736, False), (960 * 544, True), (1600 * 928, True), (960 * 544, False)),
}
"""How CenterFace looks at whole frames, in turn: pixels, and whether mirrored."""

PLATE_LOOKS = {
    Depth.FAST: (1280 * 736,),
    Depth.BALANCED: (1280 * 736, 1920 * 1088),
    Depth.THOROUGH: (1920 * 1088, 1280 * 736),
}
"""How plates are looked for, in turn: pixels. A larger size sees smaller plates, and of large ones less at a time."""

AGREED_AREA = 1280 * 736
"""Pixels in which, at the thorough depth, text detection has its say on plates every third time."""

CADENCE = {
    Subject.FACE: {Depth.FAST: 0.32, Depth.BALANCED: 0.2, Depth.THOROUGH: 0.12},
    Subject.PLATE: {Depth.FAST: 0.64, Depth.BALANCED: 0.32, Depth.THOROUGH: 0.2},
    Subject.TEXT: {Depth.FAST: 1.0, Depth.BALANCED: 0.64, Depth.THOROUGH: 0.32},
}
"""Seconds between two looks at whole frames; what lies between is followed by motion."""


NEAR = 0.3
"""Score from which a closer look for a plate counts that was expected there: that at which whole frames are kept."""

HURRY = 0.08
"""Parts of its width by which the picture moves between two looks for plates so that there is one more: from there on
flow loses small plates."""


def _faces(weights: Weights, depth: Depth) -> Scanner:
    (area, mirrored), *others = LOOKS[depth]
    first = CenterFace(weights.path("centerface"), area=area, mirrored=mirrored)
    twins = tuple(first.another(pixels, mirrored=turned) for pixels, turned in others)
    return Scanner(first, CADENCE[Subject.FACE][depth], twins, closer=first)


def _plates(weights: Weights, depth: Depth) -> Scanner:
    area, *others = PLATE_LOOKS[depth]
    first = PlateNetwork(weights.path("plate-network"), area=area)
    twins: list[Detector] = [first.another(pixels) for pixels in others]
    if depth is Depth.THOROUGH:
        text = _text_plates(weights, AGREED_AREA)
        twins.append(AgreedPlates(first.another(AGREED_AREA), text, area=AGREED_AREA))
    return Scanner(
        first, CADENCE[Subject.PLATE][depth], tuple(twins), closer=first, near=NEAR, hurry=HURRY, doubtful=0.0
    )


def _text(weights: Weights, depth: Depth) -> Scanner:
    blocks = TextBlocks(weights.path("ppocr-v4-text-detection"), area=AREAS[Subject.TEXT][depth])
    return Scanner(blocks, CADENCE[Subject.TEXT][depth])


def _text_plates(weights: Weights, area: int) -> TextPlates:
    return TextPlates(weights.path("ppocr-v4-text-detection"), area=area)


SCANNERS: dict[Subject, Callable[[Weights, Depth], Scanner]] = {
    Subject.FACE: _faces,
    Subject.PLATE: _plates,
    Subject.TEXT: _text,
}


def scanners(search: Search, models: Path) -> list[Scanner]:
    """What the analysis looks with; raises ReviewerError when a model is missing or altered."""
    weights, depth = Weights(models), search.depth
    own = [SCANNERS[subject](weights, depth) for subject in sorted(search.find & SCANNERS.keys())]
    added = [Scanner(opened(p, area=AREAS[p.subject][depth]), CADENCE[p.subject][depth]) for p in packs(search)]
    return [*own, *added]


def packs(search: Search) -> list[ModelPack]:
    """The model packs that look for what is searched for."""
    return [pack for pack in search.packs if pack.subject in search.find]


CHECK_AREA = 960 * 544
"""Pixels of a whole frame that the check looks at, whatever the depth of the analysis."""

CHECK_PLATES = 1600 * 928
"""Pixels of a whole frame in which the check looks for plates with their own network: a size that no depth looks at."""


def checkers(search: Search, models: Path) -> list[Detector]:
    """What the check of a copy looks with, at each detector's `check_threshold`: otherwise than the analysis did.

    Faces are looked for in the mirrored frame, plates at another size and by what is written. A smaller input would be
    another look too, but in it CenterFace takes hair and paws for faces.
    """
    weights, found = Weights(models), list[Detector]()
    if Subject.FACE in search.find:
        found.append(CenterFace(weights.path("centerface"), area=CHECK_AREA, mirrored=True))
    if Subject.PLATE in search.find:
        found.append(PlateNetwork(weights.path("plate-network"), area=CHECK_PLATES))
        found.append(_text_plates(weights, CHECK_AREA))
    if Subject.TEXT in search.find:
        found.append(TextBlocks(weights.path("ppocr-v4-text-detection"), area=CHECK_AREA, filled=DENSE))
    found += [opened(p, area=CHECK_AREA, mirrored=p.subject is Subject.FACE) for p in packs(search)]
    return found

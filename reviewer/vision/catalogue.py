"""Which detectors look at footage, by subject and depth, and which check a copy.

A new detector is a module beside this one and a line here.
"""

from collections.abc import Callable
from pathlib import Path

from reviewer.core.detection import Subject
from reviewer.core.settings import Depth, Search
from reviewer.vision.centerface import CenterFace
from reviewer.vision.detector import Detector
from reviewer.vision.plates import TextPlates
from reviewer.vision.scan import Scanner
from reviewer.vision.text import TextLines
from reviewer.vision.weights import Weights

AREAS = {
    Subject.FACE: {Depth.FAST: 768 * 448, Depth.BALANCED: 960 * 544, Depth.THOROUGH: 1280 * 736},
    Subject.PLATE: {Depth.FAST: 960 * 544, Depth.BALANCED: 1280 * 736, Depth.THOROUGH: 1600 * 928},
    Subject.TEXT: {Depth.FAST: 960 * 544, Depth.BALANCED: 1280 * 736, Depth.THOROUGH: 1600 * 928},
}
"""Pixels of a whole frame that a network looks at."""

CADENCE = {
    Subject.FACE: {Depth.FAST: 0.32, Depth.BALANCED: 0.2, Depth.THOROUGH: 0.12},
    Subject.PLATE: {Depth.FAST: 1.0, Depth.BALANCED: 0.4, Depth.THOROUGH: 0.24},
    Subject.TEXT: {Depth.FAST: 1.0, Depth.BALANCED: 0.64, Depth.THOROUGH: 0.32},
}
"""Seconds between two looks at whole frames; what lies between is followed by motion."""

Maker = Callable[[Weights, int], Detector]


def _centerface(weights: Weights, area: int) -> Detector:
    return CenterFace(weights.path("centerface"), area=area)


def _blazeface(weights: Weights, area: int) -> Detector:
    from reviewer.vision.blazeface import BlazeFace  # MediaPipe takes half a second to load: only where it is used

    return BlazeFace(weights.path("blazeface-full-range"), area=area)


def _text_plates(weights: Weights, area: int) -> Detector:
    return TextPlates(weights.path("ppocr-v4-text-detection"), area=area)


def _text_lines(weights: Weights, area: int) -> Detector:
    return TextLines(weights.path("ppocr-v4-text-detection"), area=area)


DETECTORS: dict[Subject, dict[Depth, tuple[Maker, ...]]] = {
    Subject.FACE: {
        Depth.FAST: (_centerface,),
        Depth.BALANCED: (_centerface,),
        Depth.THOROUGH: (_centerface, _blazeface),
    },
    Subject.PLATE: dict.fromkeys(Depth, (_text_plates,)),
    Subject.TEXT: dict.fromkeys(Depth, (_text_lines,)),
}


def scanners(search: Search, models: Path) -> list[Scanner]:
    """What the analysis looks with; raises ReviewerError when a model is missing or altered."""
    weights, depth = Weights(models), search.depth
    return [
        Scanner(make(weights, AREAS[subject][depth]), CADENCE[subject][depth])
        for subject in sorted(search.find & DETECTORS.keys())
        for make in DETECTORS[subject][depth]
    ]


CHECK_AREA = 960 * 544
"""Pixels of a whole frame that the check looks at, whatever the depth of the analysis."""


def checkers(search: Search, models: Path) -> list[Detector]:
    """What the check of a copy looks with, at each detector's `check_threshold`: otherwise than the analysis did.

    Faces are looked for in the mirrored frame, plates at another size. A smaller input would be another look too, but
    in it CenterFace takes hair and paws for faces; thorough adds a detector of another make.
    """
    weights, found = Weights(models), list[Detector]()
    if Subject.FACE in search.find:
        found.append(CenterFace(weights.path("centerface"), area=CHECK_AREA, mirrored=True))
        if search.depth is Depth.THOROUGH:
            found.append(_blazeface(weights, CHECK_AREA))
    if Subject.PLATE in search.find:
        found.append(_text_plates(weights, CHECK_AREA))
    if Subject.TEXT in search.find:
        found.append(_text_lines(weights, CHECK_AREA))
    return found

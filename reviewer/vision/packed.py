"""A detector out of a model pack: its own network, its own scores, behind the same protocol as the program's own."""

from dataclasses import dataclass
from typing import Protocol

import cv2
import numpy as np
from numpy.typing import NDArray

from reviewer.core.detection import Detection, Subject
from reviewer.core.errors import ReviewerError
from reviewer.core.frame import Frame
from reviewer.core.geometry import Box
from reviewer.vision.onnx_graph import of_size
from reviewer.vision.pack_manifest import Output, PackManifest, Thresholds
from reviewer.vision.pack_model import ModelRefusedError, refuse_unfit
from reviewer.vision.pack_outputs import MOST_FINDS, OutputError, Read, finds_in
from reviewer.vision.picture import Picture, bgr, fitted
from reviewer.vision.runtime import Network
from reviewer.vision.trail import PACES

FILLING = 114
"""Grey around a picture that is narrower than the input, as the YOLO models were trained with it."""

SHOWN = 12
"""Digits of a model's SHA-256 by which reports name it; all of them are in the list of packs."""


class Look(Protocol):
    """A network that looks at one BGR picture."""

    def __call__(self, picture: Picture, *, threshold: float) -> Read:
        """Boxes (n, 4: x, y, width, height) in pixels of the picture, and their scores; raises OutputError."""


class PackedDetector:
    """Finds what its manifest says; its scores are told on the scale of the program's own detectors.

    The manifest's `keep` and `start` stand where the program's own thresholds for that subject are, and what lies
    between is in proportion, so that following and the check treat finds of every make alike.
    """

    def __init__(self, manifest: PackManifest, model: bytes, *, area: int, mirrored: bool = False) -> None:
        """`area` is how many pixels it looks at where the model leaves that open; raises ReviewerError.

        `mirrored` looks at the frame left to right: the same faces, seen another way.
        """
        self._manifest, self._area, self._mirrored = manifest, area, mirrored
        self.subject: Subject = manifest.subject
        size = manifest.input.size
        told = f"{size[0]} x {size[1]} pixels" if size else f"{area / 1e6:.2f} megapixels"
        told += ", mirrored" if mirrored else ""
        self.name = f"model pack {manifest.name} (SHA-256 {manifest.sha256[:SHOWN]}) at {told}"
        self._scale = Scale.of(manifest.thresholds, manifest.subject)
        self.check_threshold = float(self._scale.told(np.array([manifest.thresholds.check]))[0])
        try:
            refuse_unfit(model, manifest)
            self._look: Look = (
                _YuNet(model, manifest) if manifest.output.format is Output.YUNET else _Net(model, manifest)
            )
        except Exception as error:  # whatever a foreign model makes a library say, it is about the model
            raise self._failed(error) from error

    def detect(self, frame: Frame, *, threshold: float) -> list[Detection]:
        """All finds of at least `threshold`, best first; raises ReviewerError when the model fails."""
        placed = Placed.of(frame, self._manifest, area=self._area)
        picture = placed.picture(frame)
        try:
            own = self._scale.own(threshold)
            boxes, scores = self._look(picture[:, ::-1] if self._mirrored else picture, threshold=own)
        except Exception as error:
            raise self._failed(error) from error
        if self._mirrored:
            boxes[:, 0] = picture.shape[1] - boxes[:, 0] - boxes[:, 2]
        told = self._scale.told(scores)
        return [
            Detection(self.subject, box, float(score), self.name)
            for box, score in zip(placed.back(boxes), told, strict=True)
            if score >= threshold
        ]

    def close(self) -> None:
        """Nothing to let go of: the network goes with its memory."""

    def _failed(self, error: Exception) -> ReviewerError:
        """What is said of a model that cannot be used after all."""
        known = isinstance(error, (ModelRefusedError, OutputError))
        why = str(error) if known else f"failed in its library ({_first_line(error)})"
        return ReviewerError(
            f"The model of the pack {self._manifest.name} {why}.",
            "Switch the model pack off or remove it, and ask whoever made it; the footage and the case are unchanged.",
        )


@dataclass(frozen=True, slots=True)
class Scale:
    """Takes scores of a model to the scale of the program's own detectors, and back, in proportion between points."""

    mine: tuple[float, ...]
    ours: tuple[float, ...]

    @classmethod
    def of(cls, thresholds: Thresholds, subject: Subject) -> "Scale":
        """The scale on which a manifest's `keep` and `start` are those of the subject."""
        pace = PACES[subject]
        return cls((0.0, thresholds.keep, thresholds.start, 1.0), (0.0, pace.keep, pace.start, 1.0))

    def told(self, scores: NDArray[np.float64]) -> NDArray[np.float64]:
        """The model's scores as the program tells them."""
        return np.interp(scores, self.mine, self.ours)

    def own(self, threshold: float) -> float:
        """The model's own score that the program tells as `threshold`."""
        return float(np.interp(threshold, self.ours, self.mine))


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a frame lies in the picture that a model is given: its size there, and the grey to its left and above."""

    frame: tuple[int, int]
    whole: tuple[int, int]
    part: tuple[int, int]
    corner: tuple[int, int]

    @classmethod
    def of(cls, frame: Frame, manifest: PackManifest, *, area: int) -> "Placed":
        """By the manifest: any size, a fixed one that the frame is stretched to, or one that it is fitted into."""
        size, own = manifest.input.size, (frame.width, frame.height)
        if size is None:
            size = fitted(frame, area=area)
        elif manifest.input.letterbox:
            scale = min(size[0] / own[0], size[1] / own[1])
            part = (max(1, round(own[0] * scale)), max(1, round(own[1] * scale)))
            return cls(own, size, part, ((size[0] - part[0]) // 2, (size[1] - part[1]) // 2))
        return cls(own, size, size, (0, 0))

    def picture(self, frame: Frame) -> Picture:
        """The frame as the model is given it: BGR, of shape (height, width, 3)."""
        picture = bgr(frame, size=self.part)
        if self.part == self.whole:
            return picture
        whole = np.full((self.whole[1], self.whole[0], 3), FILLING, np.uint8)
        x, y = self.corner
        whole[y : y + self.part[1], x : x + self.part[0]] = picture
        return whole

    def back(self, boxes: NDArray[np.float64]) -> list[Box]:
        """Boxes of that picture in pixels of the frame."""
        across, down = self.frame[0] / self.part[0], self.frame[1] / self.part[1]
        moved = (boxes - np.array([*self.corner, 0, 0])) * np.array([across, down] * 2)
        return [Box(*(float(v) for v in box)) for box in moved]


class _Net:
    """Any model whose outputs the manifest describes, through ONNX Runtime."""

    def __init__(self, model: bytes, manifest: PackManifest) -> None:
        self._form, self._output = manifest.input, manifest.output
        self._network = Network(model)

    def __call__(self, picture: Picture, *, threshold: float) -> Read:
        ordered = picture[:, :, ::-1] if self._form.channels == "RGB" else picture
        mean, scale = (np.array(v, np.float32) for v in (self._form.mean, self._form.scale))
        tensor = ((ordered.astype(np.float32) - mean) * scale).transpose(2, 0, 1)[None]
        names = self._network.names
        outputs = dict(zip(names, self._network.run(np.ascontiguousarray(tensor)), strict=True))
        size = (picture.shape[1], picture.shape[0])
        return finds_in(outputs, self._output, size=size, threshold=threshold)


class _YuNet:
    """YuNet through OpenCV's own reader of it, which wants one network for each size of picture."""

    def __init__(self, model: bytes, manifest: PackManifest) -> None:
        self._model, self._overlap = model, manifest.output.overlap
        self._made: tuple[tuple[int, int], cv2.FaceDetectorYN] | None = None

    def __call__(self, picture: Picture, *, threshold: float) -> Read:
        size = (picture.shape[1], picture.shape[0])
        detector = self._for(size)
        detector.setScoreThreshold(threshold)
        _, found = detector.detect(np.ascontiguousarray(picture))
        rows = np.zeros((0, 15)) if found is None else np.asarray(found, np.float64)
        if not np.isfinite(rows).all():
            raise OutputError("gives boxes that are no numbers")
        rows = rows[(rows[:, 2] > 0) & (rows[:, 3] > 0)]
        order = np.argsort(-rows[:, 14], kind="stable")
        return rows[order, :4], np.clip(rows[order, 14], 0.0, 1.0)

    def _for(self, size: tuple[int, int]) -> cv2.FaceDetectorYN:
        if self._made is None or self._made[0] != size:
            weights = np.frombuffer(of_size(self._model, size[0], height=size[1]), np.uint8)
            none = np.zeros(0, np.uint8)
            made = cv2.FaceDetectorYN.create("onnx", weights, none, size, 0.5, self._overlap, MOST_FINDS)
            self._made = (size, made)
        return self._made[1]


def _first_line(error: Exception) -> str:
    """What a library says, short and on one line."""
    lines = str(error).strip().splitlines() or [type(error).__name__]
    return lines[0][:160].rstrip(".: ")

"""MediaPipe's vision tasks without matplotlib, which only its drawing helpers want and which is not shipped."""

import importlib.util
import sys
import types
from typing import Any

import numpy as np

from reviewer.vision.unheard import natives_unheard

if importlib.util.find_spec("matplotlib") is None:
    _matplotlib, _pyplot = types.ModuleType("matplotlib"), types.ModuleType("matplotlib.pyplot")
    _matplotlib.pyplot = _pyplot  # type: ignore[attr-defined]
    sys.modules.setdefault("matplotlib", _matplotlib)
    sys.modules.setdefault("matplotlib.pyplot", _pyplot)

import mediapipe
from mediapipe.tasks.python import BaseOptions, vision


class _FaceDetector(vision.FaceDetector):  # type: ignore[misc]
    """A detector that ends with its process: MediaPipe's own clean-up at exit needs threads that are gone by then."""

    def __del__(self) -> None:
        pass


def face_detector(model: bytes, *, threshold: float) -> Any:
    """A BlazeFace detector for single pictures that reports faces from `threshold` on."""
    options = vision.FaceDetectorOptions(
        base_options=BaseOptions(model_asset_buffer=model), min_detection_confidence=threshold
    )
    with natives_unheard():  # its greetings; its errors are raised
        detector = vision.FaceDetector.create_from_options(options)
        detector.__class__ = _FaceDetector  # its maker names its own class
        detector.detect(image(np.zeros((64, 64, 3), np.uint8)))
    return detector


def image(rgb: Any) -> Any:
    """A contiguous RGB array (height, width, 3) as MediaPipe takes it."""
    return mediapipe.Image(image_format=mediapipe.ImageFormat.SRGB, data=rgb)

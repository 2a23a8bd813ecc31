"""A small folder of labelled footage, made: grey frames with a light plate, its truth, and one still."""

import json
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np

PLATE = (40, 30, 48, 12)
"""Left, top, width, height in the frames of the clip, 160 x 96."""


def picture(number: int) -> np.ndarray:
    canvas = np.full((96, 160, 3), 90, np.uint8)
    x, y, w, h = PLATE
    canvas[y : y + h, x + number : x + number + w] = 230
    return canvas


def made(folder: Path, *, frames: int = 6) -> Path:
    with av.open(str(folder / "clip.mp4"), "w") as container:
        stream = container.add_stream("mpeg4", rate=Fraction(10))
        stream.width, stream.height, stream.pix_fmt = 160, 96, "yuv420p"
        for number in range(frames):
            container.mux(stream.encode(av.VideoFrame.from_ndarray(picture(number), format="bgr24")))
        container.mux(stream.encode(None))
    lines = []
    for number in range(0, frames, 2):
        x, y, w, h = PLATE
        seen = {"class": "plate", "x": x + number, "y": y, "w": w, "h": h, "ignore": False}
        lost = {"class": "plate", "x": 100, "y": 70, "w": 20, "h": 8, "ignore": True}
        face = {"class": "face", "x": 1, "y": 1, "w": 20, "h": 30, "ignore": False}
        lines.append({"clip": "clip.mp4", "frame": number, "boxes": [seen, lost, face]})
    (folder / "gt.jsonl").write_text("\n".join(json.dumps(line) for line in lines))
    still = folder / "stills" / "set"
    still.mkdir(parents=True)
    cv2.imwrite(str(still / "a.png"), cv2.resize(picture(0), (161, 97)))
    whole = {"class": "plate", "x": 40, "y": 30, "w": 48, "h": 12, "ignore": False}
    (still / "boxes.jsonl").write_text(json.dumps({"image": "a.png", "boxes": [whole]}) + "\n")
    return folder

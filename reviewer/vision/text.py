"""Finds everything that is written: documents, screens, signs, badges, captions; only when it is asked for."""

from pathlib import Path

from reviewer.core.detection import Detection, Subject
from reviewer.core.frame import Frame
from reviewer.core.geometry import Box
from reviewer.vision.picture import bgr, fitted
from reviewer.vision.text_map import TextMap


class TextLines:
    """Every line of text of whatever proportions, number plates included."""

    subject = Subject.TEXT
    check_threshold = 0.6

    def __init__(self, model: Path, *, area: int) -> None:
        self.name = f"PP-OCRv4 text at {area / 1e6:.2f} megapixels"
        self._area = area
        self._text = TextMap(model)

    def detect(self, frame: Frame, *, threshold: float) -> list[Detection]:
        """All lines of text of at least `threshold`, best first."""
        size = fitted(frame, area=self._area)
        across, down = frame.width / size[0], frame.height / size[1]
        found = [
            Detection(self.subject, Box(b.x * across, b.y * down, b.width * across, b.height * down), s, self.name)
            for b, s in self._text.lines(bgr(frame, size=size))
            if s >= threshold
        ]
        return sorted(found, key=lambda d: -d.score)

    def close(self) -> None:
        """Nothing to let go of: the network goes with its memory."""

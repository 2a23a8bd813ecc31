"""What is written in a picture of one line, with PP-OCR's text recognition through ONNX Runtime."""

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from reviewer.core.errors import ReviewerError
from reviewer.core.reading import CHARACTERS, Spelling, folded
from reviewer.vision.picture import Picture
from reviewer.vision.runtime import Network

HEIGHT = 48
"""Pixels down of the network's input; its width follows the line's."""

NARROWEST, WIDEST = 16, 960
"""Pixels across of the network's input: twenty times its height is a line of text in any case."""

BLANK = 0
"""The network's class for no character; the others are in the order of its list, and the last is a blank space."""

NOTE = "character"
"""Where the model holds the list of its characters, one a line."""


@dataclass(frozen=True, slots=True, eq=False)
class _Classes:
    """Which of the network's classes stand for which character; class 0 of `group` is for none, the last for others."""

    group: NDArray[np.intp]

    @classmethod
    def of(cls, characters: list[str]) -> "_Classes":
        folds = [folded(c) for c in characters]
        others = len(CHARACTERS) + 1
        return cls(np.array([0, *(CHARACTERS.index(f) + 1 if f else others for f in folds), others], np.intp))

    def summed(self, probabilities: NDArray[np.float32]) -> NDArray[np.float32]:
        """Shape (steps, classes) to (steps, 1 + characters): what is no character of ours goes, its share with it."""
        sums = np.zeros((len(CHARACTERS) + 2, len(probabilities)), np.float32)
        np.add.at(sums, self.group, probabilities.T)
        kept: NDArray[np.float32] = sums[:-1].T
        return kept


class TextReader:
    """Reads one line of capitals and digits; every other script and sign is left out."""

    def __init__(self, model: Path) -> None:
        self._network = Network(model.read_bytes())
        characters = self._network.note(NOTE).split("\n")
        if len(characters) < len(CHARACTERS):
            raise ReviewerError(
                "The model that reads text does not say which characters it knows.",
                "Install the program again; the footage and the case are unchanged.",
            )
        self._classes = _Classes.of(characters)

    def spell(self, picture: Picture) -> Spelling:
        """What stands in a BGR picture that holds one line and little else; its text may be empty."""
        height, width = picture.shape[:2]
        across = int(np.clip(np.ceil(HEIGHT * width / height), NARROWEST, WIDEST))
        smaller = height > HEIGHT
        line = cv2.resize(picture, (across, HEIGHT), interpolation=cv2.INTER_AREA if smaller else cv2.INTER_CUBIC)
        tensor = cv2.dnn.blobFromImage(line, 1 / 127.5, mean=(127.5, 127.5, 127.5))
        return _decoded(self._classes.summed(self._network.run(np.asarray(tensor, np.float32))[0][0]))


def _decoded(steps: NDArray[np.float32]) -> Spelling:
    """The best character of each step, once for each run of the same and with its best score, blanks left out.

    (Greedy decoding of connectionist temporal classification: Graves et al., 2006.)
    """
    text, scores, last = "", list[float](), BLANK
    for step, best in enumerate(steps.argmax(axis=1).tolist()):
        score = float(steps[step, best])
        if best == BLANK:
            pass
        elif best != last:
            text += CHARACTERS[best - 1]
            scores.append(score)
        else:
            scores[-1] = max(scores[-1], score)
        last = best
    return Spelling(text, tuple(min(1.0, s) for s in scores))

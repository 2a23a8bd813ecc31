"""Judges whether somebody speaks: Silero VAD, frame by frame of sound.

It lies beside the networks that look at pictures, since all networks are run in one place.
"""

from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray

FRAME, BEFORE = 512, 64
"""Samples at 16 kHz that one score is for, and of the frame before that the network is given again."""

MODEL = "silero-vad"
"""What the manifest calls it."""


class SpeechNetwork:
    """Hears one stream from its beginning on; one of these for each stream, since it remembers what came before."""

    def __init__(self, model: Path) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(model.read_bytes(), options, providers=["CPUExecutionProvider"])
        self._state = [np.zeros((1, 1, 128), np.float32)] * 2
        self._before = np.zeros(BEFORE, np.float32)
        self._waiting = np.zeros(0, np.float32)

    def scores(self, samples: NDArray[np.float32]) -> NDArray[np.float32]:
        """The probability of speech, 0 to 1, for each frame that is whole now that these samples have come."""
        self._waiting = np.concatenate([self._waiting, samples])
        count = len(self._waiting) // FRAME
        if not count:
            return np.zeros(0, np.float32)
        frames = self._waiting[: count * FRAME].reshape(count, FRAME)
        self._waiting = self._waiting[count * FRAME :]
        starts = np.concatenate([self._before[None], frames[:-1, -BEFORE:]])
        self._before = frames[-1, -BEFORE:].copy()
        given = {"input": np.concatenate([starts, frames], axis=1), "h": self._state[0], "c": self._state[1]}
        found, *self._state = self._session.run(None, given)
        return np.asarray(found, np.float32).reshape(-1)

    def rest(self) -> NDArray[np.float32]:
        """The score of the last frame, which is filled with silence; nothing where there is none."""
        return self.scores(np.zeros(FRAME - len(self._waiting), np.float32)) if len(self._waiting) else self._waiting

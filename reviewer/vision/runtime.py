"""Runs an ONNX network on one core: the work is spread over segments, one process each, not over threads."""

import cv2
import numpy as np
import onnxruntime
from numpy.typing import NDArray

LARGE = 3 * 1_200_000
"""Values of an input from which on a network gives its memory back after each look: several take turns in a process,
and what each holds adds up. It costs little, but networks that only see smaller pictures keep theirs."""


class Network:
    """A loaded network with one input; holds no state between pictures. `names` are those of its outputs."""

    def __init__(self, model: bytes) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        # Planning all buffers at once and growing in powers of two take a third more memory
        # and save a twentieth of the time.
        options.enable_mem_pattern = False
        providers = [("CPUExecutionProvider", {"arena_extend_strategy": "kSameAsRequested"})]
        self._session = onnxruntime.InferenceSession(model, options, providers=providers)
        self._large = False
        self._giving_back = onnxruntime.RunOptions()
        self._giving_back.add_run_config_entry("memory.enable_memory_arena_shrinkage", "cpu:0")
        self._input = self._session.get_inputs()[0].name
        self.names = tuple(out.name for out in self._session.get_outputs())

    def note(self, key: str) -> str:
        """What the model's maker noted in it under `key`; nothing where there is no such note."""
        return str(self._session.get_modelmeta().custom_metadata_map.get(key, ""))

    def run(self, tensor: NDArray[np.float32]) -> list[NDArray[np.float32]]:
        """The outputs, in the model's order, for one input of shape (1, channels, height, width)."""
        self._large = self._large or tensor.size >= LARGE
        options = self._giving_back if self._large else None
        return [np.asarray(out, np.float32) for out in self._session.run(None, {self._input: tensor}, options)]


def one_core() -> None:
    """Keep OpenCV to the calling process's share: the work is spread over processes already."""
    cv2.setNumThreads(1)

"""A model on one thread: two processes then read faster than one with two threads."""

from pathlib import Path

import cv2
import numpy as np
import onnxruntime
from numpy.typing import NDArray


class Session:
    """One model with one input and one output."""

    def __init__(self, model: Path) -> None:
        cv2.setNumThreads(1)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.enable_cpu_mem_arena = False  # pages differ in size: an arena only grows
        options.log_severity_level = 4
        self._session = onnxruntime.InferenceSession(
            str(model), options, providers=["CPUExecutionProvider"]
        )
        self._input = self._session.get_inputs()[0].name

    def run(self, batch: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return what the model says of ``batch``."""
        return np.asarray(self._session.run(None, {self._input: batch})[0], np.float32)

    def told(self, key: str) -> str:
        """Return a note that the model carries."""
        return str(self._session.get_modelmeta().custom_metadata_map[key])

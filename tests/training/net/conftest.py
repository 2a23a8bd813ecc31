"""Leaves out what needs PyTorch where it is not installed: it is for training, and the program does not ship it."""

from importlib.util import find_spec
from pathlib import Path

import cv2

HERE = Path(__file__).parent
FREE = {"test_quads.py", "test_torch.py", "test_variation.py"}
"""What can be tried without it."""

collect_ignore = [] if find_spec("torch") else [p.name for p in HERE.glob("test_*.py") if p.name not in FREE]

if not collect_ignore:
    import torch

    torch.set_num_threads(1)  # threads that wait for one another cost more than they bring beside other tests
    cv2.setNumThreads(1)

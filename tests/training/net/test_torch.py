"""Says in the summary when the tests of training are left out."""

import pytest


def test_training_is_tried_where_pytorch_is_installed() -> None:
    pytest.importorskip("torch", reason="PyTorch is not installed: the network and its training are not tried here")

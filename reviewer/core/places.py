"""Where things lie in the installation: the resources folder, in a checkout and in a built program."""

import sys
from pathlib import Path


def resources() -> Path:
    """The folder of icons, help and models."""
    bundled = getattr(sys, "_MEIPASS", None)
    return Path(bundled) / "resources" if bundled else Path(__file__).resolve().parents[2] / "resources"


def models() -> Path:
    """The folder of unpacked models and their manifest."""
    return resources() / "models"


def portrait() -> Path:
    """The picture of a real face, in the public domain, that the demo and the self-test look at."""
    return resources() / "demo" / "astronaut.png"

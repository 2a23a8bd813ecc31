"""Where things lie: the resources of the installation, in a checkout and in a built program, and what is added."""

import os
import sys
from dataclasses import dataclass
from pathlib import Path

PACKS_VARIABLE = "REVIEWER_MODEL_PACKS"
"""The environment variable that names a folder to keep model packs in instead, for tests and portable programs."""


@dataclass(frozen=True, slots=True)
class PackFolders:
    """Where model packs lie: those for everyone on this computer, and one's own. Neither has to exist."""

    everyone: Path
    own: Path


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


def pack_folders() -> PackFolders:
    """Where model packs are kept: never in the installed program, which its users may only read."""
    chosen = os.environ.get(PACKS_VARIABLE)
    if chosen:
        return PackFolders(Path(chosen) / "everyone", Path(chosen) / "own")
    if sys.platform == "win32":
        everyone = Path(os.environ.get("PROGRAMDATA") or r"C:\ProgramData") / "Reviewer"
        own = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "Reviewer"
    elif sys.platform == "darwin":
        library = Path("Library") / "Application Support" / "Reviewer"
        everyone, own = Path("/") / library, Path.home() / library
    else:
        everyone = Path("/usr/local/share/reviewer")
        own = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "reviewer"
    return PackFolders(everyone / "model-packs", own / "model-packs")


def practice_folder() -> Path:
    """Where sample cases are made; each in a folder of its own, to be thrown away."""
    return pack_folders().own.with_name("practice")

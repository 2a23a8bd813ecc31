"""The cases that were open lately, and which of them can be gone on with."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from reviewer.store.cases import Case


@dataclass(frozen=True, slots=True)
class Recent:
    """A case that was open lately; `missing` says why it cannot be opened now, empty as far as nothing is known."""

    folder: Path
    missing: str = ""


def looked_up(folder: Path) -> Recent:
    """Whether the case is still there; over a network that may take as long as it likes."""
    try:
        if Case.exists(folder):
            return Recent(folder)
        gone = "there is no case in it any more" if folder.is_dir() else "the folder is not there"
    except (OSError, ValueError):
        gone = "the folder cannot be reached"
    return Recent(folder, gone)


class Looking:
    """Looks up all of them on a thread of its own, which may outlive whoever asks: it is asked, and calls nobody."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self._folders = tuple(folders)
        self._found: tuple[Recent, ...] | None = None
        threading.Thread(target=self._run, name="recent cases", daemon=True).start()

    @property
    def found(self) -> tuple[Recent, ...] | None:
        """What was found, in the order of the folders; None until all are looked up."""
        return self._found

    def _run(self) -> None:
        self._found = tuple(looked_up(folder) for folder in self._folders)

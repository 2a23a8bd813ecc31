"""Has listed what a copy leaves behind of an original, while a dialog asks about the release."""

from collections.abc import Callable, Generator

from PySide6.QtCore import QObject

from reviewer.core.footage import Footage
from reviewer.core.removal import Removed
from reviewer.services.jobs import JobHandle, JobRunner, JobState, JobUpdate, Progress
from reviewer.ui.bridge import MainThread

Listing = Callable[[Footage], Generator[Progress, None, tuple[Removed, ...]]]
"""Lists what a copy leaves behind of a footage."""

Told = Progress | tuple[Removed, ...] | Exception
"""How far it is, the list, or why there is none."""


class RemovalLists(QObject):
    """One list at a time, on a thread of its own; whoever asks is told on the main thread.

    The last list is kept, so that the second copy of the same original waits for nothing.
    """

    def __init__(self, listing: Listing, main: MainThread, *, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._listing, self._main, self._runner = listing, main, JobRunner()
        self._handle: JobHandle | None = None
        self._last: tuple[str, tuple[Removed, ...]] | None = None

    def list(self, footage: Footage, *, told: Callable[[Told], None]) -> None:
        """Have `told` called with how far it is and then with the list; what was listed before is dropped."""
        self.stop()
        if self._last is not None and self._last[0] == footage.sha256:
            told(self._last[1])
            return

        def heard(update: JobUpdate) -> None:
            if self._handle is not handle:
                return
            if update.state is JobState.DONE:
                self._last = (footage.sha256, update.result)
                told(update.result)
            elif update.state is JobState.FAILED and isinstance(update.error, Exception):
                told(update.error)
            elif update.progress is not None:
                told(update.progress)

        tell = self._main.call(heard)
        title = f"Listing {footage.path.name}"
        handle = self._handle = self._runner.submit(title, self._listing(footage), listener=tell)

    def stop(self) -> None:
        """Tell nobody any more, and end the listing soon."""
        handle, self._handle = self._handle, None
        if handle is not None:
            handle.cancel()

    def close(self) -> None:
        """End the listing, and wait until it has ended."""
        self.stop()
        self._runner.close()

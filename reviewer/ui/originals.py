"""Whether each recording still is what was taken in: at once by where it lies and its size, then by its fingerprint."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from reviewer.core.errors import ReviewerError
from reviewer.core.footage import Footage
from reviewer.services.jobs import JobHandle, JobRunner, JobState, JobUpdate
from reviewer.ui.bridge import MainThread
from reviewer.ui.desk import Desk
from reviewer.ui.means import Means

REMEDY = "Find the original again (Ctrl+Shift+F). Nothing was replaced; the case is unchanged."


class Originals(QObject):
    """Looks when footage is shown, and reads all of it once in the background; tells what it found of the one on show.

    `tell` is called with a sentence, or with nothing while there is nothing against the recording on show. It has a
    thread of its own: what the user asked for never waits for it, and nobody waits for it.
    """

    def __init__(self, desk: Desk, main: MainThread, *, means: Means, tell: Callable[[str], None]) -> None:
        super().__init__(desk)
        self._desk, self._main, self._means, self._tell = desk, main, means, tell
        self._runner = JobRunner()
        self._looking: dict[tuple[str, str], JobHandle] = {}
        self._against: dict[tuple[str, str], str] = {}
        desk.footage_changed.connect(self._look)
        desk.case_changed.connect(self._forget)

    def close(self) -> None:
        """Stop reading, and wait until it has stopped."""
        for handle in self._looking.values():
            handle.cancel()
        self._runner.close()

    def _look(self) -> None:
        footage = self._desk.footage
        if footage is None:
            self._tell("")
            return
        at_once = self._means.trouble_with(footage)
        self._tell(f"{at_once} {REMEDY}" if at_once else self._against.get(_key(footage), ""))
        if not at_once and _key(footage) not in self._looking:
            hear = self._main.call(lambda update: self._hear(footage, update))
            job = self._means.verify(footage)
            self._looking[_key(footage)] = self._runner.submit(f"Verifying {footage.path.name}", job, listener=hear)

    def _forget(self) -> None:
        """With the case what was found of its footage goes, so that it is looked at anew when it is opened again."""
        if self._desk.case is None:
            for handle in self._looking.values():
                handle.cancel()
            self._looking.clear()
            self._against.clear()

    def _hear(self, footage: Footage, update: JobUpdate) -> None:
        if update.state is not JobState.FAILED or _key(footage) not in self._looking:
            return
        told = str(update.error) if isinstance(update.error, ReviewerError) else ""
        told = told or f"{footage.path.name} could not be compared with its fingerprint."
        self._against[_key(footage)] = f"{told} {REMEDY}"
        here = self._desk.footage
        if here is not None and _key(here) == _key(footage):
            self._tell(self._against[_key(footage)])


def _key(footage: Footage) -> tuple[str, str]:
    return footage.id, str(footage.path)

"""Small copies of the footage on show, made beside everything else, so that any frame is there at once."""

from PySide6.QtCore import QObject, QTimer

from reviewer.core.footage import Footage, FootageId
from reviewer.services.jobs import JobState
from reviewer.ui.desk import Desk
from reviewer.ui.means import Means
from reviewer.ui.viewer.projector import Projector
from reviewer.ui.work import Entry, Work

PATIENCE = 2000
"""Milliseconds for which footage is on show before its proxy is begun: its first picture and its sound go first."""


class Proxies(QObject):
    """Has the proxy of the footage on show made if it is worth it, and tells the projector where it lies.

    The job is listed under Work, and stops when other footage is shown. One that the user cancels is not begun again
    while the window is open. Without a proxy everything works, only slower; so nothing that goes wrong is shown.
    """

    def __init__(self, desk: Desk, projector: Projector, *, work: Work, means: Means) -> None:
        super().__init__(desk)
        self._desk, self._projector, self._work, self._means = desk, projector, work, means
        self._entry: Entry | None = None
        self._stopping = False
        self._refused: set[FootageId] = set()
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(PATIENCE)
        self._later.timeout.connect(self._begin)
        desk.footage_changed.connect(self._changed)
        work.changed.connect(self._heard)

    @property
    def entry(self) -> Entry | None:
        """The job that makes a proxy, None when there is none."""
        return self._entry

    def _changed(self) -> None:
        """Other footage is on show: use what there is of its proxy, and go on with it in a while."""
        self._later.stop()
        self._stop()
        footage, case = self._desk.footage, self._desk.case
        if footage is None or case is None:
            return
        place = self._means.proxy_place(footage, case.work_folder)
        self._projector.draft_from(place)
        if place is not None and not case.read_only and footage.id not in self._refused:
            self._later.start()

    def _begin(self) -> None:
        footage, case = self._desk.footage, self._desk.case
        if self._entry is not None or footage is None or case is None:
            return
        place = self._means.proxy_place(footage, case.work_folder)
        if place is not None:
            job = self._means.make_proxy(footage, place, first=self._projector.number)
            self._stopping = False
            self._entry = self._work.beside(_title(footage), job, done=lambda _: None)

    def _stop(self) -> None:
        if self._entry is not None:
            self._stopping = True
            self._work.cancel(self._entry)

    def _heard(self, entry: Entry) -> None:
        """Look after the job; one that was stopped from here leaves no line behind, and makes room for the next."""
        if entry is not self._entry or not entry.over:
            return
        self._entry = None
        if self._stopping:
            self._work.forget(entry)
            if self._desk.footage is not None and not self._later.isActive():
                self._changed()
        elif entry.state is JobState.CANCELLED and self._desk.footage is not None:
            self._refused.add(self._desk.footage.id)


def _title(footage: Footage) -> str:
    return f"Preparing {footage.path.name} for quick seeking"

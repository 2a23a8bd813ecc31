"""Go on where one was: at once after a crash, and otherwise by way of the cases that were open lately."""

import logging
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, QTimer

from reviewer.core.errors import ReviewerError
from reviewer.core.preferences import Held, Preferences
from reviewer.services.living import lives, this_process
from reviewer.services.recent import Looking, Recent
from reviewer.ui.parts import Parts
from reviewer.ui.remembered import Remembered
from reviewer.ui.welcome import Welcome

log = logging.getLogger(__name__)

STANDS = 20_000
"""Milliseconds that a case has to stay open after a crash before the next crash brings the window back to it again."""

ASKS = 100
"""Milliseconds between two looks at whether it is known which of the recent cases are there."""

BACK = "Reviewer did not end as it should. This is the case as it was, with every edit in it."
TWICE = "Reviewer ended twice with the case “{name}” open, which it therefore leaves closed now; every edit is in it."
GONE = "Reviewer did not end as it should, and the case “{name}” that was open cannot be opened now: {why}"


class ComingBack(QObject):
    """Remembers which case is open while it is, and offers those that were."""

    def __init__(self, parts: Parts, remembered: Remembered, *, welcome: Welcome) -> None:
        super().__init__(parts.desk)
        self._parts, self._remembered, self._welcome = parts, remembered, welcome
        self._process, self._began = this_process()
        self._returned = False
        self._stood = QTimer(self)
        self._stood.setSingleShot(True)
        self._stood.setInterval(STANDS)
        self._stood.timeout.connect(self._has_stood)
        self._offered: tuple[Path, ...] = ()
        self._shown: tuple[Recent, ...] = ()
        self._looking: Looking | None = None
        self._asks = QTimer(self)
        self._asks.setInterval(ASKS)
        self._asks.timeout.connect(self._ask)
        parts.desk.case_changed.connect(self._follow)
        welcome.wanted.connect(self._open)
        remembered.changed.connect(self._offer)
        self._offer()

    def start(self, given: Path | None) -> None:
        """Come back to the case that was open at a crash, unless the user has named what to open."""
        crashed = [h for h in self._remembered.preferences.held if not lives(h.process, began=h.began)]
        if not crashed:
            return
        self._remembered.change(lambda p: _without(p, crashed))
        last = crashed[-1]
        if given is None:
            if last.returned:
                self._parts.say(TWICE.format(name=last.folder.name))
            else:
                self._return(last.folder)

    def _return(self, folder: Path) -> None:
        self._returned = True
        self._stood.start()
        try:
            self._parts.operations.open_case(folder)
        except ReviewerError as error:
            self._has_stood()
            self._parts.say(GONE.format(name=folder.name, why=error))
            return
        case = self._parts.desk.case
        self._parts.say(f"{BACK} {case.read_only}".strip() if case is not None else BACK)

    def _has_stood(self) -> None:
        """The window that came back stands: another crash is another."""
        self._stood.stop()
        self._returned = False
        self._follow()

    def _follow(self) -> None:
        """Remember which case is open; it is another, or none."""
        case = self._parts.desk.case
        if case is None:
            self._remembered.change(lambda p: p.putting_away(self._process, began=self._began))
            self._look_up()  # one of them may have been moved meanwhile
        else:
            held = Held(case.folder, self._process, self._began, self._returned)
            self._remembered.change(lambda p: p.opening(held))

    def _offer(self) -> None:
        """Show the recent cases on the first page, and look up meanwhile which of them are there."""
        folders = self._remembered.preferences.recent
        if folders != self._offered:
            self._offered = folders
            self._show(tuple(Recent(folder) for folder in folders))
            self._look_up()

    def _look_up(self) -> None:
        if self._offered and self._parts.desk.case is None:
            self._looking = Looking(self._offered)
            self._asks.start()

    def _ask(self) -> None:
        found = self._looking.found if self._looking is not None else ()
        if found is None:
            return
        self._asks.stop()
        if found != self._shown and tuple(case.folder for case in found) == self._offered:
            self._show(found)

    def _show(self, cases: tuple[Recent, ...]) -> None:
        self._shown = cases
        self._welcome.show_recent(cases)

    def _open(self, folder: Path) -> None:
        self._parts.guarded(lambda: self._parts.operations.open_case(folder))


def _without(preferences: Preferences, crashed: list[Held]) -> Preferences:
    return replace(preferences, held=tuple(h for h in preferences.held if h not in crashed))

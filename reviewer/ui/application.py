"""The Qt application around the window: its look, its manners on errors and on Ctrl-C."""

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from reviewer.ui.dialogs.problem import install_hooks
from reviewer.ui.main_window import MainWindow
from reviewer.ui.style import follow_system

HEARS_EVERY = 300
"""Milliseconds between two moments at which Python can hear a signal while Qt waits."""


def make_application() -> QApplication:
    """The application of this process, made when there is none, in the system's light or dark."""
    existing = QApplication.instance()
    application = existing if isinstance(existing, QApplication) else QApplication(sys.argv[:1])
    application.setApplicationName("Reviewer")
    application.setApplicationDisplayName("")  # the window's own title says it
    application.setOrganizationName("Reviewer")
    follow_system(application)
    return application


@contextmanager
def manners(window: MainWindow) -> Iterator[None]:
    """While entered, errors that nothing catches are shown in `window`, and Ctrl-C closes it."""
    back = install_hooks(window.main.call(window.report))
    before = signal.signal(signal.SIGINT, lambda *_: window.close())
    beat = QTimer(window)
    beat.timeout.connect(lambda: None)  # gives Python a moment to run the signal's handler
    beat.start(HEARS_EVERY)
    try:
        yield
    finally:
        beat.stop()
        signal.signal(signal.SIGINT, before)
        back()

"""Tell what went wrong: what the user can act on as a sentence with advice, a defect with the place of its report."""

import logging
import sys
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from types import TracebackType

from PySide6.QtWidgets import QMessageBox, QWidget

from reviewer.core.errors import ReviewerError
from reviewer.services.diagnostics import keep_report, problem_report

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Problem:
    """What is said: a sentence, and what to do."""

    sentence: str
    advice: str
    defect: bool = False


def problem_of(error: BaseException, private: Iterable[str] = ()) -> Problem:
    """What to say of `error`; for a defect a report is written first, without content or name of the footage.

    `private` are the paths and titles that must not appear in it.
    """
    if isinstance(error, ReviewerError):
        return Problem(str(error), error.advice)
    kept = keep_report(problem_report(error, command="window", private=private))
    advice = "What you have done so far is saved. "
    if kept is not None:
        advice += f"A report without any footage in it lies in {kept}; please hand it to whoever looks after Reviewer."
    else:
        advice += "No report could be written."
    return Problem("Something went wrong in the program itself.", advice, defect=True)


def problem_box(problem: Problem, parent: QWidget | None) -> QMessageBox:
    """A message with the problem, ready to be shown."""
    box = QMessageBox(parent)
    box.setWindowTitle("Reviewer")
    box.setIcon(QMessageBox.Icon.Critical if problem.defect else QMessageBox.Icon.Warning)
    box.setText(problem.sentence)
    box.setInformativeText(problem.advice)
    box.setStandardButtons(QMessageBox.StandardButton.Ok)
    return box


def install_hooks(show: Callable[[BaseException], None]) -> Callable[[], None]:
    """Have every exception that nothing catches, on any thread, logged and given to `show`; returns the way back.

    `show` must be safe to call from any thread.
    """
    before, before_threads = sys.excepthook, threading.excepthook

    def caught(kind: type[BaseException], error: BaseException, *at: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            before(kind, error, *at)
            return
        log.error("an error that nothing caught", exc_info=error)
        show(error)

    def caught_in_thread(given: threading.ExceptHookArgs) -> None:
        if given.exc_value is not None:
            caught(given.exc_type, given.exc_value, given.exc_traceback)

    sys.excepthook, threading.excepthook = caught, caught_in_thread

    def back() -> None:
        sys.excepthook, threading.excepthook = before, before_threads

    return back

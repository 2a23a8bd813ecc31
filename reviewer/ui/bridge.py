"""Carry calls from worker threads to the main thread."""

from collections.abc import Callable
from threading import Lock
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal, Slot


class MainThread(QObject):
    """Lives on the main thread and runs there whatever it is handed."""

    _called = Signal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._called.connect(self._run, Qt.ConnectionType.QueuedConnection)

    def call(self, function: Callable[[Any], None]) -> Callable[[Any], None]:
        """A function safe to call from any thread that runs `function` here, once for each call and in order."""
        return lambda value: self._called.emit(function, value)

    def latest(self, function: Callable[[Any], None]) -> Callable[[Any], None]:
        """Like `call`, but a value that arrives while one waits replaces it: pictures must never queue up."""
        lock, waiting = Lock(), list[Any]()

        def deliver(_: None) -> None:
            with lock:
                value = waiting.pop()
            function(value)

        def give(value: Any) -> None:
            with lock:
                first = not waiting
                waiting[:] = [value]
            if first:
                self._called.emit(deliver, None)

        return give

    @Slot(object, object)
    def _run(self, function: Callable[[Any], None], value: Any) -> None:
        function(value)

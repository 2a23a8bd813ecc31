"""Keep the last warnings and errors of the log in memory, for the problem report; nothing is written anywhere."""

import logging
from collections import deque
from types import TracebackType
from typing import Self

KEPT = 50
"""Records."""


class RecentLog(logging.Handler):
    """Listens to the whole program's log while it is entered."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self._records: deque[logging.LogRecord] = deque(maxlen=KEPT)

    def __enter__(self) -> Self:
        logging.getLogger().addHandler(self)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        logging.getLogger().removeHandler(self)

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the record."""
        self._records.append(record)

    @property
    def lines(self) -> list[str]:
        """One line a record, oldest first."""
        return [f"{record.levelname} {record.name}: {record.getMessage()}" for record in self._records]

    @property
    def failure(self) -> BaseException | None:
        """The last error that was logged with its cause: some part failed, and the work went on without it."""
        for record in reversed(self._records):
            if record.levelno >= logging.ERROR and record.exc_info and record.exc_info[1]:
                return record.exc_info[1]
        return None

"""Failures the user can act on, each with a sentence, advice and the exit status of the command line.

Any other exception that reaches the window or the command line is a defect in the program.
"""


class ReviewerError(Exception):
    """Something outside the program went wrong, and the user can do something about it.

    `str(error)` is one sentence for an officer; `advice` says what to do and what was kept.
    """

    status = 5

    def __init__(self, message: str, advice: str = "") -> None:
        super().__init__(message)
        self.advice = advice

    def __reduce__(self) -> tuple[type["ReviewerError"], tuple[str, str]]:
        # Errors cross from child processes to the window; without this the advice is lost on the way.
        return type(self), (str(self), self.advice)


class UsageError(ReviewerError):
    """The command or the request makes no sense as it stands."""

    status = 2


class FootageError(ReviewerError):
    """The footage cannot be read, or is not what it was."""

    status = 3


class CheckError(ReviewerError):
    """The check of a copy is not settled, or could not be done, which counts as failed."""

    status = 4


class CaseError(ReviewerError):
    """The case cannot be opened, read or written."""

    status = 5


class LockedError(ReviewerError):
    """A region that was locked is not to be changed."""

    def __init__(self, message: str = "", advice: str = "") -> None:
        super().__init__(
            message or "A region that is locked cannot be changed.",
            advice or "Unlock it first (Ctrl+K). Nothing was changed.",
        )


class SpeakerError(ReviewerError):
    """There is no sound device, or it cannot be used."""

    status = 5


class DiskError(ReviewerError):
    """A file outside the case cannot be written: no room, no permission, or in use."""

    status = 5


class CancelError(ReviewerError):
    """The user stopped the work; nothing partial is left."""

    status = 130

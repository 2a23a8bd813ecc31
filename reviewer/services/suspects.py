"""Says of a child that died while model packs looked in it that one of them may be at fault, and not the footage.

A model is run by native libraries, and one that was added may end the process that loads or runs it without a word.
"""

from collections.abc import Generator
from typing import TypeVar

from reviewer.core.errors import FootageError
from reviewer.core.settings import Search
from reviewer.services.jobs import Progress
from reviewer.services.workers import DiedError

Result = TypeVar("Result")


def suspecting(search: Search, job: Generator[Progress, None, Result]) -> Generator[Progress, None, Result]:
    """The same job; where it fails since a child of it died, the error names the packs that looked, if any did."""
    try:
        return (yield from job)
    except FootageError as error:
        names = sorted(pack.name for pack in search.packs if pack.subject in search.find)
        if not names or not _of_a_death(error):
            raise
        raise _suspecting(error, names) from error


def _of_a_death(error: FootageError) -> bool:
    return isinstance(error, DiedError) or isinstance(error.__cause__, DiedError)


def _suspecting(error: FootageError, names: list[str]) -> FootageError:
    one = len(names) == 1
    told, them = ("A detector that was added", "it") if one else ("One of the detectors that were added", "them")
    return FootageError(
        f"{error} {told} may be at fault: {', '.join(names)}.",
        f"Switch {them} off and try again: reviewer models off {names[0]}, or in the window File, Models "
        f"(Ctrl+Shift+M). If that does not help: {error.advice}",
    )

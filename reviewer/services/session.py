"""One open review: commit edits, save them, log them, tell listeners."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from reviewer.core.edits import Edit
from reviewer.core.region import RegionId
from reviewer.core.review import Review, changed


class ReviewStore(Protocol):
    """Where the open review is kept."""

    def save(self, before: Review, after: Review, *, action: str, detail: dict[str, Any]) -> None:
        """Write the difference and the audit event in one transaction."""


@dataclass(frozen=True, slots=True)
class Commit:
    """An edit that has been applied, saved and logged."""

    edit: Edit
    before: Review
    after: Review


class ReviewSession:
    """The only place where the open review changes."""

    def __init__(self, review: Review, store: ReviewStore) -> None:
        self.review = review
        self._store = store
        self._listeners: list[Callable[[frozenset[RegionId]], None]] = []

    def listen(self, listener: Callable[[frozenset[RegionId]], None]) -> None:
        """Have `listener` called after each commit with the ids that changed."""
        self._listeners.append(listener)

    def commit(self, edit: Edit) -> Commit:
        """Apply, save and log `edit`, or raise and leave everything as it was."""
        before = self.review
        self._replace(edit.apply(before), action=edit.title, detail=edit.detail())
        return Commit(edit, before, self.review)

    def restore(self, review: Review, action: str) -> None:
        """Go to a review seen earlier; undo and redo are both this."""
        self._replace(review, action=action, detail={})

    def _replace(self, after: Review, *, action: str, detail: dict[str, Any]) -> None:
        before = self.review
        self._store.save(before, after, action=action, detail=detail)
        self.review = after
        ids = changed(before, after)
        for listener in self._listeners:
            listener(ids)

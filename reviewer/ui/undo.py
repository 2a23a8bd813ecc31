"""Put committed edits on the undo stack, and go back and forth between the reviews they lead to."""

from datetime import datetime

from PySide6.QtGui import QUndoCommand, QUndoStack

from reviewer.core.edits import Edit
from reviewer.services.session import Commit, ReviewSession

MERGEABLE = 1
"""QUndoStack offers to merge only neighbours whose id is equal and not -1."""


class CommitCommand(QUndoCommand):
    """A bookmark: the reviews on either side of a commit.

    It does nothing itself. `History` restores the review first and moves the
    stack after, so a store that refuses leaves both where they were.
    """

    def __init__(self, commit: Commit) -> None:
        super().__init__(commit.edit.title)
        self.key = commit.edit.merge_key
        self.before, self.after = commit.before, commit.after
        self.at = datetime.now().astimezone()

    def id(self) -> int:
        """Whether the stack should offer the next command for merging."""
        return -1 if self.key is None else MERGEABLE

    def mergeWith(self, other: QUndoCommand) -> bool:
        """Take in the next commit when it goes on with the same change."""
        if not isinstance(other, CommitCommand) or other.key != self.key:
            return False
        self.after, self.at = other.after, other.at
        return True


class History:
    """What the window calls to change the review, and to change it back.

    Undo and redo are wired to this and never to the stack's own actions: the stack moves even when an undo raises.
    """

    def __init__(self, session: ReviewSession, stack: QUndoStack) -> None:
        self._session, self._stack = session, stack

    @property
    def stack(self) -> QUndoStack:
        """For its signals and texts; change it only through this class."""
        return self._stack

    def apply(self, edit: Edit) -> None:
        """Commit `edit` and remember it; raises what the session raises, with everything left as it was."""
        self._stack.push(CommitCommand(self._session.commit(edit)))

    def undo(self) -> None:
        """Return to the review before the last edit; does nothing when there is none."""
        if self._stack.canUndo():
            command = self._command(self._stack.index() - 1)
            self._session.restore(command.before, f"Undo: {command.text()}")
            self._stack.undo()

    def redo(self) -> None:
        """Return to the review after the edit that was undone last; does nothing when there is none."""
        if self._stack.canRedo():
            command = self._command(self._stack.index())
            self._session.restore(command.after, f"Redo: {command.text()}")
            self._stack.redo()

    def go_to(self, index: int) -> None:
        """Return to the review after the first `index` edits, in one step; raises IndexError for one that never was."""
        if not 0 <= index <= self._stack.count():
            raise IndexError(index)
        now = self._stack.index()
        if index == now:
            return
        command = self._command(index - 1 if index else 0)
        review = command.after if index else command.before
        self._session.restore(review, f"Go back to: {command.text()}" if index else "Go back to the beginning")
        self._stack.setIndex(index)

    @property
    def steps(self) -> list[tuple[str, datetime]]:
        """Every edit that can be gone back to, or forward: what it is called and when it was made."""
        commands = (self._command(i) for i in range(self._stack.count()))
        return [(c.text(), c.at) for c in commands]

    def _command(self, index: int) -> CommitCommand:
        command = self._stack.command(index)
        assert isinstance(command, CommitCommand), f"nothing at {index}"
        return command

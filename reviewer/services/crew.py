"""Children that stay at their benches and do one task after the other, so that none waits while there is work.

What a child has loaded serves all its tasks. A task whose child dies goes back to whoever gives the tasks out.
"""

from collections.abc import Generator
from contextlib import ExitStack
from dataclasses import dataclass, field
from multiprocessing import connection
from time import monotonic
from typing import Any, Protocol

from reviewer.services.jobs import Progress
from reviewer.services.workers import POLL, Bench, Child, DiedError, Done, Limits


@dataclass(frozen=True, slots=True)
class Call:
    """One task for a child: its number, and what the bench's work is called with."""

    number: int
    args: tuple[Any, ...]


class Desk(Protocol):
    """Who gives out the tasks of a crew, and takes what comes of them, on the thread that drives the crew."""

    def next(self, after: int | None) -> Call | None:
        """A task that nobody is doing, for a child whose last task was `after`; None when there is none."""

    def finished(self, number: int, result: Any) -> None:
        """A task is done."""

    def lost(self, number: int, error: DiedError) -> None:
        """A task's child has died: put the task back, or raise what is to end the whole work."""


@dataclass(eq=False)
class _Post:
    """A child, the task that it is doing, and how far it says it is."""

    child: Child
    number: int
    done: int = 0


@dataclass(frozen=True, eq=False)
class Crew:
    """At most `size` children, each at a bench made by `bench(*args)`; `name` is what the footage is called."""

    bench: Bench[Any]
    args: tuple[Any, ...]
    size: int
    name: str
    limits: Limits = field(default_factory=Limits)

    def work(self, desk: Desk) -> Generator[Progress, None, None]:
        """Do all tasks of `desk`; `done` of what is yielded is the sum over the tasks that are being done right now.

        A child for which there is no further task is let go at once. Closing the generator ends all children. Raises
        what the work of a task raised, and what `desk` raises.
        """
        posts: list[_Post] = []
        with ExitStack() as stack:
            stack.callback(_end, posts)
            while True:
                while len(posts) < self.size and (call := desk.next(None)) is not None:
                    posts.append(self._post(call))
                if not posts:
                    return
                since = monotonic()
                talking = connection.wait([post.child.pipe for post in posts], POLL)
                waited = min(POLL, monotonic() - since)
                for post in list(posts):
                    silent = None if post.child.pipe in talking else waited
                    if not _stays(post, desk=desk, silent=silent):
                        posts.remove(post)
                yield Progress(sum(post.done for post in posts), None)

    def _post(self, call: Call) -> _Post:
        child = Child(self.bench, *self.args, name=self.name, limits=self.limits)
        child.give(*call.args)
        return _Post(child, call.number)


def _stays(post: _Post, *, desk: Desk, silent: float | None) -> bool:
    """Hear a child, or look after it when it was `silent` for that many seconds; whether it has a task afterwards."""
    try:
        if silent is not None:
            post.child.watch(waited=silent)
            return True
        message = post.child.hear(0)
        if not isinstance(message, Done):
            post.done = max(post.done, message.done) if message else post.done
            return True
        desk.finished(post.number, message.result)
        call = desk.next(post.number)
        if call is not None:
            post.number, post.done = call.number, 0
            post.child.give(*call.args)
            return True
    except DiedError as error:
        post.child.close()
        desk.lost(post.number, error)
        return False
    post.child.close()
    return False


def _end(posts: list[_Post]) -> None:
    """Let all know before waiting for each."""
    for post in posts:
        post.child.dismiss()
    for post in posts:
        post.child.close()

"""What can be done about the copies of a case and their hits: handed to the panel that lists them."""

from collections.abc import Callable
from dataclasses import dataclass

from reviewer.core.copy import Copy, HitId, Settlement
from reviewer.ui.operations import Operations


@dataclass(frozen=True, slots=True)
class HitMeans:
    """Each may raise a ReviewerError, which the window shows.

    `settle` keeps a decision on a hit with its reason, `reopen` takes it back; `seal` puts a copy of which every hit
    is settled into its pack; `render_again` makes the copy anew, as its footage is covered now. The last two go on for
    long: they come back when the work has begun.
    """

    settle: Callable[[Copy, HitId, Settlement, str], object]
    reopen: Callable[[Copy, HitId], object]
    seal: Callable[[Copy], object]
    render_again: Callable[[Copy], object]


def of_operations(operations: Operations) -> HitMeans:
    """As the window has them."""
    releasing = operations.releasing
    return HitMeans(
        settle=lambda copy, hit, how, reason: releasing.settle(copy, hit, how=how, reason=reason),
        reopen=releasing.reopen,
        seal=releasing.seal,
        render_again=lambda copy: releasing.render_again(copy, operations.search),
    )

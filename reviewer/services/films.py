"""What a timeline asks of whoever makes thumbnails, as types that load no decoder."""

from collections.abc import Callable, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from reviewer.core.footage import Footage
from reviewer.core.timing import Span, Tick


class FilmSource(Protocol):
    """Thumbnails of one footage at a time; see services.filmstrip for the one that decodes."""

    def show(self, footage: Footage | None) -> None:
        """Make thumbnails of another footage, or of none."""

    def wanted(self, span: Span, count: int) -> None:
        """Have about `count` of them made over `span`; returns at once."""

    def between(self, span: Span) -> "Sequence[Thumb]":
        """Those that are there, in the order of their ticks."""

    def near(self, tick: Tick) -> "Thumb | None":
        """The one that is nearest in time, of those that are there."""

    def close(self) -> None:
        """Give everything back."""


class Thumb(Protocol):
    """A small picture on show from `tick` on: uint8 of shape (height, width, 4), blue, green, red, unused."""

    @property
    def tick(self) -> Tick:
        """When its frame begins."""

    @property
    def pixels(self) -> NDArray[np.uint8]:
        """The picture."""


MakeFilm = Callable[[Callable[[object], None]], FilmSource]
"""Makes a source of thumbnails; the function it is given is called on a thread of the source's own."""

"""What is asked of a player and what comes back, as values that load no decoder."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from reviewer.core.profile import Profile
from reviewer.core.review import Review
from reviewer.core.timing import Span, Tick


@dataclass(frozen=True, slots=True)
class View:
    """How pictures are shown: as they are, or, when `released`, covered as the copy by `profile` will be.

    `size` is the width and height in pixels to scale to, None for those of the footage. With `both`, which takes
    `released`, each picture brings the original of the same frame along, to be shown beside or behind it.
    """

    released: bool = False
    review: Review = field(default_factory=Review)
    profile: Profile = field(default_factory=Profile)
    size: tuple[int, int] | None = None
    both: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """One picture to show: `pixels` has shape (height, width, 4), bytes blue, green, red and an unused one.

    `released` says that `pixels` are covered; `original` are those of the same frame that are not, where both were
    asked for, in the same shape. A `draft` stands in for a moment: the same frame, but not so sharp, or another one on
    the way to it; nothing is decided or released by it.
    """

    number: int
    tick: Tick
    pixels: NDArray[np.uint8]
    released: bool
    original: NDArray[np.uint8] | None = None
    draft: bool = False


@dataclass(frozen=True, slots=True)
class Stopped:
    """Playing came to the end, or backwards to the start, of the footage."""


@dataclass(frozen=True, slots=True)
class Failed:
    """The picture could not be had; a ReviewerError is for the user, anything else is a defect."""

    error: Exception


@dataclass(frozen=True, slots=True)
class Unheard:
    """The sound cannot be heard, for this reason; the pictures go on without it."""

    error: Exception


Event = Picture | Stopped | Failed | Unheard


class PicturePlayer(Protocol):
    """Pictures of one footage on demand; see services.playback for the one that decodes."""

    def show(self, number: int) -> None:
        """Show the frame `number`; the latest request wins."""

    def play(self, number: int, *, speed: float = 1.0, loop: Span | None = None) -> None:
        """Play from the frame `number`, over and over in `loop` if there is one."""

    def hear(self, volume: float) -> None:
        """Play the sound this loud, 1 for as recorded and 0 for not at all."""

    def stop(self) -> None:
        """Stay on the picture that is on show."""

    def look(self, view: View) -> None:
        """Show this and every later picture by `view`."""

    def draft_from(self, folder: Path | None) -> None:
        """Show drafts from the proxy in `folder` until the frames are there; None: no drafts."""

    def close(self) -> None:
        """Give everything back."""

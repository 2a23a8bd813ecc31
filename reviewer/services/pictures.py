"""What is asked of a player and what comes back, as values that load no decoder."""

from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from reviewer.core.profile import Profile
from reviewer.core.review import Review
from reviewer.core.timing import Tick


@dataclass(frozen=True, slots=True)
class View:
    """How pictures are shown: as they are, or, when `released`, covered as the copy by `profile` will be.

    `size` is the width and height in pixels to scale to, None for those of the footage.
    """

    released: bool = False
    review: Review = field(default_factory=Review)
    profile: Profile = field(default_factory=Profile)
    size: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """One picture to show: `pixels` has shape (height, width, 4), bytes blue, green, red and an unused one."""

    number: int
    tick: Tick
    pixels: NDArray[np.uint8]
    released: bool


@dataclass(frozen=True, slots=True)
class Stopped:
    """Playing came to the end, or backwards to the start, of the footage."""


@dataclass(frozen=True, slots=True)
class Failed:
    """The picture could not be had; a ReviewerError is for the user, anything else is a defect."""

    error: Exception


Event = Picture | Stopped | Failed


class PicturePlayer(Protocol):
    """Pictures of one footage on demand; see services.playback for the one that decodes."""

    def show(self, number: int) -> None:
        """Show the frame `number`; the latest request wins."""

    def play(self, number: int, *, speed: float = 1.0) -> None:
        """Play from the frame `number`."""

    def stop(self) -> None:
        """Stay on the picture that is on show."""

    def look(self, view: View) -> None:
        """Show this and every later picture by `view`."""

    def close(self) -> None:
        """Give everything back."""

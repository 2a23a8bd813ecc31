"""What the window is handed to work with: the services, as the app has put them together.

The window starts at once; what stands behind these functions is imported only when they are called.
"""

from collections.abc import Callable, Generator
from dataclasses import dataclass
from pathlib import Path

from reviewer.core.copy import Copy
from reviewer.core.detection import Track
from reviewer.core.footage import Footage
from reviewer.core.profile import Profile
from reviewer.core.region import Region
from reviewer.core.review import Review
from reviewer.core.settings import Search
from reviewer.services.jobs import Progress
from reviewer.services.opened import OpenedCase
from reviewer.services.pictures import Event, PicturePlayer

MakePlayer = Callable[[Footage, Callable[[Event], None]], PicturePlayer]
"""Makes the player of a footage; the function it is given is called on a thread of the player's own."""


@dataclass(frozen=True, slots=True, eq=False)
class ReleaseOrder:
    """A copy to make of `footage`, covered as its review stood when it was ordered."""

    footage: Footage
    review: Review
    profile: Profile
    search: Search
    target: Path


@dataclass(frozen=True, slots=True)
class Means:
    """The services; what returns a generator is long work, to be run as a job."""

    open_case: Callable[[Path], OpenedCase]
    create_case: Callable[[Path, str], OpenedCase]
    take_in: Callable[[Path], Generator[Progress, None, Footage]]
    analyse: Callable[[Footage, Search], Generator[Progress, None, tuple[Track, ...]]]
    propose: Callable[[tuple[Track, ...], Footage], tuple[Region, ...]]
    release: Callable[[ReleaseOrder], Generator[Progress, None, Copy]]
    withdraw: Callable[[Copy], None]
    player: MakePlayer
    warm_up: Callable[[], None]

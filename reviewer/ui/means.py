"""What the window is handed to work with: the services, as the app has put them together.

The window starts at once; what stands behind these functions is imported only when they are called.
"""

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from reviewer.core.analysis import Analysis
from reviewer.core.copy import Copy
from reviewer.core.detection import Track
from reviewer.core.footage import Footage, Recording
from reviewer.core.loudness import Waveform
from reviewer.core.overlay import Overlays
from reviewer.core.pursuit import Followed, Pursuit
from reviewer.core.region import Region
from reviewer.core.settings import Search
from reviewer.core.speaking import Speech
from reviewer.core.transcript import Transcript
from reviewer.core.watched import Match, Term
from reviewer.services.films import MakeFilm
from reviewer.services.jobs import Progress
from reviewer.services.models import ModelPacks
from reviewer.services.opened import OpenedCase
from reviewer.services.pictures import Event, PicturePlayer
from reviewer.services.sights import MakeCrops
from reviewer.store.settings_file import SettingsFile
from reviewer.ui.costs import MeasureCosts
from reviewer.ui.orders import ReleaseOrder, SealOrder
from reviewer.ui.removals import Listing

MakePlayer = Callable[[Footage, Callable[[Event], None]], PicturePlayer]
"""Makes the player of a footage; the function it is given is called on a thread of the player's own."""


class Analyse(Protocol):
    """Looks for everything; what is finished it keeps in the case's folder `work`, and goes on from there."""

    def __call__(self, footage: Footage, search: Search, *, work: Path) -> Generator[Progress, None, Analysis]:
        """One unit of progress is a frame."""


class MakeProxy(Protocol):
    """Makes what is missing of a proxy in the folder `place`, from the frame `first` on."""

    def __call__(self, footage: Footage, place: Path, *, first: int) -> Generator[Progress, None, None]:
        """One unit of progress is a frame."""


class Pursue(Protocol):
    """Follows what a region covers; tracks of the footage may serve as evidence."""

    def __call__(
        self, footage: Footage, pursuit: Pursuit, *, tracks: tuple[Track, ...]
    ) -> Generator[Progress, None, Followed]:
        """One unit of progress is a frame."""


@dataclass(frozen=True, slots=True)
class Means:
    """The services; what returns a generator is long work, to be run as a job."""

    open_case: Callable[[Path], OpenedCase]
    create_case: Callable[[Path, str], OpenedCase]
    take_in: Callable[[Path], Generator[Progress, None, Footage]]
    verify: Callable[[Footage], Generator[Progress, None, None]]
    found_again: Callable[[Footage, Path], Generator[Progress, None, Path]]
    trouble_with: Callable[[Footage], str]
    read_transcript: Callable[[Path, Recording], Generator[Progress, None, Transcript]]
    propose_words: Callable[[Transcript, Sequence[Term]], Generator[Progress, None, tuple[Match, ...]]]
    practice: Callable[[], Generator[Progress, None, Path]]
    analyse: Analyse
    read_plates: Callable[[Footage, tuple[Track, ...]], Generator[Progress, None, tuple[Track, ...]]]
    costs: MeasureCosts
    propose: Callable[[tuple[Track, ...], Footage], tuple[Region, ...]]
    pursue: Pursue
    find_overlays: Callable[[Footage], Generator[Progress, None, Overlays]]
    removals: Listing
    release: Callable[[ReleaseOrder], Generator[Progress, None, Copy]]
    seal: Callable[[SealOrder], Generator[Progress, None, Copy]]
    withdraw: Callable[[Copy], None]
    player: MakePlayer
    proxy_place: Callable[[Footage, Path], Path | None]
    make_proxy: MakeProxy
    crops: MakeCrops
    hit_crops: MakeCrops
    film: MakeFilm
    waveform: Callable[[Footage, Path | None], Generator[Progress, None, Waveform]]
    speech: Callable[[Footage, Path | None], Generator[Progress, None, Speech]]
    packs: ModelPacks
    settings: SettingsFile
    warm_up: Callable[[], None]

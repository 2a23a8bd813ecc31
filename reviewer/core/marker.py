"""A place in the footage that a reviewer wants to find again, with what was thought of it."""

from dataclasses import dataclass
from typing import NewType

from reviewer.core.timing import Tick

MarkerId = NewType("MarkerId", str)


@dataclass(frozen=True, slots=True)
class Marker:
    """A note at the frame that is on show at `tick`."""

    id: MarkerId
    tick: Tick
    note: str = ""

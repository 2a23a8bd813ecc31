"""How hard the analysis looks, and for what: a frozen value that is handed down."""

from dataclasses import dataclass
from enum import StrEnum

from reviewer.core.detection import Subject


class Depth(StrEnum):
    """A trade of time for finds."""

    FAST = "fast"
    BALANCED = "balanced"
    THOROUGH = "thorough"


@dataclass(frozen=True, slots=True)
class Search:
    """What to find, and how hard to look."""

    find: frozenset[Subject] = frozenset({Subject.FACE, Subject.PLATE})
    depth: Depth = Depth.BALANCED

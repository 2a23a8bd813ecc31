"""How hard the analysis looks, for what, and with what besides its own: a frozen value that is handed down."""

from dataclasses import dataclass
from enum import StrEnum

from reviewer.core.detection import Subject


class Depth(StrEnum):
    """A trade of time for finds."""

    FAST = "fast"
    BALANCED = "balanced"
    THOROUGH = "thorough"


@dataclass(frozen=True, slots=True, order=True)
class ModelPack:
    """A detector that was added to the program, exactly as it was: what reports name.

    `sha256` is the digest of the model, `manifest` that of the text which says how to use it.
    """

    name: str
    subject: Subject
    licence: str
    sha256: str
    manifest: str


@dataclass(frozen=True, slots=True)
class Search:
    """What to find, how hard to look, and the model packs that look besides the program's own detectors.

    `read` asks for the text of the plates that are found as well.
    """

    find: frozenset[Subject] = frozenset({Subject.FACE, Subject.PLATE})
    depth: Depth = Depth.BALANCED
    packs: tuple[ModelPack, ...] = ()
    read: bool = False

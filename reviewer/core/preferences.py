"""What a person has chosen about the program itself, whatever case is open: one frozen value."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import Any, Self

MOST_RECENT = 8
"""Cases that are listed to go on with: as many as have a key of one stroke each on the first page."""


class Theme(StrEnum):
    """The colours of the window."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"
    CONTRAST = "contrast"


@dataclass(frozen=True, slots=True)
class Held:
    """A case that a window has open: its folder, and the process of the window with the second it began in.

    `returned` says that the window came back to it after a crash, and has not stood for long since.
    """

    folder: Path
    process: int
    began: float
    returned: bool = False


@dataclass(frozen=True, slots=True)
class Preferences:
    """What the program remembers of its user; of cases only in which folders they lie.

    `keys` are the keys of those actions for which a person chose others, in the order of choosing, `layout` the
    places of the parts of the window, as only these parts can read them. `recent` are the folders of cases, the last
    one first; `held` the cases that are open now, or were at a crash. `volume` is from 0 to 1. `rest` is what stood
    in the file besides: a later version may know it.
    """

    theme: Theme = Theme.SYSTEM
    keys: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    layout: Mapping[str, bytes] = field(default_factory=lambda: MappingProxyType({}))
    recent: tuple[Path, ...] = ()
    held: tuple[Held, ...] = ()
    volume: float = 1.0
    hear: bool = True
    rest: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))

    def keyed(self, keys: Mapping[str, tuple[str, ...]]) -> Self:
        """The same with these keys chosen, and no others."""
        return replace(self, keys=MappingProxyType(dict(keys)))

    def laid_out(self, layout: Mapping[str, bytes]) -> Self:
        """The same with these parts of the window placed so; other parts stay where they are."""
        return replace(self, layout=MappingProxyType({**self.layout, **layout}))

    def not_laid_out(self) -> Self:
        """The same with every part of the window where it is at first."""
        return replace(self, layout=MappingProxyType({}))

    def opening(self, held: Held) -> Self:
        """The same with a case open, in place of any other of the same process, and first among the recent ones."""
        recent = (held.folder, *(folder for folder in self.recent if folder != held.folder))[:MOST_RECENT]
        return replace(self, recent=recent, held=(*self._others(held.process, began=held.began), held))

    def putting_away(self, process: int, *, began: float) -> Self:
        """The same with no case open in that process."""
        return replace(self, held=self._others(process, began=began))

    def _others(self, process: int, *, began: float) -> tuple[Held, ...]:
        return tuple(h for h in self.held if (h.process, h.began) != (process, began))

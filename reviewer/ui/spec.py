"""What an action is: its words, its keys, and where it stands."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Spec:
    """One action: its text in the menu, its keys, what it does in a sentence.

    `group` makes it one of several of which exactly one is on, or with a ? at its end at most one; `toggles` one that
    is on or off by itself; `gap` draws a line above it; `brief` is its text on a button.
    """

    text: str
    keys: tuple[str, ...]
    tip: str
    icon: str = ""
    group: str = ""
    gap: bool = False
    brief: str = ""
    toggles: bool = False


Menu = Mapping[str, Spec]

"""Which keys each action has: those of the table, and those that the user has chosen instead.

Keys are written as Qt's portable text, such as Ctrl+Shift+A, whatever the system calls them.
"""

import re
from collections.abc import Mapping

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QKeySequence

from reviewer.ui.actions import Actions
from reviewer.ui.menus import MENUS
from reviewer.ui.remembered import Remembered

Keys = tuple[str, ...]
Chosen = Mapping[str, Keys]

_GROUP, _MOVES = "move to the next or the one before of several controls", "move between the parts of a window"
SYSTEM: Mapping[str, str] = {
    "Alt+F4": "close the window",
    "Alt+Tab": "change to another program",
    "Alt+Shift+Tab": "change to another program",
    "Alt+Esc": "change to another program",
    "Alt+Space": "open the window's own menu",
    "Ctrl+Esc": "open the menu of the system",
    "Ctrl+Shift+Esc": "open the system's list of programs",
    "Ctrl+Alt+Del": "reach the system when nothing else does",
    "Ctrl+Alt+Backspace": "end the session on some systems",
    "Tab": _MOVES,
    "Shift+Tab": _MOVES,
    "Ctrl+Tab": _GROUP,
    "Ctrl+Shift+Tab": _GROUP,
    "Return": "press what has the focus",
    "Enter": "press what has the focus",
    "F10": "open the menus",
    "Shift+F10": "open the menu of what has the focus",
    "Menu": "open the menu of what has the focus",
}
"""What the system, or whoever works without a mouse, needs these keys for: no action can have them."""

SHORT: Mapping[str, str] = {"PgDown": "PgDn", "Ctrl+PgDown": "Ctrl+PgDn", "Shift+PgDown": "Shift+PgDn"}
"""Keys that sentences call otherwise than Qt."""

BARE = frozenset({"Control", "Ctrl", "Shift", "Alt", "Meta", "AltGr", "CapsLock", "NumLock", "ScrollLock"})
"""Keys that do nothing alone, or have a state of their own."""


def standard() -> Chosen:
    """The keys of every action before anybody chooses others, in the order of the menus."""
    return {name: tuple(map(portable, spec.keys)) for menu in MENUS.values() for name, spec in menu.items()}


def effective(chosen: Chosen) -> dict[str, Keys]:
    """The keys of every action when these were chosen: of two actions that want a key the later chosen one has it.

    What was chosen for actions that there are none of, and what are no keys, is passed over.
    """
    usual = standard()
    made: dict[str, Keys] = {}
    taken: set[str] = set()
    for name, keys in reversed(list(chosen.items())):
        if name in usual:
            made[name] = tuple(k for k in dict.fromkeys(map(portable, keys)) if k not in taken and not refused(k))
            taken.update(made[name])
    return {
        name: made[name] if name in made else tuple(k for k in keys if k not in taken) for name, keys in usual.items()
    }


def portable(keys: str) -> str:
    """The one way to write these keys; empty for what are none."""
    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.PortableText)


def native(keys: str) -> str:
    """These keys as the system of this computer writes them."""
    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)


def refused(keys: str) -> str:
    """Why no action can have these keys, as a sentence; empty when one can."""
    sequence = QKeySequence(keys)
    if sequence.count() != 1 or not portable(keys):
        return "Press one key, alone or with Ctrl, Alt or Shift."
    use = SYSTEM.get(portable(keys))
    if use is not None:
        return f"{native(keys)} is needed to {use}."
    *_, key = portable(keys).split("+")
    if key in BARE:
        return f"{key} does nothing alone."
    if portable(keys) == f"Alt+{key}" and key.isalpha():
        title = next((t for t in MENUS if f"&{key}".lower() in t.lower()), None)
        if title is not None:
            return f"{native(keys)} is needed to open the menu {title.replace('&', '')}."
    return ""


class Shortcuts(QObject):
    """Gives the actions of the window their keys, and keeps what the user chooses."""

    changed = Signal()
    """Some action has other keys."""

    def __init__(self, actions: Actions, remembered: Remembered) -> None:
        super().__init__(remembered)
        self._actions, self._remembered = actions, remembered
        self._keys: dict[str, Keys] = {}
        self._given: Chosen = {}
        remembered.changed.connect(self._follow)
        self._follow()

    def of(self, name: str) -> Keys:
        """The keys of an action."""
        return self._keys[name]

    def own(self, name: str) -> bool:
        """Whether the action has other keys than at first."""
        return self._keys[name] != standard()[name]

    def any_own(self) -> bool:
        """Whether any action has other keys than at first."""
        return bool(self._remembered.preferences.keys)

    def holder(self, keys: str) -> str | None:
        """The action that has these keys now."""
        wanted = portable(keys)
        return next((name for name, own in self._keys.items() if wanted in own), None)

    def retold(self, text: str) -> str:
        """A sentence that names keys of the table, with those that the user has chosen in place of them.

        An action that has no keys any more is named by its words in the menu. Esc stays: it also cancels drags.
        """
        told: dict[str, str] = {}
        for name, usual in standard().items():
            if name != "let_go" and self._keys[name] != usual:
                now = self._actions.keys(name) or f"“{self._actions[name].text().replace('&', '')}” in the menu"
                told |= {word: now for keys in usual for word in (keys, native(keys), SHORT.get(keys, keys))}
        if not told:
            return text
        words = "|".join(map(re.escape, sorted(told, key=len, reverse=True)))
        return re.sub(rf"(?<![\w+])(?:{words})(?![\w+]|\.\w)", lambda found: told[found[0]], text)

    def give(self, name: str, keys: str) -> None:
        """Have the action answer to these keys and no others; what had them loses them. Refused keys change nothing."""
        if not refused(keys):
            self._choose(name, (portable(keys),))

    def reset(self, name: str) -> None:
        """Have the action answer to the keys that it had at first; what has one of them by now loses it."""
        chosen = dict(self._remembered.preferences.keys)
        chosen.pop(name, None)
        self._keep(_without(chosen, standard()[name]))

    def reset_all(self) -> None:
        """Give every action the keys that it had at first."""
        self._keep({})

    def _choose(self, name: str, keys: Keys) -> None:
        chosen = dict(self._remembered.preferences.keys)
        chosen.pop(name, None)
        self._keep({**_without(chosen, keys), name: keys})

    def _keep(self, chosen: Chosen) -> None:
        self._remembered.change(lambda p: p.keyed(chosen))

    def _follow(self) -> None:
        chosen = self._remembered.preferences.keys
        if chosen == self._given and self._keys:
            return
        before, self._keys, self._given = self._keys or standard(), effective(chosen), chosen
        for name, keys in self._keys.items():
            if keys != before.get(name):
                self._actions.set_keys(name, keys)
        self.changed.emit()


def _without(chosen: Chosen, keys: Keys) -> dict[str, Keys]:
    return {name: tuple(k for k in own if portable(k) not in keys) for name, own in chosen.items()}

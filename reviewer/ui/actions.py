"""The actions of the window, made from the table of menus: each in its menu, with its keys."""

from collections.abc import Callable

from PySide6.QtGui import QAction, QActionGroup, QKeySequence, QPalette
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from reviewer.ui.icons import icon
from reviewer.ui.menus import MENUS
from reviewer.ui.spec import Spec


class Actions:
    """One action for each line of the table, in its menu, with its keys; bound to what it does by the window."""

    def __init__(self, window: QWidget, bar: QMenuBar) -> None:
        self._made: dict[str, QAction] = {}
        self._groups: dict[str, QActionGroup] = {}
        self._playing = False
        self.menus: list[QMenu] = []
        for title, specs in MENUS.items():
            menu = bar.addMenu(title)
            self.menus.append(menu)
            for name, spec in specs.items():
                if spec.gap:
                    menu.addSeparator()
                action = self._make(name, spec, window=window)
                menu.addAction(action)
        self.dress(window.palette())

    def __getitem__(self, name: str) -> QAction:
        return self._made[name]

    def names(self) -> list[str]:
        """The names of all actions, in the order of the menus."""
        return list(self._made)

    def set_keys(self, name: str, keys: tuple[str, ...]) -> None:
        """Have the action answer to these keys and no others; its tip says so."""
        action = self._made[name]
        action.setShortcuts([QKeySequence(key) for key in keys])
        told = self.keys(name)
        action.setToolTip(f"{action.statusTip()} ({told})" if told else action.statusTip())

    def keys(self, name: str) -> str:
        """The keys of the action as the system writes them, as in Ctrl+Z or F2; empty when it has none."""
        native = QKeySequence.SequenceFormat.NativeText
        return " or ".join(sequence.toString(native) for sequence in self._made[name].shortcuts())

    def bind(self, name: str, function: Callable[[], object]) -> None:
        """Have the action call `function`."""
        self._made[name].triggered.connect(lambda *_: function())

    def enable(self, names: tuple[str, ...], on: bool) -> None:
        """Make actions available or grey."""
        for name in names:
            self._made[name].setEnabled(on)

    def dress(self, palette: QPalette) -> None:
        """Draw the icons again, in the colours of `palette`."""
        for specs in MENUS.values():
            for name, spec in specs.items():
                if spec.icon:
                    self._made[name].setIcon(icon(spec.icon, palette))
        self.show_playing(self._playing, palette)

    def show_playing(self, playing: bool, palette: QPalette) -> None:
        """Show on the play button what pressing it would do."""
        self._playing = playing
        self._made["play"].setIcon(icon("pause" if playing else "play", palette))

    def _make(self, name: str, spec: Spec, *, window: QWidget) -> QAction:
        action = QAction(spec.text, window)
        action.setObjectName(name)
        action.setStatusTip(spec.tip)
        action.setIconVisibleInMenu(False)
        if spec.brief:
            action.setIconText(spec.brief)
        if spec.group:
            group = self._groups.setdefault(spec.group, QActionGroup(window))
            action.setCheckable(True)
            if spec.group.endswith("?"):
                group.setExclusionPolicy(QActionGroup.ExclusionPolicy.ExclusiveOptional)
            else:
                action.setChecked(not group.actions())
            group.addAction(action)
        elif spec.toggles:
            action.setCheckable(True)
        self._made[name] = action
        self.set_keys(name, spec.keys)
        return action

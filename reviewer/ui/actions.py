"""Everything a user can do, in one table: its words, its menu, its keys; and the actions made from it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtGui import QAction, QActionGroup, QKeySequence, QPalette
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from reviewer.ui.icons import icon


@dataclass(frozen=True, slots=True)
class Spec:
    """One action: its text in the menu, its keys, what it does in a sentence.

    `group` makes it one of several of which exactly one is on; `gap` draws a line above it; `brief` is its text
    on a button.
    """

    text: str
    keys: tuple[str, ...]
    tip: str
    icon: str = ""
    group: str = ""
    gap: bool = False
    brief: str = ""


Menu = Mapping[str, Spec]

FILE: Menu = {
    "open_footage": Spec("Open &footage…", ("Ctrl+O",), "Take a recording into a case and show it", "open"),
    "open_case": Spec("Open &case…", ("Ctrl+Shift+O",), "Go on with a case from its folder", "case"),
    "close_case": Spec("Close c&ase", ("Ctrl+W",), "Put the case away; everything in it is saved already"),
    "release": Spec("&Release a copy…", ("Ctrl+R",), "Render a copy with the regions covered, and check it", "release"),
    "models": Spec("&Models…", ("Ctrl+Shift+M",), "Add detectors to the program, switch and remove them", gap=True),
    "quit": Spec("&Quit", ("Ctrl+Q",), "Close the window; everything is saved already", gap=True),
}
EDIT: Menu = {
    "undo": Spec("&Undo", ("Ctrl+Z",), "Take back the last change", "undo"),
    "redo": Spec("&Redo", ("Ctrl+Shift+Z", "Ctrl+Y"), "Make the change again that was taken back", "redo"),
    "nudge_left": Spec("Move &left", ("Ctrl+Left",), "Move the selected region one pixel to the left", gap=True),
    "nudge_right": Spec("Move r&ight", ("Ctrl+Right",), "Move the selected region one pixel to the right"),
    "nudge_up": Spec("Move u&p", ("Ctrl+Up",), "Move the selected region one pixel up"),
    "nudge_down": Spec("Move &down", ("Ctrl+Down",), "Move the selected region one pixel down"),
    "nudge_left_far": Spec("Move far left", ("Ctrl+Shift+Left",), "Move the selected region ten pixels to the left"),
    "nudge_right_far": Spec(
        "Move far right", ("Ctrl+Shift+Right",), "Move the selected region ten pixels to the right"
    ),
    "nudge_up_far": Spec("Move far up", ("Ctrl+Shift+Up",), "Move the selected region ten pixels up"),
    "nudge_down_far": Spec("Move far down", ("Ctrl+Shift+Down",), "Move the selected region ten pixels down"),
}
REGION: Menu = {
    "analyse": Spec("&Find faces and plates…", ("Ctrl+F",), "Look for what needs covering, and propose it", "analyse"),
    "read_plates": Spec("Read number p&lates", ("Ctrl+L",), "Read the plates that were found, to tell them apart"),
    "draw": Spec("&Draw a region", ("N",), "Drag over the picture to cover what is there", "draw", gap=True),
    "confirm": Spec("&Confirm", ("C",), "The selected regions are right: cover them", "confirm"),
    "reject": Spec("Re&ject", ("X",), "The selected regions hide nothing that needs hiding: show them", "reject"),
    "propose": Spec("Back to &proposed", ("P",), "Take back what was decided on the selected regions"),
    "remove": Spec("&Remove", ("Delete",), "Take the selected regions out altogether", "remove"),
    "starts_here": Spec("&Starts here", ("[",), "Cover the selected region from this frame on", gap=True),
    "ends_here": Spec("&Ends here", ("]",), "Cover the selected region up to and including this frame"),
    "go_to": Spec("&Go to its first frame", ("G",), "Show where the selected region begins", gap=True),
    "next_region": Spec("&Next region", ("PgDown",), "Select the next region and show it"),
    "previous_region": Spec("Pre&vious region", ("PgUp",), "Select the region before and show it"),
    "next_doubt": Spec("Next do&ubt", ("D",), "Show the next moment at which something may be uncovered", gap=True),
    "previous_doubt": Spec("Previous dou&bt", ("Shift+D",), "Show the doubtful moment before"),
    "by_doubt": Spec("Sort b&y doubt", ("Ctrl+D",), "List the most doubtful regions first, or again in order of time"),
    "let_go": Spec("Select n&othing", ("Esc",), "Cancel what is being dragged, or let go of the selection"),
}
PLAY: Menu = {
    "play": Spec("&Play or pause", ("Space",), "Play from here, or stop here", "play"),
    "step_back": Spec("Step &back", ("Left", ","), "Show the frame before", "step_back"),
    "step_forward": Spec("Step &forward", ("Right", "."), "Show the next frame", "step_forward"),
    "first": Spec("Fi&rst frame", ("Home",), "Go to the first frame", "first"),
    "last": Spec("&Last frame", ("End",), "Go to the last frame", "last"),
    "backwards": Spec("Play back&wards", ("J",), "Play backwards; press again for faster", gap=True),
    "pause": Spec("Pa&use", ("K",), "Stop here"),
    "forwards": Spec("Play f&orwards", ("L",), "Play forwards; press again for faster"),
}
VIEW: Menu = {
    "original": Spec(
        "&Original with outlines",
        ("1",),
        "The picture as recorded, not for release",
        "original",
        "view",
        brief="Original",
    ),
    "released": Spec(
        "&As it will be released",
        ("2",),
        "The picture covered exactly as in a copy",
        "released",
        "view",
        brief="As released",
    ),
    "fit": Spec("&Fit the window", ("Ctrl+0",), "Show the whole picture", "fit", gap=True, brief="Fit"),
    "actual": Spec("&100 %", ("Ctrl+1",), "Show one pixel of the footage as one pixel of the screen", "actual"),
    "zoom_in": Spec("Zoom &in", ("Ctrl++", "Ctrl+="), "Show the picture larger"),
    "zoom_out": Spec("Zoom o&ut", ("Ctrl+-",), "Show the picture smaller"),
}
HELP: Menu = {
    "shortcuts": Spec("&Keyboard shortcuts", ("F1",), "List every action and its keys"),
    "about": Spec("&About Reviewer", ("Shift+F1",), "Version, licence, and the models it looks with"),
}

MENUS: Mapping[str, Menu] = {
    "&File": FILE,
    "&Edit": EDIT,
    "&Regions": REGION,
    "&Play": PLAY,
    "&View": VIEW,
    "&Help": HELP,
}
"""Every menu of the window, left to right, and what stands in it, top to bottom."""


class Actions:
    """One action for each line of the table, in its menu, with its keys; bound to what it does by the window."""

    def __init__(self, window: QWidget, bar: QMenuBar) -> None:
        self._made: dict[str, QAction] = {}
        self._groups: dict[str, QActionGroup] = {}
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

    def show_playing(self, playing: bool, palette: QPalette) -> None:
        """Show on the play button what pressing it would do."""
        self._made["play"].setIcon(icon("pause" if playing else "play", palette))

    def _make(self, name: str, spec: Spec, *, window: QWidget) -> QAction:
        action = QAction(spec.text, window)
        action.setObjectName(name)
        action.setShortcuts([QKeySequence(key) for key in spec.keys])
        keys = " or ".join(QKeySequence(k).toString(QKeySequence.SequenceFormat.NativeText) for k in spec.keys)
        action.setToolTip(f"{spec.tip} ({keys})")
        action.setStatusTip(spec.tip)
        action.setIconVisibleInMenu(False)
        if spec.brief:
            action.setIconText(spec.brief)
        if spec.group:
            group = self._groups.setdefault(spec.group, QActionGroup(window))
            action.setCheckable(True)
            action.setChecked(not group.actions())
            group.addAction(action)
        self._made[name] = action
        return action

"""The shell of the window: its colours, keys, layout and panes, the cases to go on with, and the help."""

from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QMainWindow, QSplitter

from reviewer.core.preferences import Theme
from reviewer.services.models import shipped
from reviewer.ui.coming_back import ComingBack
from reviewer.ui.layout import Layout, full_screen
from reviewer.ui.means import Means
from reviewer.ui.panes import Panes
from reviewer.ui.parts import Parts
from reviewer.ui.remembered import Remembered
from reviewer.ui.shortcuts import Shortcuts
from reviewer.ui.style import choose
from reviewer.ui.welcome import Welcome
from reviewer.ui.whereabouts import Keeper, Whereabouts

THEMES = {f"theme_{theme}": theme for theme in Theme}
"""The action for each choice of colours."""


class Shell(QObject):
    """Binds what concerns the window itself; make it once the window is laid out, and before it is shown.

    Those splitters of the window that have an object name keep their places under it.
    """

    def __init__(self, parts: Parts, *, window: QMainWindow, welcome: Welcome, means: Means) -> None:
        super().__init__(window)
        self._parts, self._window, self._means = parts, window, means
        self.remembered = Remembered(means.settings, self)
        self.shortcuts = Shortcuts(parts.actions, self.remembered)
        splitters = {s.objectName(): s for s in window.findChildren(QSplitter) if s.objectName()}
        page = parts.page
        self.layout = Layout(window, self.remembered, splitters=splitters, tabs={"tabs": page.tabs})
        self.whereabouts = Whereabouts(parts)
        self.whereabouts.add("zoom", Keeper(page.view.zoom_state, page.view.restore_zoom))
        self.whereabouts.add("timeline", Keeper(page.timeline.state, page.timeline.restore))
        self.coming_back = ComingBack(parts, self.remembered, welcome=welcome)
        self._panes = Panes(lambda: (welcome, page.view, page.timeline, page.cases, page.tabs, page.jobs))
        self._bind()
        self.remembered.changed.connect(self._dress)
        self.remembered.troubled.connect(parts.say)
        self._dress()

    def start(self, given: Path | None) -> None:
        """Once the window is there: say what is wrong with the settings, and come back after a crash.

        `given` is what the user has named to open instead.
        """
        handle = self._window.windowHandle()
        if handle is not None:
            handle.windowStateChanged.connect(self._stands_otherwise)
        self.remembered.tell()
        self._parts.guarded(partial(self.coming_back.start, given))

    def close(self) -> None:
        """Remember how everything stands; before the window hides and its case is put away."""
        self.layout.keep()
        self.whereabouts.keep()

    def _bind(self) -> None:
        actions = self._parts.actions
        for name, theme in THEMES.items():
            actions.bind(name, partial(self._wear, theme))
        actions.bind("full_screen", lambda: full_screen(self._window, actions["full_screen"].isChecked()))
        actions.bind("next_pane", lambda: self._panes.step(1))
        actions.bind("previous_pane", lambda: self._panes.step(-1))
        for name, function in (
            ("reset_layout", self._reset_layout),
            ("help", self._help),
            ("shortcuts", self._shortcuts),
            ("about", self._about),
        ):
            actions.bind(name, partial(self._parts.guarded, function))

    def _wear(self, theme: Theme) -> None:
        self.remembered.change(lambda p: replace(p, theme=theme))

    def _dress(self) -> None:
        theme = self.remembered.preferences.theme
        self._parts.actions[f"theme_{theme}"].setChecked(True)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            choose(application, theme)

    def _stands_otherwise(self) -> None:
        """Have the action tell whether the window takes all of its screen, however that came about."""
        self._parts.actions["full_screen"].setChecked(self._window.isFullScreen())

    def _reset_layout(self) -> None:
        self.layout.reset()
        self._parts.page.shapes()
        self._parts.say("Every part of the window stands where it did at first.")

    # Windows that are opened now and then are loaded when they are: the first one has to be there at once.

    def _help(self) -> None:
        from reviewer.ui.dialogs.help import HelpDialog, folder, pages

        HelpDialog(pages(folder()), self._window).exec()

    def _shortcuts(self) -> None:
        from reviewer.ui.dialogs.shortcuts import ShortcutsDialog

        ShortcutsDialog(self.shortcuts, self._window).exec()

    def _about(self) -> None:
        from reviewer.ui.dialogs.about import AboutDialog

        AboutDialog(shipped(), self._means.packs.listed(), parent=self._window).exec()

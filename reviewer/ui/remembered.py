"""The preferences of the user while the window is open; whoever shows one of them listens here."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from reviewer.core.preferences import Preferences
from reviewer.store.settings_file import SettingsFile


class Remembered(QObject):
    """The one place in the window where preferences change; each change is kept at once."""

    changed = Signal()
    """Something in the preferences is otherwise than before."""
    troubled = Signal(str)
    """The settings could not be read or kept; said once."""

    def __init__(self, settings: SettingsFile, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._told = ""
        self.preferences = settings.load()

    def change(self, change: Callable[[Preferences], Preferences]) -> None:
        """Keep what `change` makes of the preferences."""
        before = self.preferences
        self.preferences = self._settings.change(change)
        if self.preferences != before:
            self.changed.emit()
        self.tell()

    def tell(self) -> None:
        """Say what is wrong with the settings, if anything is and nobody has heard it yet."""
        trouble = self._settings.trouble
        if trouble and trouble != self._told:
            self._told = trouble
            self.troubled.emit(trouble)

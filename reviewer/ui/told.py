"""Labels whose text changes, read aloud whole."""

from PySide6.QtWidgets import QLabel


class Told(QLabel):
    """Text about something: a screen reader says what it is about, and the text.

    A label is read aloud by its accessible name, or where it has none by its text: a name alone would hide the text.
    """

    def __init__(self, about: str, text: str = "") -> None:
        super().__init__()
        self._about = about
        self.setText(text)

    def setText(self, text: str) -> None:
        """Show this text, and have it read aloud."""
        super().setText(text)
        self.setAccessibleName(f"{self._about}: {text}" if text else self._about)

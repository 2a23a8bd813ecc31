"""Reads fields of a TOML table that comes from outside: each of its right kind, and none that nobody asked for."""

import unicodedata
from collections.abc import Sequence
from typing import Any, Final

MOST_LETTERS = 200
"""Letters of a text that is shown in lists and written into reports."""

_NEEDED: Final = object()


class ManifestError(Exception):
    """A manifest says something that makes no sense; the text names the field, without a full stop."""


class Table:
    """One table; `where` is what messages call it."""

    def __init__(self, values: dict[str, Any], where: str = "") -> None:
        self._values = dict(values)
        self._where = f" in [{where}]" if where else ""

    def value(self, key: str, *, default: Any = _NEEDED) -> Any:
        """The field `key`, whatever its kind, taken out of the table; raises ManifestError where it is missing."""
        value = self._values.pop(key, default)
        if value is _NEEDED:
            raise ManifestError(f'"{key}"{self._where} is missing')
        return value

    def text(self, key: str) -> str:
        """A text on one line that is not empty."""
        value = self.value(key)
        if not isinstance(value, str) or not value.strip():
            raise ManifestError(f'"{key}"{self._where} has to be a text that is not empty')
        if len(value) > MOST_LETTERS or any(unicodedata.category(c) in ("Cc", "Cf", "Zl", "Zp", "Cs") for c in value):
            raise ManifestError(
                f'"{key}"{self._where} has to be one line of at most {MOST_LETTERS} letters, with no control characters'
            )
        return value.strip()

    def choice(self, key: str, choices: Sequence[str], *, default: Any = _NEEDED) -> str:
        """One of a few words."""
        value = self.value(key, default=default)
        if not isinstance(value, str) or value not in choices:
            told = f"{', '.join(choices[:-1])} or {choices[-1]}"
            raise ManifestError(f'"{key}"{self._where} has to be {told}')
        return value

    def number(self, key: str, *, default: Any = _NEEDED, least: float, most: float) -> float:
        """A number in a range, both ends included."""
        value = self.value(key, default=default)
        if type(value) not in (int, float) or not least <= value <= most:
            raise ManifestError(f'"{key}"{self._where} has to be a number from {least:g} to {most:g}')
        return float(value)

    def switch(self, key: str, *, default: bool) -> bool:
        """True or false."""
        value = self.value(key, default=default)
        if not isinstance(value, bool):
            raise ManifestError(f'"{key}"{self._where} has to be true or false')
        return value

    def table(self, key: str, *, needed: bool = True) -> "Table":
        """A table in this one, an empty one where it is missing and not `needed`."""
        value = self._values.pop(key, None if needed else {})
        if value is None:
            raise ManifestError(f"the table [{key}] is missing")
        if not isinstance(value, dict):
            raise ManifestError(f'"{key}" has to be a table, [{key}]')
        return Table(value, key)

    def finish(self) -> None:
        """Raise ManifestError when there is a field that nobody has asked for."""
        for key in self._values:
            raise ManifestError(f"{key[:40]!a}{self._where} is not a field that is known")

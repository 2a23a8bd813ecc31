"""The file that a person's preferences are kept in: JSON, written beside and renamed, in their folder for settings.

A file that cannot be read, or that a newer version of the program wrote, is set aside under another name: it is never
written over, and never keeps the window from opening.
"""

import base64
import binascii
import json
import logging
import math
import os
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

import platformdirs

from reviewer.core.preferences import MOST_RECENT, Held, Preferences, Theme

log = logging.getLogger(__name__)

VARIABLE = "REVIEWER_SETTINGS"
"""The environment variable that names a folder to keep settings in instead, for tests and portable programs."""

NAME = "settings.json"
VERSION = 1

LARGEST = 4 * 1024 * 1024
"""Bytes; a file that is larger was not written by this program, and reading it would hold the start up."""

MOST_HELD = 32
"""Open cases that are remembered: crashes of windows that nobody opens again must not make the file grow."""

TRIES, PAUSE = 4, 0.01
"""How often a file that is in use is tried again, and after how many seconds: nobody notices the wait."""

Result = TypeVar("Result")
Change = Callable[[Preferences], Preferences]


def settings_folder() -> Path:
    """Where the settings of this person are kept; it need not exist."""
    chosen = os.environ.get(VARIABLE)
    return Path(chosen) if chosen else platformdirs.user_config_path("Reviewer", appauthor=False)


class SettingsFile:
    """Reads and changes the preferences in `folder`; without a folder they last as long as this object.

    Several windows may share the file: a change is made to what the file holds at that moment. `trouble` is a sentence
    for the user about a file that was set aside or that cannot be written, or empty.
    """

    def __init__(self, folder: Path | None) -> None:
        self._path = folder / NAME if folder is not None else None
        self._last = Preferences()
        self._lost = False
        self.trouble = ""

    def load(self) -> Preferences:
        """The preferences as they are kept; those of a new user where there are none, or none that can be read."""
        if self._path is None or self._lost:
            return self._last
        try:
            text = _patiently(self._path, _text_of)
            if len(text) > LARGEST:
                raise ValueError("it is too large")
            self._last = _read(json.loads(text))
        except FileNotFoundError:
            self._last = Preferences()
        except _NewerError:
            self._set_aside("were saved by a newer version of Reviewer")
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError, OverflowError):
            self._set_aside("cannot be read")
        except OSError as error:
            self._give_up(error)
        return self._last

    def change(self, change: Change) -> Preferences:
        """Keep what `change` makes of the preferences, and return it; without fail, even where it cannot be kept."""
        before = self.load()
        self._last = change(before)
        if self._path is not None and not self._lost and self._last != before:
            try:
                _write(self._path, _shown(self._last))
            except OSError as error:
                self._give_up(error)
        return self._last

    def _set_aside(self, why: str) -> None:
        assert self._path is not None
        stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
        aside = self._path.with_name(f"{self._path.stem}-set-aside-{stamp}.json")
        self._last = Preferences()
        try:
            self._path.replace(aside)
        except OSError as error:
            self._give_up(error)
            return
        log.warning("the settings %s; they were set aside as %s", why, aside.name)
        self.trouble = f"Your settings {why}. They lie beside the new ones as {aside.name}; the usual ones are in use."

    def _give_up(self, error: OSError) -> None:
        self._lost = True
        log.warning("the settings cannot be kept: %s", error.strerror)
        self.trouble = "Your settings cannot be read or saved here: what you change lasts until the window is closed."


class _NewerError(Exception):
    """A later version of the program wrote the file."""


def _read(given: Any) -> Preferences:
    """Decode what JSON held; raises _NewerError, or any of the errors of what has another form."""
    version = given.pop("version")
    if not isinstance(version, int) or isinstance(version, bool):
        raise TypeError("version")
    if version > VERSION:
        raise _NewerError
    usual = Preferences()
    return Preferences(
        theme=Theme(given.pop("theme", usual.theme)),
        keys=MappingProxyType({str(n): tuple(_text(k) for k in keys) for n, keys in given.pop("keys", {}).items()}),
        layout=MappingProxyType({str(n): _bytes(v) for n, v in given.pop("layout", {}).items()}),
        recent=tuple(Path(_text(folder)) for folder in given.pop("recent", ()))[:MOST_RECENT],
        held=tuple(_held(each) for each in given.pop("held", ()))[-MOST_HELD:],
        volume=_share(given.pop("volume", usual.volume)),
        hear=_flag(given.pop("hear", usual.hear)),
        rest=MappingProxyType(given),
    )


def _shown(preferences: Preferences) -> Mapping[str, Any]:
    return {
        **preferences.rest,
        "version": VERSION,
        "theme": str(preferences.theme),
        "keys": {name: list(keys) for name, keys in preferences.keys.items()},
        "layout": {name: base64.b64encode(value).decode("ascii") for name, value in preferences.layout.items()},
        "recent": [str(folder) for folder in preferences.recent],
        "held": [
            {"folder": str(h.folder), "process": h.process, "began": h.began, "returned": h.returned}
            for h in preferences.held[-MOST_HELD:]
        ],
        "volume": preferences.volume,
        "hear": preferences.hear,
    }


def _write(path: Path, shown: Mapping[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}.partial")
    try:
        with draft.open("w", encoding="ascii") as file:
            json.dump(shown, file, indent=1)  # in ASCII, which keeps names that are no UTF-8
            file.flush()
            os.fsync(file.fileno())
        _patiently(draft, lambda whole: whole.replace(path))
    except OSError:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
        raise


def _text_of(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(LARGEST + 1)


def _patiently(path: Path, act: Callable[[Path], Result]) -> Result:
    """Do it again a moment later when it is refused: on Windows that is so while another window has the file open."""
    for _ in range(TRIES):
        try:
            return act(path)
        except PermissionError:
            time.sleep(PAUSE)
    return act(path)


def _held(given: Any) -> Held:
    process, began = given["process"], float(given["began"])
    if not isinstance(process, int) or process < 0 or not math.isfinite(began):
        raise ValueError("process")
    return Held(Path(_text(given["folder"])), process, began, _flag(given.get("returned", False)))


def _text(given: Any) -> str:
    if not isinstance(given, str):
        raise TypeError("text")
    return given


def _flag(given: Any) -> bool:
    if not isinstance(given, bool):
        raise TypeError("flag")
    return given


def _share(given: Any) -> float:
    share = float(given)
    if not 0.0 <= share <= 1.0:
        raise ValueError("share")
    return share


def _bytes(given: Any) -> bytes:
    try:
        return base64.b64decode(_text(given), validate=True)
    except binascii.Error as error:
        raise ValueError("bytes") from error

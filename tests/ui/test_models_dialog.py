"""The list of model packs: what it shows, and that adding, switching and removing do what they say."""

import dataclasses
import hashlib
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from reviewer.core import places
from reviewer.core.copy import Copy
from reviewer.core.errors import DiskError, ReviewerError
from reviewer.services.jobs import Progress
from reviewer.services.models import ModelPacks, Offered
from reviewer.ui.dialogs.models import MEANING, NONE, ModelsDialog
from reviewer.ui.main_window import MainWindow
from reviewer.ui.orders import ReleaseOrder
from reviewer.vision.packs import MANIFEST, MODEL
from tests.support import models as m
from tests.support.models import put
from tests.support.window import WAIT, FakeUser, open_footage
from tests.ui.test_actions import nameless

LOOKS, LICENCE, WHOM, DIGEST, STATE = range(1, 6)


@dataclass
class FakePackUser:
    """Gives the answers that were laid down."""

    file: Path | None = None
    everyone: bool | None = False
    removes: bool = True
    offered: list[Offered] = field(default_factory=list)

    def pack_file(self) -> Path | None:
        return self.file

    def add(self, offered: Offered, *, for_everyone: bool) -> bool | None:
        self.offered.append(offered)
        return self.everyone

    def remove(self, name: str) -> bool:
        return self.removes


pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
"""The offscreen screen has no window manager to hint to."""

Opens = Callable[[FakePackUser], ModelsDialog]


@pytest.fixture
def problems() -> list[BaseException]:
    return []


@pytest.fixture
def opens(qtbot: QtBot, problems: list[BaseException]) -> Iterator[Opens]:
    """Opens the dialog with that user; it is closed in the end."""
    made: list[ModelsDialog] = []

    def opens(user: FakePackUser) -> ModelsDialog:
        dialog = ModelsDialog(ModelPacks(), report=problems.append, user=user)
        qtbot.addWidget(dialog)
        dialog.show()
        made.append(dialog)
        return dialog

    yield opens
    for dialog in made:
        dialog.reject()
        qtbot.waitUntil(lambda d=dialog: not d.isVisible(), timeout=WAIT)


def cells(dialog: ModelsDialog, row: int = 0) -> list[str]:
    items = (dialog.table.item(row, column) for column in range(dialog.table.columnCount()))
    return [item.text() if item else "" for item in items]


def tick(dialog: ModelsDialog, *, on: bool, row: int = 0) -> None:
    item = dialog.table.item(row, 0)
    assert item is not None
    item.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
    QApplication.processEvents()


def test_without_packs_it_says_so_and_what_one_would_mean(opens: Opens) -> None:
    dialog = opens(FakePackUser())
    assert dialog.table.rowCount() == 0
    assert dialog.details.text() == NONE
    assert not dialog.remove_button.isEnabled()
    assert "never instead of them" in MEANING


def test_each_pack_is_shown_with_everything_that_is_known_of_it(opens: Opens) -> None:
    put(places.pack_folders().everyone, "plates", subject="plate")
    put(places.pack_folders().own, "faces")
    dialog = opens(FakePackUser())
    shown = {cells(dialog, row)[0]: cells(dialog, row) for row in range(2)}
    assert shown["plates"][LOOKS:DIGEST] == ["Number plates", "CC0-1.0", "Everyone"]
    assert shown["faces"][LOOKS:DIGEST] == ["Faces", "CC0-1.0", "You"]
    assert shown["faces"][STATE] == "On"
    dialog.table.selectRow(1)
    assert "From: made for a test" in dialog.details.text()
    told = dialog.details.text().replace(" ", "")
    assert hashlib.sha256(m.bright("yolov8")).hexdigest() in told


def test_a_damaged_pack_says_what_is_the_matter(opens: Opens) -> None:
    (put(places.pack_folders().own) / MODEL).write_bytes(b"other")
    dialog = opens(FakePackUser())
    assert cells(dialog)[STATE] == "Damaged"
    assert "its digest differs" in dialog.details.text()
    assert dialog.remove_button.isEnabled()


def test_a_pack_is_tried_and_added(opens: Opens, qtbot: QtBot, problems: list[BaseException], tmp_path: Path) -> None:
    put(places.pack_folders().own, "another")
    user = FakePackUser(m.a_pack(tmp_path / "from"))
    dialog = opens(user)
    dialog.add_button.click()
    assert dialog.progress.isVisible()
    assert not dialog.add_button.isEnabled()
    assert dialog.said.text() == "Trying bright on a plain picture…"
    qtbot.waitUntil(lambda: dialog.table.rowCount() == 2, timeout=WAIT)
    assert "bright has been added. It took" in dialog.said.text()
    assert not dialog.progress.isVisible()
    assert dialog.add_button.isEnabled()
    assert [o.manifest.name for o in user.offered] == ["bright"]
    assert problems == []


def test_what_cannot_be_added_is_reported_and_not_there(
    opens: Opens, qtbot: QtBot, problems: list[BaseException], tmp_path: Path
) -> None:
    user = FakePackUser(tmp_path / "nothing.toml")
    dialog = opens(user)
    dialog.add_button.click()
    assert "There is no file" in str(problems.pop())
    user.file = m.a_pack(tmp_path / "from", b"a model")
    dialog.add_button.click()
    qtbot.waitUntil(lambda: bool(problems), timeout=WAIT)
    assert "is not in the ONNX format" in str(problems[0])
    assert dialog.table.rowCount() == 0
    assert dialog.said.text() == ""


def test_a_user_who_would_rather_not_adds_nothing(opens: Opens, tmp_path: Path) -> None:
    user = FakePackUser(None)
    dialog = opens(user)
    dialog.add_button.click()
    user.file, user.everyone = m.a_pack(tmp_path / "from"), None
    dialog.add_button.click()
    assert len(user.offered) == 1
    assert not dialog.progress.isVisible()


def test_closing_while_a_model_is_tried_adds_nothing(opens: Opens, qtbot: QtBot, tmp_path: Path) -> None:
    dialog = opens(FakePackUser(m.a_pack(tmp_path / "from")))
    dialog.add_button.click()
    dialog.close()
    qtbot.waitUntil(lambda: not dialog.isVisible(), timeout=WAIT)
    own = places.pack_folders().own
    assert not own.exists() or list(own.iterdir()) == []


def test_a_pack_is_switched_off_and_on_again(opens: Opens, problems: list[BaseException]) -> None:
    put(places.pack_folders().own)
    dialog = opens(FakePackUser())
    tick(dialog, on=False)
    assert not ModelPacks().listed()[0].on
    assert cells(dialog)[STATE] == "Off"
    tick(dialog, on=True)
    assert ModelPacks().listed()[0].on
    assert problems == []


def test_a_switch_that_may_not_be_moved_goes_back(
    opens: Opens, problems: list[BaseException], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_packs: ModelPacks, _name: str, *, on: bool) -> None:
        raise DiskError(f"It cannot be switched {'on' if on else 'off'}.")

    put(places.pack_folders().everyone)
    monkeypatch.setattr(ModelPacks, "switch", refuse)
    dialog = opens(FakePackUser())
    tick(dialog, on=False)
    assert [str(p) for p in problems] == ["It cannot be switched off."]
    item = dialog.table.item(0, 0)
    assert item is not None
    assert item.checkState() is Qt.CheckState.Checked


def test_a_pack_is_removed_when_the_user_says_so(opens: Opens) -> None:
    put(places.pack_folders().own)
    user = FakePackUser(removes=False)
    dialog = opens(user)
    dialog.remove_button.click()
    assert dialog.table.rowCount() == 1
    user.removes = True
    dialog.remove_button.click()
    assert dialog.table.rowCount() == 0
    assert ModelPacks().listed() == ()


def test_it_can_be_used_with_the_keyboard_and_read_aloud(opens: Opens, qtbot: QtBot) -> None:
    put(places.pack_folders().own)
    dialog = opens(FakePackUser())
    assert nameless(dialog) == []
    dialog.activateWindow()
    dialog.table.setFocus()
    qtbot.waitUntil(dialog.table.hasFocus, timeout=WAIT)
    qtbot.keyClick(dialog.table, Qt.Key.Key_Space)
    QApplication.processEvents()
    assert not ModelPacks().listed()[0].on
    qtbot.keyClick(dialog.table, Qt.Key.Key_Tab)
    assert not dialog.table.hasFocus()


def answer(window: MainWindow, name: str) -> list[str]:
    """Trigger an action that opens a dialog, and close that; the dialogs that were seen."""
    seen: list[str] = []

    def close() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, QWidget):
            seen.append(type(dialog).__name__)
            dialog.close()

    QTimer.singleShot(0, window, close)
    window.commands[name].trigger()
    return seen


def test_the_menu_leads_to_it_and_to_what_the_program_is_about(window: MainWindow) -> None:
    assert answer(window, "models") == ["ModelsDialog"]
    assert answer(window, "about") == ["AboutDialog"]


def test_a_pack_looks_in_the_window_and_is_named_in_the_order_of_a_copy(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    orders: list[ReleaseOrder] = []

    def release(order: ReleaseOrder) -> Generator[Progress, None, Copy]:
        orders.append(order)
        yield Progress(0, 1)
        raise ReviewerError("That is enough.")

    operations = window.operations
    releasing = operations.releasing
    monkeypatch.setattr(releasing, "_means", dataclasses.replace(releasing._means, release=release))
    put(places.pack_folders().own)
    open_footage(qtbot, window)
    assert [pack.name for pack in operations.search.packs] == ["bright"]
    ModelPacks().remove("bright")
    window.commands["release"].trigger()
    qtbot.waitUntil(lambda: bool(orders) and not window.work.busy, timeout=WAIT)
    assert orders[0].search.packs == ()
    assert [pack.name for pack in orders[0].found_with] == ["bright"]


def test_a_damaged_pack_is_shown_before_any_analysis(qtbot: QtBot, window: MainWindow, user: FakeUser) -> None:
    (put(places.pack_folders().own) / MANIFEST).write_text("")
    window.commands["open_footage"].trigger()
    qtbot.waitUntil(lambda: bool(user.problems), timeout=WAIT)
    assert "The model pack bright is damaged" in user.problems[0].sentence


def test_finds_in_a_plain_picture_are_told(opens: Opens, qtbot: QtBot, tmp_path: Path) -> None:
    data = m.constant(np.array([[[32, 32, 20, 20, 0.95]]], np.float32))
    dialog = opens(FakePackUser(m.a_pack(tmp_path / "from", data, format="yolov5")))
    dialog.add_button.click()
    qtbot.waitUntil(lambda: dialog.table.rowCount() == 1, timeout=WAIT)
    assert "It found 1 there, where there is nothing" in dialog.said.text()

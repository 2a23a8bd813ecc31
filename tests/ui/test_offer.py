"""What a pack says of itself before it is added is shown as it is, and as nothing else."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QLabel, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from reviewer.services.models import Offered, offered_at
from reviewer.ui.dialogs.offer import DialogPackUser, OfferDialog, halved
from tests.support import models as m
from tests.ui.test_actions import nameless


@pytest.fixture
def offered(tmp_path: Path) -> Offered:
    return offered_at(m.a_pack(tmp_path))


def texts(dialog: OfferDialog) -> list[str]:
    return [label.text() for label in dialog.findChildren(QLabel)]


def test_everything_that_matters_is_shown(offered: Offered, qtbot: QtBot) -> None:
    dialog = OfferDialog(offered, for_everyone=True)
    qtbot.addWidget(dialog)
    manifest = offered.manifest
    for text in (manifest.name, "Faces", manifest.licence, manifest.source, halved(manifest.sha256)):
        assert text in texts(dialog)
    assert halved(manifest.sha256).replace(" ", "") == manifest.sha256
    assert dialog.buttons.button(QDialogButtonBox.StandardButton.Ok).text() == "&Try and add"
    assert nameless(dialog) == []


def test_what_a_pack_says_is_never_taken_for_markup(offered: Offered, qtbot: QtBot) -> None:
    evil = replace(offered, manifest=replace(offered.manifest, source="<b>OpenCV</b><img src=x>"))
    dialog = OfferDialog(evil, for_everyone=True)
    qtbot.addWidget(dialog)
    (label,) = [label for label in dialog.findChildren(QLabel) if "<img" in label.text()]
    assert label.textFormat() is Qt.TextFormat.PlainText


@pytest.mark.qt_log_ignore("propagateSizeHints")  # the offscreen screen has no window manager to hint to
def test_a_pack_is_not_removed_by_an_enter_too_many(qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    defaults: list[str] = []

    def press() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        defaults.append(box.defaultButton().text())
        qtbot.keyClick(box, Qt.Key.Key_Return)

    QTimer.singleShot(0, parent, press)
    assert not DialogPackUser(parent).remove("a-pack")
    assert len(defaults) == 1


@pytest.mark.parametrize("may", [True, False])
def test_for_everyone_is_offered_to_whoever_may(may: bool, offered: Offered, qtbot: QtBot) -> None:
    dialog = OfferDialog(offered, for_everyone=may)
    qtbot.addWidget(dialog)
    assert dialog.everyone.isEnabled() is may
    assert ("administrator" in dialog.everyone.text()) is not may
    assert not dialog.everyone.isChecked()

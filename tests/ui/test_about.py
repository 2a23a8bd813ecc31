"""About lists every model that looks: those of the program, and those that were added."""

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from reviewer import __version__
from reviewer.core import places
from reviewer.services.models import ModelPacks, shipped
from reviewer.ui.dialogs.about import AboutDialog
from reviewer.vision.packs import MODEL
from tests.support.models import put
from tests.ui.test_actions import nameless


def rows(dialog: AboutDialog) -> list[list[str]]:
    table = dialog.table
    cells = [[table.item(row, column) for column in range(table.columnCount())] for row in range(table.rowCount())]
    return [[cell.text() if cell else "" for cell in row] for row in cells]


def test_every_model_is_listed_with_its_licence_and_digest(qtbot: QtBot) -> None:
    put(places.pack_folders().own, "good")
    (put(places.pack_folders().own, "torn") / MODEL).unlink()
    ModelPacks().switch("good", on=False)
    dialog = AboutDialog(shipped(), ModelPacks().listed())
    qtbot.addWidget(dialog)
    own, packs = rows(dialog)[: len(shipped())], rows(dialog)[len(shipped()) :]
    assert own == [[model.name, "Reviewer", model.licence, model.sha256] for model in shipped()]
    assert [row[:3] for row in packs] == [
        ["good", "Model pack, off", "CC0-1.0"],
        ["torn", "Model pack, damaged", "CC0-1.0"],
    ]
    assert all(len(row[3]) == 64 for row in packs)


def test_it_says_which_version_under_which_terms(qtbot: QtBot) -> None:
    dialog = AboutDialog(shipped(), ())
    qtbot.addWidget(dialog)
    said = " ".join(label.text() for label in dialog.findChildren(QLabel))
    assert f"Reviewer {__version__}" in said
    assert "GNU General Public License" in said
    assert nameless(dialog) == []

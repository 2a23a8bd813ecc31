"""The help pages can be read and searched, and lead nowhere but to one another."""

from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from pytestqt.qtbot import QtBot

from reviewer.ui.dialogs.help import HelpDialog, folder, pages, title

TEXTS = {
    "desk": "# First\n\nSee [the second](second.md), [elsewhere](https"
    + "://example.org/), [a file](file:///etc/passwd)"
    " and [up](../secret.md). <b>bold</b> ![picture](picture.png)",
    "second": "# Second\n\nA needle in the hay.\n\nAnother needle, lower down.",
    "model-x": "# About x\n\nNothing.",
}


@pytest.fixture
def dialog(qtbot: QtBot) -> HelpDialog:
    dialog = HelpDialog(TEXTS)
    qtbot.addWidget(dialog)
    return dialog


def names(dialog: HelpDialog) -> list[str]:
    rows = range(dialog.list.count())
    return [dialog.list.item(r).text() for r in rows if not dialog.list.item(r).isHidden()]


def test_every_page_of_the_installation_has_a_title_of_its_own_and_can_be_shown(qtbot: QtBot) -> None:
    texts = pages(folder())
    titles = [title(text) for text in texts.values()]
    assert len(set(titles)) == len(titles) >= 10
    assert "Untitled" not in titles
    dialog = HelpDialog(texts)
    qtbot.addWidget(dialog)
    for name in texts:
        dialog.show_page(name)
        assert title(texts[name]).replace("`", "") in dialog.page.toPlainText()


def test_every_link_of_the_pages_leads_to_a_page_that_is_there(qtbot: QtBot) -> None:
    import re

    texts = pages(folder())
    for name, text in texts.items():
        for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", text):
            assert Path(target).stem in texts, (name, target)
            assert target == f"{Path(target).stem}.md", (name, target)


def test_the_pages_about_models_come_last_and_the_first_first(tmp_path: Path) -> None:
    for name, text in TEXTS.items():
        (tmp_path / f"{name}.md").write_text(text, encoding="utf-8")
    (tmp_path / "a.md").write_text("# Alpha", encoding="utf-8")
    assert list(pages(tmp_path)) == ["desk", "a", "second", "model-x"]


def test_a_link_to_a_page_shows_it_and_any_other_is_left_alone(dialog: HelpDialog) -> None:
    for elsewhere in (
        "https" + "://example.org/second.md",
        "file:///second.md",
        "../second.md",
        "x/second.md",
        "gone.md",
    ):
        dialog.page.anchorClicked.emit(QUrl(elsewhere))
        assert dialog.page.toPlainText().startswith("First"), elsewhere
    dialog.page.anchorClicked.emit(QUrl("second.md"))
    assert dialog.page.toPlainText().startswith("Second")
    assert dialog.list.currentItem().text() == "Second"


def test_what_a_page_names_elsewhere_is_not_loaded(dialog: HelpDialog) -> None:
    assert dialog.page.loadResource(2, QUrl("picture.png")) is None
    assert "<b>" in dialog.page.toPlainText()  # HTML in a page is shown as it stands


def test_typing_narrows_the_list_to_the_pages_with_all_the_words_and_marks_the_first_place(dialog: HelpDialog) -> None:
    dialog.search.setText("HAY needle")
    assert names(dialog) == ["Second"]
    assert dialog.page.textCursor().selectedText().lower() == "hay"
    dialog.search.setText("needle")
    first = dialog.page.textCursor().position()
    dialog.next_button.click()
    assert dialog.page.textCursor().position() > first
    dialog.next_button.click()
    assert dialog.page.textCursor().position() == first


def test_words_that_no_page_holds_leave_the_page_as_it_is(dialog: HelpDialog) -> None:
    dialog.search.setText("nowhere to be found")
    assert names(dialog) == []
    assert dialog.page.toPlainText().startswith("First")
    dialog.search.clear()
    assert len(names(dialog)) == 3
    assert not dialog.next_button.isEnabled()

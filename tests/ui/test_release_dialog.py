"""What is asked at a release, what is said before it, and what is given back."""

from collections.abc import Generator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QLabel,
    QLineEdit,
    QScrollArea,
    QWidget,
)
from pytestqt.qtbot import QtBot

from reviewer.core.disclosure import Disclosure
from reviewer.core.errors import FootageError
from reviewer.core.footage import Footage
from reviewer.core.profile import Profile, Quality, SoundPolicy
from reviewer.core.removal import Kind, Removed
from reviewer.core.review import Review, of
from reviewer.core.stamp import Corner, Stamp
from reviewer.core.timing import Span, Tick
from reviewer.effects.catalogue import names
from reviewer.services.copy_places import open_folder
from reviewer.services.jobs import Progress
from reviewer.services.pack_request import MANIFEST, restricted_folder
from reviewer.ui.asking import DialogUser
from reviewer.ui.bridge import MainThread
from reviewer.ui.dialogs.release import LEAST, ReleaseChoice, ReleaseDialog
from reviewer.ui.dialogs.release_look import EFFECTS, graded
from reviewer.ui.dialogs.release_place import LONGEST, wrong_with
from reviewer.ui.dialogs.release_removed import SAYS
from reviewer.ui.dialogs.release_words import ReleaseQuestion
from reviewer.ui.removals import Listing, RemovalLists
from tests.support.values import a_footage, a_region

OK = QDialogButtonBox.StandardButton.Ok

ROWS = (
    Removed(kind=Kind.LOCATION, where="box moov/udta", what="place of recording", value="+51.5-0.12/", size=22),
    Removed(kind=Kind.STREAM, where="stream 3", what="subtitles, 4 packets", value="he said so"),
)


def a_question(folder: Path, **given: Any) -> ReleaseQuestion:
    usual: dict[str, Any] = {
        "footage": a_footage(),
        "review": Review(),
        "profile": Profile(),
        "target": folder / "pack",
    }
    return ReleaseQuestion(**{**usual, **given})


@pytest.fixture
def dialog(tmp_path: Path, qtbot: QtBot) -> ReleaseDialog:
    dialog = ReleaseDialog(a_question(tmp_path))
    qtbot.addWidget(dialog)
    return dialog


@pytest.fixture
def lists(qtbot: QtBot) -> Generator[list[RemovalLists], None, None]:
    made: list[RemovalLists] = []
    yield made
    for one in made:
        one.close()
        one.deleteLater()


def listing(lists: list[RemovalLists], work: Listing) -> RemovalLists:
    lists.append(RemovalLists(work, MainThread()))
    return lists[-1]


def texts(widget: QWidget) -> list[str]:
    return [label.text() for label in widget.findChildren(QLabel)]


def choose(box: QComboBox, value: object) -> None:
    at = box.findData(value)
    assert at >= 0
    box.setCurrentIndex(at)


def test_the_user_is_asked_by_this_dialog(
    tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, lists: list[RemovalLists]
) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    listed = []

    def work(footage: Footage) -> Generator[Progress, None, tuple[Removed, ...]]:
        listed.append(footage)
        yield Progress(0, None)
        return ROWS

    def answered(dialog: ReleaseDialog) -> int:
        answer = answers.pop(0)
        qtbot.waitUntil(lambda: dialog.removed.table.rowCount() == 2)
        dialog.done(answer)
        return answer

    answers = [QDialog.DialogCode.Accepted.value, QDialog.DialogCode.Rejected.value]
    monkeypatch.setattr(ReleaseDialog, "exec", answered)
    user, question = DialogUser(window, removals=listing(lists, work)), a_question(tmp_path)
    assert user.release(question) == ReleaseChoice(Profile(), tmp_path / "pack")
    assert user.release(question) is None
    assert listed == [question.footage]


def test_what_was_answered_before_is_the_answer_when_nothing_is_changed(tmp_path: Path, qtbot: QtBot) -> None:
    stamp = Stamp(text="COPY", reference="SAR 1", clock=False, corner=Corner.BOTTOM_RIGHT, size=0.05)
    profile = Profile("mosaic", (255, 255, 255), SoundPolicy.SILENT, Quality.ARCHIVE, True, stamp)
    disclosure = Disclosure(recipient="A", organisation="B", purpose="C", basis="D", reference="E")
    dialog = ReleaseDialog(a_question(tmp_path, profile=profile, disclosure=disclosure))
    qtbot.addWidget(dialog)
    assert dialog.answer == ReleaseChoice(profile, tmp_path / "pack", disclosure, False)
    assert dialog.look.fill.text() == "White"


def test_everything_that_is_changed_is_in_the_answer(dialog: ReleaseDialog, tmp_path: Path) -> None:
    choose(dialog.look.effect, "mosaic")
    choose(dialog.look.sound, SoundPolicy.NONE)
    choose(dialog.look.quality, Quality.SMALLEST)
    dialog.look.hardware.setChecked(True)
    dialog.stamp.wanted.setChecked(True)
    dialog.stamp.text.setText("  NOT THE ORIGINAL ")
    dialog.stamp.reference.setText("R/1")
    dialog.stamp.clock.setChecked(False)
    choose(dialog.stamp.corner, Corner.TOP_RIGHT)
    choose(dialog.stamp.letters, 0.045)
    dialog.recipient.recipient.setText("Jane Roe")
    dialog.recipient.purpose.setCurrentText("Another purpose")
    dialog.overview.place.line.setText(str(tmp_path / "another"))
    stamp = Stamp(text="NOT THE ORIGINAL", reference="R/1", clock=False, corner=Corner.TOP_RIGHT, size=0.045)
    assert dialog.answer == ReleaseChoice(
        Profile("mosaic", (0, 0, 0), SoundPolicy.NONE, Quality.SMALLEST, True, stamp),
        tmp_path / "another",
        Disclosure(recipient="Jane Roe", purpose="Another purpose"),
    )


def test_nothing_is_stamped_and_no_hardware_asked_unless_somebody_says_so(dialog: ReleaseDialog) -> None:
    assert (dialog.answer.profile.stamp, dialog.answer.profile.hardware) == (None, False)
    assert not dialog.stamp.text.isEnabled()


def make_nothing(_folder: Path) -> None:
    """Leave the folder as it is."""


def make_pack(folder: Path) -> None:
    (folder / "pack").mkdir()
    (folder / "pack" / MANIFEST).touch()


def make_other(folder: Path) -> None:
    (folder / "pack").mkdir()


def make_file(folder: Path) -> None:
    (folder / "pack").touch()


def make_restricted(folder: Path) -> None:
    restricted_folder(folder / "pack").mkdir()


def make_open(folder: Path) -> None:
    open_folder(folder / "pack").mkdir()


@pytest.mark.parametrize(
    ("make", "name", "said"),
    [
        (make_nothing, "", "Name the folder"),
        (make_nothing, "  ", "Name the folder"),
        (make_nothing, "no such/pack", "no such folder"),
        (make_nothing, "pa?ck", "none of the signs"),
        (make_nothing, "pack.", "none of the signs"),
        (make_nothing, "pa\tck", "none of the signs"),
        (make_nothing, "p" * (LONGEST + 1), "1 to 100 characters"),
        (make_pack, "pack", "holds a pack already"),
        (make_other, "pack", "something under this name"),
        (make_file, "pack", "something under this name"),
        (make_open, "pack", "is open: choose another name"),
        (make_nothing, "pack.CHECK-OPEN", "whose check is open"),
        (make_restricted, "pack", "restricted part of another pack"),
    ],
)
def test_a_folder_that_cannot_be_is_refused_with_a_sentence(
    tmp_path: Path, dialog: ReleaseDialog, make: Any, name: str, said: str
) -> None:
    assert dialog.buttons.button(OK).isEnabled()
    make(tmp_path)
    text = str(tmp_path / name) if name.strip() else name
    dialog.overview.place.line.setText(f"{text} ")
    dialog.overview.place.line.setText(text)
    assert not dialog.buttons.button(OK).isEnabled()
    assert said in wrong_with(text)
    assert f"! {wrong_with(text)}" in texts(dialog)


def test_each_effect_has_words_and_its_grade_is_told(dialog: ReleaseDialog) -> None:
    assert set(EFFECTS) == set(names())
    for name in names():
        choose(dialog.look.effect, name)
        assert graded(name) in texts(dialog.look)
        assert "always covered with a solid colour" in graded(name)


def test_each_quality_says_what_it_costs(dialog: ReleaseDialog) -> None:
    told = set()
    for quality in Quality:
        choose(dialog.look.quality, quality)
        told.add(tuple(texts(dialog.look)))
    assert len(told) == len(Quality)


def test_only_in_to_out_can_be_chosen_when_nothing_is_kept_yet(tmp_path: Path, qtbot: QtBot) -> None:
    review = replace(Review(), in_out=Span(Tick(0), Tick(40)))
    dialog = ReleaseDialog(a_question(tmp_path, review=review))
    qtbot.addWidget(dialog)
    assert dialog.overview.in_out.isVisibleTo(dialog)
    assert not dialog.answer.only_in_out
    dialog.overview.in_out.setChecked(True)
    assert dialog.answer.only_in_out


@pytest.mark.parametrize(
    "review", [Review(), replace(Review(), in_out=Span(Tick(0), Tick(40)), kept=(Span(Tick(0), Tick(40)),))]
)
def test_only_in_to_out_is_no_choice_otherwise(tmp_path: Path, qtbot: QtBot, review: Review) -> None:
    dialog = ReleaseDialog(a_question(tmp_path, review=review))
    qtbot.addWidget(dialog)
    dialog.overview.in_out.setChecked(True)
    assert not dialog.overview.in_out.isVisibleTo(dialog)
    assert not dialog.answer.only_in_out


def test_what_stands_against_a_release_is_said_and_prevents_nothing(tmp_path: Path, qtbot: QtBot) -> None:
    question = a_question(tmp_path, review=of([a_region("a")]), doubts=2, more=("A name of the watch-list is heard.",))
    dialog = ReleaseDialog(question)
    qtbot.addWidget(dialog)
    said = texts(dialog.overview)
    for sentence in ("! 2 doubtful places are open.", "! A name of the watch-list is heard."):
        assert sentence in said
    assert dialog.buttons.button(OK).isEnabled()


def test_what_becomes_of_the_sound_is_said_anew_with_the_choice(dialog: ReleaseDialog) -> None:
    assert any("everything that is said will be heard" in text for text in texts(dialog.overview))
    choose(dialog.look.sound, SoundPolicy.NONE)
    assert not any("everything that is said will be heard" in text for text in texts(dialog.overview))
    assert any("no sound" in text for text in texts(dialog.overview))


def test_what_is_left_out_is_listed_while_the_dialog_is_open_and_says_nothing_unless_asked(
    tmp_path: Path, qtbot: QtBot, lists: list[RemovalLists]
) -> None:
    asked = []

    def work(footage: Footage) -> Generator[Progress, None, tuple[Removed, ...]]:
        asked.append(footage)
        yield Progress(1, 2, "listing")
        return ROWS

    given = listing(lists, work)
    for _ in range(2):
        dialog = ReleaseDialog(a_question(tmp_path), lists=given)
        qtbot.addWidget(dialog)
        table = dialog.removed.table
        qtbot.waitUntil(lambda table=table: table.rowCount() == 2)
        assert [table.item(0, c).text() for c in range(4)] == ["location", "box moov/udta", "place of recording", "22"]
        assert table.isColumnHidden(SAYS)
        dialog.removed.values.setChecked(True)
        assert not table.isColumnHidden(SAYS)
        assert table.item(1, SAYS).text() == "he said so"
        dialog.reject()
    assert len(asked) == 1  # the second dialog has the first one's list


def test_a_list_that_fails_says_so_and_prevents_nothing(
    tmp_path: Path, qtbot: QtBot, lists: list[RemovalLists]
) -> None:
    def work(footage: Footage) -> Generator[Progress, None, tuple[Removed, ...]]:
        yield Progress(0, None)
        raise FootageError("The file is gone.")

    dialog = ReleaseDialog(a_question(tmp_path), lists=listing(lists, work))
    qtbot.addWidget(dialog)
    qtbot.waitUntil(lambda: "The file is gone." in dialog.removed.told.text())
    assert "of picture and sound alone all the same" in dialog.removed.told.text()
    assert dialog.buttons.button(OK).isEnabled()


def test_a_list_stops_with_its_dialog(tmp_path: Path, qtbot: QtBot, lists: list[RemovalLists]) -> None:
    steps, over = [], []

    def work(footage: Footage) -> Generator[Progress, None, tuple[Removed, ...]]:
        try:
            while True:
                steps.append(1)
                yield Progress(0, None)
        finally:
            over.append(1)

    dialog = ReleaseDialog(a_question(tmp_path), lists=listing(lists, work))
    qtbot.addWidget(dialog)
    qtbot.waitUntil(lambda: bool(steps))
    dialog.reject()
    qtbot.waitUntil(lambda: bool(over))
    assert dialog.removed.table.rowCount() == 0


def test_the_stamp_is_shown_as_it_will_look_and_letters_that_cannot_be_drawn_are_named(
    dialog: ReleaseDialog, qtbot: QtBot
) -> None:
    dialog.show()
    dialog.tabs.setCurrentIndex(2)
    dialog.stamp.wanted.setChecked(True)
    dialog.stamp.text.setText("COPY 1 \u0f3a\U0001f9ff\ue000")
    dialog.stamp.show_it()
    picture = dialog.stamp.picture.pixmap().toImage()
    assert picture.pixelColor(1, 1).lightness() < 20  # the plate in the corner
    assert picture.pixelColor(picture.width() - 2, picture.height() - 2).lightness() > 80
    assert "Cannot be drawn" in dialog.stamp.missing.text()
    assert dialog.stamp.missing.isVisible()
    dialog.stamp.text.setText("COPY 1")
    dialog.stamp.show_it()
    assert not dialog.stamp.missing.isVisible()
    dialog.stamp.wanted.setChecked(False)
    dialog.stamp.show_it()
    assert dialog.stamp.picture.pixmap().isNull()


def test_at_200_percent_on_a_small_screen_every_control_can_be_scrolled_to(dialog: ReleaseDialog, qtbot: QtBot) -> None:
    dialog.resize(QSize(616, 300))  # of 1280x720 pixels half are left, less what the system draws
    assert dialog.minimumSize() == LEAST
    dialog.show()
    qtbot.waitExposed(dialog)
    assert (dialog.width(), dialog.height()) == (616, 300)
    for number in range(dialog.tabs.count()):
        dialog.tabs.setCurrentIndex(number)
        QApplication.processEvents()
        area = dialog.tabs.widget(number)
        assert isinstance(area, QScrollArea)
        assert area.horizontalScrollBar().maximum() == 0, dialog.tabs.tabText(number)
        for control in area.findChildren(QWidget):
            asked = isinstance(control, QAbstractButton | QComboBox | QLineEdit)
            if asked and control.isVisibleTo(dialog) and not control.objectName().startswith("qt_"):
                area.ensureWidgetVisible(control, 0, 0)
                at = control.mapTo(area.viewport(), QPoint(0, 0))
                assert area.viewport().rect().contains(QRect(at, control.size())), control.accessibleName()
    buttons = dialog.buttons.geometry()
    assert dialog.rect().contains(buttons)


def test_every_page_can_be_worked_by_keys_and_is_read_aloud(dialog: ReleaseDialog, qtbot: QtBot) -> None:
    dialog.show()
    letters = [dialog.tabs.tabText(n).split("&")[1][0].lower() for n in range(dialog.tabs.count())]
    for number in range(dialog.tabs.count()):
        dialog.tabs.setCurrentIndex(number)
        page = dialog.tabs.widget(number)
        shown = [w for w in page.findChildren(QWidget) if w.isVisibleTo(dialog)]
        controls = [w for w in shown if isinstance(w, QAbstractButton | QComboBox | QLineEdit | QAbstractItemView)]
        controls = [w for w in controls if not w.objectName().startswith("qt_")]
        plain = [w for w in controls if not isinstance(w.parent(), QComboBox | QAbstractItemView)]
        for control in plain:
            assert control.accessibleName() or (isinstance(control, QAbstractButton) and control.text()), control
            assert control.focusPolicy() & Qt.FocusPolicy.TabFocus, control.accessibleName()
        said = [w.text() for w in shown if isinstance(w, QAbstractButton | QLabel)]
        marked = [t[t.index("&") + 1].lower() for t in said if "&" in t] + letters + ["r"]
        assert len(marked) == len(set(marked)), (dialog.tabs.tabText(number), sorted(marked))


def test_everything_that_can_have_the_keys_has_a_name(dialog: ReleaseDialog) -> None:
    for page in range(dialog.tabs.count()):
        dialog.tabs.setCurrentIndex(page)
        shown = [w for w in dialog.findChildren(QWidget) if w.isVisibleTo(dialog)]
        for part in (w for w in shown if w.focusPolicy() is not Qt.FocusPolicy.NoFocus):
            told = QAccessible.queryAccessibleInterface(part)
            assert told.text(QAccessible.Text.Name), (page, part)


def test_where_the_recording_has_no_sound_there_is_nothing_to_choose_about_it(qtbot: QtBot, tmp_path: Path) -> None:
    question = a_question(tmp_path)
    recording = replace(question.footage.recording, sounds=())
    made = ReleaseDialog(replace(question, footage=replace(question.footage, recording=recording)))
    qtbot.addWidget(made)
    assert not made.look.sound.isEnabled()

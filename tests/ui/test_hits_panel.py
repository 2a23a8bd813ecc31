"""The tab that lists copies and their hits, and the keys that settle them."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from reviewer.core.copy import Copy, Finding, Hit, HitId, Point, Settlement
from reviewer.core.footage import Footage
from reviewer.media.fingerprint import fingerprint
from reviewer.services.copy_places import open_name
from reviewer.ui.hit_commands import HitCommands
from reviewer.ui.hit_means import HitMeans, of_operations
from reviewer.ui.hit_words import ALL_SETTLED, NO_COPY, NO_FOOTAGE, NO_HITS, SAY_WHY
from reviewer.ui.main_window import MainWindow
from reviewer.ui.panels.hits import LEAST
from tests.support.copies import HELD, a_copy, a_hit
from tests.support.window import WAIT, FakeUser, see

ACCESSIBLE = Qt.ItemDataRole.AccessibleTextRole
NO_PROMISE = "something may remain that no detector finds"


@dataclass
class Asked:
    """What was asked for of a copy as a whole; decisions on hits go into the case."""

    sealed: list[Copy] = field(default_factory=list)
    again: list[Copy] = field(default_factory=list)


@pytest.fixture
def asked(desk: MainWindow) -> Asked:
    """Has sealing and rendering noted instead of done."""
    asked, real = Asked(), of_operations(desk.operations)
    made = HitMeans(real.settle, real.reopen, seal=asked.sealed.append, render_again=asked.again.append)
    hits(desk)._means = made
    return asked


def hits(window: MainWindow) -> HitCommands:
    return window.fittings.hits


def footage(window: MainWindow) -> Footage:
    assert window.desk.footage is not None
    return window.desk.footage


def keep(
    window: MainWindow, place: Path, *found: Hit, sealed: bool = False, findings: tuple[Finding, ...] = HELD
) -> Copy:
    target = place / "copy.mp4"
    copy = a_copy(footage(window), target if sealed else open_name(target), *found, findings=findings)
    assert window.desk.case is not None
    window.desk.case.keep_copy(copy)
    hits(window).panel.fill()
    return copy


def press(window: MainWindow, name: str) -> None:
    assert window.commands[name].isEnabled(), name
    window.commands[name].trigger()


def said(window: MainWindow) -> str:
    return window.statusBar().currentMessage()


def decisions(window: MainWindow) -> dict[HitId, tuple[Settlement, str]]:
    assert window.desk.case is not None
    (copy,) = window.desk.case.copies()
    return {i: (s.how, s.reason) for i, s in copy.report.settled.items()}


def test_without_footage_or_copies_the_tab_says_how_to_come_by_one(window: MainWindow) -> None:
    assert hits(window).panel.hint == NO_FOOTAGE
    names = ("next_hit", "cover_hit", "lawful_hit", "not_one_hit", "reopen_hit", "seal_copy", "render_again")
    assert not any(window.commands[name].isEnabled() for name in names)


def test_footage_without_a_copy_says_so(desk: MainWindow) -> None:
    assert hits(desk).panel.hint == NO_COPY


def test_a_copy_shows_all_six_points_in_words_with_a_sign(desk: MainWindow, tmp_path: Path) -> None:
    broken = tuple(f if f.point is not Point.SOUND else Finding(f.point, False, "It is heard.") for f in HELD)
    keep(desk, tmp_path, findings=broken)
    lines = hits(desk).panel.findings.splitlines()
    assert lines[0] == "✓ Time: All of ticks was looked at."
    assert lines[4] == "✗ Sound: It is heard."
    assert len(lines) == len(Point)
    assert "sound of the check does not hold" in hits(desk).panel.standing


def test_a_report_of_an_earlier_version_names_what_it_did_not_look_at(desk: MainWindow, tmp_path: Path) -> None:
    keep(desk, tmp_path, findings=HELD[:4])
    assert "○ Seal: Not looked at" in hits(desk).panel.findings


def test_a_copy_without_hits_promises_nothing(desk: MainWindow, tmp_path: Path) -> None:
    keep(desk, tmp_path)
    assert hits(desk).panel.hint == NO_HITS
    assert NO_PROMISE in hits(desk).panel.standing
    assert "clean" not in (hits(desk).panel.hint + hits(desk).panel.standing).lower()


def test_a_hit_tells_what_when_why_and_how_it_stands(desk: MainWindow, tmp_path: Path) -> None:
    keep(desk, tmp_path, a_hit(footage(desk), 15))
    rows = hits(desk).panel.rows
    assert rows.texts(0) == (
        "Face?  0:00.50",
        "○ Open",
        "CenterFace found it in the whole picture with a score of 0.62; the original shows it too.",
    )
    told = rows.index(0).data(ACCESSIBLE)
    assert told.startswith("Perhaps a face that is not covered, at 0:00.50, 40 by 50 pixels. CenterFace found it")
    assert told.endswith("Open. Enter shows it.")


def test_hits_are_gone_through_by_key_and_shown_in_the_original(qtbot: QtBot, desk: MainWindow, tmp_path: Path) -> None:
    keep(desk, tmp_path, a_hit(footage(desk), 30), a_hit(footage(desk), 12))
    panel = hits(desk).panel
    assert panel.hit == panel.rows.hits[0]
    press(desk, "next_hit")
    assert panel.hit == panel.rows.hits[0], "the first has not been shown yet"
    see(qtbot, desk, number=12)
    press(desk, "next_hit")
    assert panel.hit == panel.rows.hits[1]
    see(qtbot, desk, number=30)
    assert said(desk).startswith("Face?  0:01.00")
    press(desk, "previous_hit")
    see(qtbot, desk, number=12)


def test_the_report_leads_to_the_tab_and_its_first_open_hit_(
    qtbot: QtBot, desk: MainWindow, tmp_path: Path, asked: Asked
) -> None:
    first, second = a_hit(footage(desk), 12), a_hit(footage(desk), 30)
    copy = keep(desk, tmp_path, first, second)
    press(desk, "not_one_hit")
    desk.page.show_tab("history")
    hits(desk).lead(copy, None)
    panel = hits(desk).panel
    assert desk.page.tabs.currentWidget() is panel
    assert panel.hit == second
    see(qtbot, desk, number=30)
    desk.desk.clear()
    hits(desk).lead(copy, None)
    assert desk.desk.footage is None


def test_not_one_is_settled_at_once_and_the_next_open_hit_comes(desk: MainWindow, tmp_path: Path, asked: Asked) -> None:
    first, second = a_hit(footage(desk), 12), a_hit(footage(desk), 30)
    keep(desk, tmp_path, first, second)
    press(desk, "not_one_hit")
    assert decisions(desk) == {first.id: (Settlement.NOT_ONE, "")}
    panel = hits(desk).panel
    assert panel.hit is not None
    assert panel.hit.id == second.id
    assert panel.standing.startswith(f"1 of 2 hits settled; {NO_PROMISE}. 1 hit is open")
    press(desk, "not_one_hit")
    assert said(desk) == ALL_SETTLED
    assert NO_PROMISE in panel.standing


def test_what_is_lawful_to_show_needs_a_reason(qtbot: QtBot, desk: MainWindow, tmp_path: Path, asked: Asked) -> None:
    hit = a_hit(footage(desk), 12)
    keep(desk, tmp_path, hit)
    desk.page.show_tab("check")
    press(desk, "lawful_hit")
    assert decisions(desk) == {}
    assert said(desk) == SAY_WHY
    line = hits(desk).panel.reason.lineEdit()
    assert line is not None
    qtbot.waitUntil(line.hasFocus, timeout=WAIT)
    QTest.keyClicks(line, "The officer who wears the camera")
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert decisions(desk) == {hit.id: (Settlement.LAWFUL, "The officer who wears the camera")}
    assert hits(desk).panel.rows.texts(0)[1] == "✓ Lawful to show: The officer who wears the camera"
    assert line.text() == ""


def test_cover_jumps_to_the_frame_draws_there_and_marks_the_hit(
    qtbot: QtBot, desk: MainWindow, tmp_path: Path, asked: Asked
) -> None:
    hit = a_hit(footage(desk), 12)
    keep(desk, tmp_path, hit)
    before = set(desk.desk.review.regions)
    press(desk, "cover_hit")
    (new,) = set(desk.desk.review.regions) - before
    assert new == desk.desk.selected[-1]
    region = desk.desk.review.regions[new]
    box = region.box_at(hit.tick)
    assert region.hides
    assert box is not None
    assert hit.box.shared(box) == pytest.approx(hit.box.area)
    assert decisions(desk) == {hit.id: (Settlement.COVER, "")}
    see(qtbot, desk, number=12)
    assert "render it again" in hits(desk).panel.standing
    qtbot.waitUntil(lambda: not desk.work.busy, timeout=WAIT)


def test_a_decision_can_be_taken_back(desk: MainWindow, tmp_path: Path, asked: Asked) -> None:
    keep(desk, tmp_path, a_hit(footage(desk), 12))
    assert not desk.commands["reopen_hit"].isEnabled()
    press(desk, "not_one_hit")
    press(desk, "reopen_hit")
    assert decisions(desk) == {}


def test_nothing_is_sealed_while_a_hit_is_open_and_the_refusal_says_why(
    desk: MainWindow, tmp_path: Path, asked: Asked
) -> None:
    copy = keep(desk, tmp_path, a_hit(footage(desk), 12))
    press(desk, "seal_copy")
    assert asked.sealed == []
    assert said(desk) == "The copy cannot be sealed. 1 hit is open: decide on each before the copy is sealed."
    press(desk, "not_one_hit")
    press(desk, "seal_copy")
    assert [c.sha256 for c in asked.sealed] == [copy.sha256]


def test_a_copy_whose_check_failed_cannot_be_sealed(desk: MainWindow, tmp_path: Path, asked: Asked) -> None:
    keep(desk, tmp_path, findings=(*HELD[:5], Finding(Point.SEAL, False, "Altered.")))
    press(desk, "seal_copy")
    assert asked.sealed == []
    assert "seal of the check does not hold" in said(desk)


def test_a_copy_is_rendered_again_from_here(desk: MainWindow, tmp_path: Path, asked: Asked) -> None:
    copy = keep(desk, tmp_path, a_hit(footage(desk), 12))
    press(desk, "render_again")
    assert [c.sha256 for c in asked.again] == [copy.sha256]


def test_a_sealed_copy_is_shown_and_cannot_be_decided_on(desk: MainWindow, tmp_path: Path) -> None:
    keep(desk, tmp_path, a_hit(footage(desk), 12), sealed=True)
    assert hits(desk).panel.box.currentText() == "copy.mp4 · sealed"
    names = ("cover_hit", "lawful_hit", "not_one_hit", "reopen_hit", "seal_copy", "render_again")
    assert not any(desk.commands[name].isEnabled() for name in names)
    assert desk.commands["next_hit"].isEnabled()


def test_the_pictures_of_hits_are_those_of_the_copy(
    qtbot: QtBot, desk: MainWindow, tmp_path: Path, user: FakeUser
) -> None:
    keep(desk, tmp_path, a_hit(footage(desk), 12), a_hit(footage(desk), 30))
    panel = hits(desk).panel
    desk.page.show_tab("check")
    shelf = panel._shelf
    there: Callable[[], bool] = lambda: shelf._pictures != {} and len(shelf._pictures) == 2  # noqa: E731
    qtbot.waitUntil(there, timeout=WAIT)
    assert not panel.list.visualRect(panel.rows.index(0)).isEmpty()
    assert not panel.grab().isNull()


def test_a_copy_that_was_just_made_is_the_one_on_show(desk: MainWindow, tmp_path: Path) -> None:
    keep(desk, tmp_path, a_hit(footage(desk), 12), sealed=True)
    new = a_copy(footage(desk), tmp_path / "a new one.CHECK-OPEN.mp4", a_hit(footage(desk), 30))
    new.path.write_bytes(new.path.read_bytes() + b"\0\0\0\x08free")
    new = replace(new, sha256=fingerprint(new.path))
    assert desk.desk.case is not None
    desk.desk.case.keep_copy(new)
    desk.operations.releasing.released.emit(new)
    assert hits(desk).panel.copy == new


def test_on_a_small_screen_the_tab_scrolls_and_the_keys_reach_every_button(
    qtbot: QtBot, desk: MainWindow, tmp_path: Path
) -> None:
    keep(desk, tmp_path, *(a_hit(footage(desk), n) for n in (12, 30)))
    press(desk, "show_check")
    desk.resize(950, 490)
    panel = hits(desk).panel
    qtbot.waitUntil(lambda: panel.height() < LEAST, timeout=WAIT)
    assert panel.list.viewport().height() > 60
    buttons = {b.defaultAction(): b for b in panel.findChildren(QToolButton)}
    before, last = (buttons[desk.commands[name]] for name in ("render_again", "seal_copy"))
    assert last.visibleRegion().isEmpty()
    before.setFocus()
    QTest.keyClick(before, Qt.Key.Key_Tab)
    qtbot.waitUntil(lambda: not last.visibleRegion().isEmpty(), timeout=WAIT)

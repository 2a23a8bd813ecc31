"""An officer goes through the doubts, covers what was missed, and sees what the estimate makes of it."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from reviewer.core.analysis import Appraisal
from reviewer.core.copy import Copy
from reviewer.core.detection import Subject, TrackId
from reviewer.core.doubt import Doubt, DoubtKind, risk_of
from reviewer.core.footage import Footage
from reviewer.core.geometry import Box
from reviewer.core.sample import Look, Sample
from reviewer.core.settings import Search
from reviewer.core.timing import Span
from reviewer.services.manifest import manifest_name, read_manifest
from reviewer.ui.main_window import MainWindow
from reviewer.ui.panels.estimate_line import EstimateLine
from tests.support.footage import Clip, make
from tests.support.window import FakeUser, open_footage, see, the_window

FRAMES, MISSED = 60, Box(40, 160, 40, 50)
LEFT = Qt.MouseButton.LeftButton


def appraise(footage: Footage) -> Appraisal:
    """Two looks saw a third face in three frames, and the face that is tracked vanishes at the end."""
    index = footage.recording.index
    seen = [10, 30, 50]
    box = (MISSED.x, MISSED.y, MISSED.width, MISSED.height)
    sample = Sample(
        looks=(Look(Subject.FACE, "one look"), Look(Subject.FACE, "another look")),
        ticks=np.array([index.tick(n) for n in seen], np.int64),
        frames=np.array([0, 0, 1, 1, 2, 2], np.int32),
        found_by=np.array([0, 1] * 3, np.uint8),
        boxes=np.array([box] * 6, np.float32),
        scores=np.full(6, 0.75, np.float32),
    )
    whole = Span(index.tick(25), index.tick(35))
    doubts = (
        Doubt(DoubtKind.DISAGREEMENT, whole, index.tick(30), 0.6, Subject.FACE, MISSED),
        Doubt(DoubtKind.VANISHED, whole, index.tick(30), 0.1, Subject.PLATE, None, TrackId("plate-1")),
    )
    return Appraisal(doubts, risk_of(doubts, index.ticks), sample)


def line(window: MainWindow) -> QLabel:
    found = window.page.regions.findChild(EstimateLine)
    assert found is not None
    return found


def about(window: MainWindow) -> int:
    return int(line(window).text().split()[2].replace(",", ""))


@pytest.mark.qt_log_ignore("propagateSizeHints")  # the offscreen screen has no window manager to hint to
def test_from_a_doubt_to_a_covered_face_and_a_smaller_estimate(qtbot: QtBot, tmp_path: Path) -> None:
    recording = make(tmp_path / "a.mp4", Clip(frames=FRAMES))
    user = FakeUser(file=recording, folder=tmp_path / "case", search=Search())
    with the_window(qtbot, user, appraise=appraise) as window:
        open_footage(qtbot, window)
        qtbot.waitUntil(lambda: not line(window).isHidden(), timeout=5000)
        before = about(window)
        window.commands["by_doubt"].trigger()
        assert window.page.regions.list.model().index(0, 0).data() == "Plate 1"
        go_through_the_doubts(qtbot, window)
        qtbot.waitUntil(lambda: about(window) < before, timeout=5000)
        copy = release(qtbot, window)
        window.close()
    (estimate,) = copy.report.estimates
    assert read_manifest(manifest_name(copy.path)).report["estimate"]["face"]["uncovered"] == estimate.uncovered
    reopen(qtbot, user)


def go_through_the_doubts(qtbot: QtBot, window: MainWindow) -> None:
    """From the first to where none is open: one is covered, the other is right as it is."""
    progress, says = window.fittings.doubts.progress, window.statusBar().currentMessage
    assert progress.text.startswith("Settled 0 % of the estimated risk; 2 doubts left")
    window.commands["next_doubt"].trigger()
    see(qtbot, window, number=30)
    assert "A second look saw something like a face" in says()
    cover(qtbot, window, box=MISSED)
    qtbot.waitUntil(lambda: says().startswith("Covered by a region now"), timeout=5000)
    assert "1 doubt left" in progress.text
    window.commands["next_doubt"].trigger()
    see(qtbot, window, number=30)
    assert "A plate vanishes" in says()
    assert [window.desk.review.regions[r].track for r in window.desk.selected] == ["plate-1"]
    window.commands["settle_right"].trigger()
    assert "No doubt is left open. That does not mean that nothing was missed." in progress.text


def cover(qtbot: QtBot, window: MainWindow, *, box: Box) -> None:
    """Draw a region over what the doubt points out, from the first frame on."""
    window.commands["first"].trigger()
    see(qtbot, window, number=0)
    window.commands["draw"].trigger()
    view = window.page.view
    place = box.padded(6)
    start, end = (view.mapFromScene(x, y) for x, y in ((place.x, place.y), (place.right, place.bottom)))
    QTest.mousePress(view.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, start)
    QTest.mouseMove(view.viewport(), QPoint((start.x() + end.x()) // 2, (start.y() + end.y()) // 2))
    QTest.mouseMove(view.viewport(), end)
    QTest.mouseRelease(view.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, end)


def release(qtbot: QtBot, window: MainWindow) -> Copy:
    window.commands["release"].trigger()
    qtbot.waitUntil(lambda: window.report_dialog is not None, timeout=60_000)
    assert window.report_dialog is not None
    told = [label.text() for label in window.report_dialog.findChildren(QLabel)]
    assert any(text.endswith("An estimate, not a promise.") for text in told)
    window.report_dialog.close()
    assert window.desk.case is not None
    return window.desk.case.copies()[-1]


def reopen(qtbot: QtBot, user: FakeUser) -> None:
    """The doubts, what was settled and the estimate are there again when the case is opened another day."""
    with the_window(qtbot, user) as window:
        assert user.folder is not None
        window.open(user.folder)
        qtbot.waitUntil(lambda: not line(window).isHidden(), timeout=5000)
        assert window.commands["next_doubt"].isEnabled()
        assert "No doubt is left open" in window.fittings.doubts.progress.text
        states = window.fittings.doubts.panel.list.model()
        assert sorted(states.index(row, 3).data() for row in (0, 1)) == ["■ Covered", "✓ Right"]

"""The sample case opens with its lessons beside it, ticks them off, and takes them away with it."""

import pytest
from pytestqt.qtbot import QtBot

from reviewer.core.detection import TrackId
from reviewer.core.edits import Decide
from reviewer.core.region import Decision
from reviewer.ui.main_window import MainWindow


@pytest.mark.timeout(240)
def test_the_sample_case_teaches_by_doing(qtbot: QtBot, window: MainWindow) -> None:
    window.commands["sample_case"].trigger()
    qtbot.waitUntil(lambda: window.practice.panel is not None, timeout=120_000)
    panel = window.practice.panel
    assert panel is not None
    assert window.page.tabs.currentWidget() is panel
    texts = [panel.list.item(row).text() for row in range(panel.list.count())]
    assert all(text.startswith("○") for text in texts)
    assert "frames a copy would still show" in panel.score.text()
    tree = next(r for r in window.desk.review.regions.values() if r.track == TrackId("face-3"))
    window.desk.apply(Decide((tree.id,), Decision.REJECTED))
    assert panel.list.item(0).text().startswith("✓")
    assert panel.list.item(1).text().startswith("○")
    window.commands["undo"].trigger()
    assert panel.list.item(0).text().startswith("○")
    window.commands["close_case"].trigger()
    assert window.practice.panel is None

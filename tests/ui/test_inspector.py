"""The panel of details, as a tab among others."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QTabWidget
from pytestqt.qtbot import QtBot

from reviewer.core.edits import Alter
from reviewer.core.region import RegionId
from reviewer.core.silence import Silence, SilenceId
from reviewer.core.sound_edits import AddSilences
from reviewer.core.timing import Span, Tick
from reviewer.ui.panels.inspector import InspectorPanel
from tests.support.footage import Clip, Sound, make
from tests.support.laid import Laid, laid
from tests.support.values import a_region

A, B = RegionId("a"), RegionId("b")


@pytest.fixture(scope="module")
def recording(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("inspector") / "a.mp4", Clip(frames=12, sounds=(Sound(duration=0.4),)))


@pytest.fixture
def table(qtbot: QtBot, recording: Path, tmp_path: Path) -> Iterator[Laid]:
    with laid(recording, folder=tmp_path / "case") as table:
        table.put([a_region("a"), a_region("b")])
        yield table


@pytest.fixture
def tabs(table: Laid) -> QTabWidget:
    made = QTabWidget()
    made.addTab(QLabel("another"), "Another")
    made.addTab(InspectorPanel(table.desk, table.actions), "Details")
    table.window.setCentralWidget(made)
    table.window.show()
    return made


def panel_of(tabs: QTabWidget) -> InspectorPanel:
    panel = tabs.widget(1)
    assert isinstance(panel, InspectorPanel)
    return panel


def note(panel: InspectorPanel) -> str:
    return panel._note.text()


def test_behind_another_tab_it_waits_and_catches_up_once_it_is_on_show(table: Laid, tabs: QTabWidget) -> None:
    panel = panel_of(tabs)
    table.desk.select(A)
    table.desk.apply(Alter(regions=(A,), title="Why", reason="DG6"))
    assert note(panel) == ""
    tabs.setCurrentIndex(1)
    assert note(panel) == "Face 1"
    assert panel.regions.reason.currentText() == "DG6"


def test_it_says_beside_its_heading_what_it_is_about(table: Laid, tabs: QTabWidget) -> None:
    tabs.setCurrentIndex(1)
    panel = panel_of(tabs)
    table.desk.select(A, B)
    assert note(panel) == "2 regions"
    table.desk.apply(AddSilences((Silence(id=SilenceId("s"), span=Span(Tick(0), Tick(3))),)))
    table.desk.select_silences(SilenceId("s"))
    assert note(panel) == "One silence"
    table.desk.select()
    assert note(panel) == ""


def test_the_focus_goes_to_the_first_field(table: Laid, tabs: QTabWidget) -> None:
    tabs.setCurrentIndex(1)
    panel = panel_of(tabs)
    table.desk.select(A)
    assert panel.focusProxy() is panel.regions.subject


def test_of_one_sound_with_one_channel_nothing_is_to_be_picked(table: Laid, tabs: QTabWidget) -> None:
    tabs.setCurrentIndex(1)
    panel = panel_of(tabs)
    table.desk.apply(AddSilences((Silence(id=SilenceId("s"), span=Span(Tick(0), Tick(3))),)))
    table.desk.select_silences(SilenceId("s"))
    assert not panel.silences.streams.isVisible()
    assert not panel.silences.channels.isVisible()
    assert panel.silences.treatment.isVisible()

"""Regions keep their names while none comes or goes, and what an edit altered is known while it is announced."""

from dataclasses import replace

from pytestqt.qtbot import QtBot

from reviewer.core.edits import AddRegions, Decide, RemoveRegions, Respan
from reviewer.core.region import Decision, RegionId
from reviewer.core.timing import Span, Tick
from reviewer.ui.main_window import MainWindow
from tests.support.values import a_region


def test_names_are_worked_out_again_only_when_one_comes_or_goes(qtbot: QtBot, desk: MainWindow) -> None:
    before = desk.desk.names
    first, *_ = before
    desk.desk.apply(Decide((first,), Decision.CONFIRMED))
    assert desk.desk.names is before
    early = replace(a_region("early"), span=Span(Tick(-5), Tick(3)))
    desk.desk.apply(AddRegions((early,)))
    with_early = desk.desk.names
    assert with_early[RegionId("early")].endswith(" 2"), "it came last, though it begins first"
    assert {r: with_early[r] for r in before} == before
    desk.desk.apply(Respan(RegionId("early"), Span(Tick(-4), Tick(3))))
    assert desk.desk.names is with_early
    desk.desk.apply(RemoveRegions((RegionId("early"),)))
    assert desk.desk.names == before


def test_what_an_edit_altered_is_known_while_it_is_announced_and_not_after(qtbot: QtBot, desk: MainWindow) -> None:
    heard: list[object] = []
    desk.desk.review_changed.connect(lambda: heard.append(desk.desk.altered))
    first, *_ = desk.desk.review.regions
    desk.desk.apply(Decide((first,), Decision.CONFIRMED))
    assert heard == [frozenset({first})]
    assert desk.desk.altered is None

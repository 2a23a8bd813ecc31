"""What the window says of work that is done, and of what it is."""

from collections.abc import Generator
from pathlib import Path

import pytest

from reviewer import app
from reviewer.core.analysis import Analysis
from reviewer.core.detection import Subject
from reviewer.core.footage import Footage
from reviewer.core.settings import Search
from reviewer.services import analysis, appraisal, kept
from reviewer.services.jobs import Progress
from reviewer.ui.operations import finds, proposed
from tests.support.values import a_footage


def test_finding_nothing_never_reads_as_if_nothing_were_there() -> None:
    told = proposed(0, "a.mp4")
    assert "the detectors found nothing" in told
    assert "what they missed" in told
    assert "0 regions" not in told


def test_what_was_proposed_is_told_with_the_keys_that_lead_on() -> None:
    assert proposed(1, "a.mp4").startswith("1 region was proposed in a.mp4. PgDn")
    assert proposed(7, "a.mp4").startswith("7 regions were proposed in a.mp4. PgDn")


def test_text_has_no_plural() -> None:
    assert finds(Search(find=frozenset(Subject))) == "faces and plates and text"


def test_the_second_looks_are_told_as_a_stage_of_their_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def analyse(_footage: Footage, _search: Search, **_kept: object) -> Generator[Progress, None, Analysis]:
        yield Progress(3, 4)
        return Analysis(())

    def examine(_footage: Footage, _search: Search, *, analysis: Analysis) -> Generator[Progress, None, Analysis]:
        yield Progress(0, 2)
        return analysis

    monkeypatch.setattr(analysis, "analyse", analyse)
    monkeypatch.setattr(appraisal, "examine", examine)
    monkeypatch.setattr(kept, "unfinished", lambda *_, **__: None)
    notes = [p.note for p in app.real_means().analyse(a_footage(), Search(), work=tmp_path)]
    assert notes == ["", "looking twice at a sample of frames"]

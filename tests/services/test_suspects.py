"""Where a child died in which model packs looked, they are named, and nowhere else."""

import os
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from reviewer.core.copy import Point
from reviewer.core.detection import Subject
from reviewer.core.errors import FootageError, ReviewerError
from reviewer.core.settings import ModelPack, Search
from reviewer.services import analysis
from reviewer.services.analysis import analyse
from reviewer.services.check import CheckRequest, check
from reviewer.services.jobs import Progress, finished
from reviewer.services.suspects import suspecting
from reviewer.services.workers import Work, in_child
from reviewer.vision.detector import Detector
from tests.support import work
from tests.support.footage import Clip, make
from tests.support.looked import footage_of

FACES = frozenset({Subject.FACE})


def pack(name: str, subject: Subject = Subject.FACE) -> ModelPack:
    return ModelPack(name, subject, "CC0-1.0", "0" * 64, "1" * 64)


def error_of(job: Generator[Progress, None, Any], search: Search) -> ReviewerError:
    with pytest.raises(ReviewerError) as caught:
        finished(suspecting(search, job))
    return caught.value


def test_a_pack_that_looked_in_a_child_that_died_is_named_with_the_way_to_switch_it_off() -> None:
    search = Search(FACES, packs=(pack("yunet"),))
    error = error_of(in_child(work.crash, name="street.mp4"), search)
    assert str(error).startswith("The work on street.mp4 stopped unexpectedly")
    assert str(error).endswith("A detector that was added may be at fault: yunet.")
    assert "reviewer models off yunet" in error.advice
    assert "Ctrl+Shift+M" in error.advice
    assert "The file may be damaged" in error.advice
    assert error.status == FootageError.status


def test_all_packs_that_looked_are_named_and_those_that_look_for_something_else_are_not() -> None:
    search = Search(FACES, packs=(pack("a"), pack("b"), pack("plates", Subject.PLATE)))
    assert str(error_of(in_child(work.crash, name="x"), search)).endswith("may be at fault: a, b.")


@pytest.mark.parametrize("packs", [(), (pack("plates", Subject.PLATE),)])
def test_without_packs_a_death_is_told_as_it_is(packs: tuple[ModelPack, ...]) -> None:
    error = error_of(in_child(work.crash, name="x"), Search(FACES, packs=packs))
    assert "added" not in str(error) + error.advice


def test_footage_that_cannot_be_read_is_no_fault_of_a_pack() -> None:
    error = error_of(in_child(work.refuse, "street.mp4", name="x"), Search(FACES, packs=(pack("yunet"),)))
    assert (str(error), error.advice) == ("street.mp4 cannot be read.", "Ask for another copy of it.")


def test_what_goes_well_passes_through() -> None:
    assert finished(suspecting(Search(FACES, packs=(pack("yunet"),)), work.count(4))) == 6


@contextmanager
def dying(*_: object, **__: object) -> Iterator[Work[Any]]:
    """A bench that cannot be set up: a library ends the process as it loads a model."""
    os._exit(3)
    yield work.crash


@pytest.mark.logs("which is looked at again")
def test_an_analysis_names_the_seconds_and_the_pack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(analysis, "looking", dying)
    footage = footage_of(make(tmp_path / "street.mp4", Clip(frames=5)))
    with pytest.raises(FootageError, match=r"street\.mp4 cannot be looked at between 0:00 and .*fault: yunet\.$"):
        finished(analyse(footage, Search(FACES, packs=(pack("yunet"),))))


def no_lookers(_search: Search) -> list[Detector]:
    os._exit(3)


def test_a_check_names_the_pack_and_stays_open(tmp_path: Path) -> None:
    copy = make(tmp_path / "copy.mp4", Clip(frames=5))
    search = Search(FACES, packs=(pack("yunet"),))
    report = finished(check(CheckRequest(copy=copy, search=search, lookers=no_lookers)))
    said = {finding.point: finding for finding in report.findings}[Point.DETECTORS]
    assert not said.held
    assert said.sentence.endswith("A detector that was added may be at fault: yunet.")
    assert "added" not in {f.point: f for f in report.findings}[Point.CONTENTS].sentence

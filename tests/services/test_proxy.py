"""Making proxies: in the case and nowhere else, in parts, gone on with, and never in the way."""

import os
import shutil
import time
from collections.abc import Generator
from pathlib import Path
from typing import Any, NamedTuple

import psutil
import pytest

from reviewer.core.errors import DiskError, FootageError
from reviewer.core.footage import Footage, FootageId
from reviewer.media import proxy_plan
from reviewer.media.probe import probe
from reviewer.media.proxying import DraftReader
from reviewer.services import proxy as module
from reviewer.services.jobs import Progress, finished
from reviewer.services.proxy import make_proxy, missing, place_of
from reviewer.services.workers import DiedError
from reviewer.store.cases import PROXIES, STAYING
from tests.support.footage import Clip, number_in
from tests.support.footage import make as make_footage


def slowly(*given: Any) -> Generator[Progress, None, None]:
    """The work of the child with a pause after each frame, so that it is not over before it is interrupted."""
    for progress in module._make(*given):
        yield progress
        time.sleep(0.1)


@pytest.fixture(autouse=True)
def any_footage(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of any footage a proxy is worth its while, in this process; the child is handed what to make."""
    monkeypatch.setattr(proxy_plan, "WAIT", 0)


@pytest.fixture
def footage(tmp_path: Path) -> Footage:
    path = make_footage(tmp_path / "recording é.mp4", Clip(frames=40, gop=40, b_frames=2))
    return Footage(id=FootageId("a" * 64), path=path, size=path.stat().st_size, sha256="a" * 64, recording=probe(path))


@pytest.fixture
def work(tmp_path: Path) -> Path:
    folder = tmp_path / "case" / "work"
    folder.mkdir(parents=True)
    return folder


def test_a_proxy_is_made_in_the_work_folder_and_read_back(footage: Footage, work: Path) -> None:
    place = place_of(work, footage)
    assert place.parent == work / PROXIES
    assert missing(footage, place) == [0]
    steps = list(make_proxy(footage, place))
    assert steps[-1].total == 40
    assert [s.done for s in steps] == sorted(s.done for s in steps)
    assert missing(footage, place) == []
    drafts = DraftReader(place, footage.recording)
    assert [number_in(d.luma) for d in map(drafts.read, range(40)) if d is not None] == list(range(40))
    drafts.close()
    assert {p.parent for p in work.rglob("*.mp4")} == {place}


def test_proxies_stay_when_a_case_is_closed() -> None:
    assert PROXIES in STAYING


def test_nothing_is_made_twice_and_nothing_where_it_is_not_worth_it(
    footage: Footage, work: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = place_of(work, footage)
    finished(make_proxy(footage, place))
    stamp = [p.stat().st_mtime_ns for p in place.iterdir()]
    monkeypatch.setattr(module, "in_child", None)
    finished(make_proxy(footage, place))
    assert [p.stat().st_mtime_ns for p in place.iterdir()] == stamp
    shutil.rmtree(place)
    monkeypatch.setattr(proxy_plan, "WAIT", 10**12)
    finished(make_proxy(footage, place))
    assert not place.exists()


def test_what_is_missing_is_made_from_the_place_on_show_on(
    footage: Footage, work: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(proxy_plan, "PART", 10)
    place = place_of(work, footage)
    assert missing(footage, place, first=25) == [2, 3, 0, 1]
    place.mkdir(parents=True)
    proxy_plan.part_path(place, 3).write_bytes(b"there")
    assert missing(footage, place, first=25) == [2, 0, 1]


def test_a_proxy_that_was_made_otherwise_and_what_was_left_unfinished_are_deleted(
    footage: Footage, work: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = work / PROXIES / "0123456789abcdef-of other footage"
    monkeypatch.setattr(proxy_plan, "CRF", 40)
    old = place_of(work, footage)
    monkeypatch.undo()
    monkeypatch.setattr(proxy_plan, "WAIT", 0)
    place = place_of(work, footage)
    for folder in (other, old, place):
        folder.mkdir(parents=True)
    (old / "00000.mp4").write_bytes(b"old")
    (place / ".00000.mp4.12345678.partial").write_bytes(b"half")
    finished(make_proxy(footage, place))
    assert sorted(p.name for p in (work / PROXIES).iterdir()) == sorted([other.name, place.name])
    assert [p.name for p in place.iterdir()] == ["00000.mp4"]


def test_cancelling_leaves_nothing_partial_and_no_process(
    footage: Footage, work: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_make", slowly)
    place = place_of(work, footage)
    steps = make_proxy(footage, place)
    while not next(steps).done:
        pass
    steps.close()
    assert list(place.iterdir()) == []


def test_a_child_that_dies_leaves_its_job_failed_and_no_part(
    footage: Footage, work: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place, quickly = place_of(work, footage), module._make
    monkeypatch.setattr(module, "_make", slowly)
    steps = make_proxy(footage, place)
    while not next(steps).done:
        pass
    for child in psutil.Process().children(recursive=True):
        if "spawn_main" in " ".join(child.cmdline()):
            child.kill()
    with pytest.raises(DiedError):
        finished(steps)
    assert not list(place.glob("*.mp4"))
    monkeypatch.setattr(module, "_make", quickly)
    finished(make_proxy(footage, place))  # and what the child left lying about does no harm
    assert [p.name for p in place.iterdir()] == ["00000.mp4"]


def test_footage_that_is_gone_is_a_sentence(footage: Footage, work: Path) -> None:
    footage.path.unlink()
    with pytest.raises(FootageError):
        finished(make_proxy(footage, place_of(work, footage)))


class Usage(NamedTuple):
    """What shutil.disk_usage gives."""

    free: int


def test_a_disk_that_is_nearly_full_is_left_alone(
    footage: Footage, work: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = place_of(work, footage)
    place.mkdir(parents=True)
    monkeypatch.setattr(module, "_stand_back", lambda: None)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(module.LEFT_FREE - 1))
    order = module._Order(footage.path, footage.recording, place, [0])
    assert list(module._make(order)) == []
    assert list(place.iterdir()) == []
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(module.LEFT_FREE))
    assert list(module._make(order))
    assert [p.name for p in place.iterdir()] == ["00000.mp4"]


@pytest.mark.logs("leads elsewhere")
@pytest.mark.skipif(os.name == "nt", reason="links need a right of their own there")
@pytest.mark.parametrize("link", ["work", "proxies"])
def test_nothing_is_written_outside_the_case(footage: Footage, work: Path, tmp_path: Path, link: str) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    folder = work if link == "work" else work / PROXIES
    if link == "work":
        work.rmdir()
    folder.symlink_to(elsewhere)
    finished(make_proxy(footage, place_of(work, footage)))
    assert list(elsewhere.iterdir()) == []


def test_a_folder_that_cannot_be_made_is_a_disk_error(footage: Footage, work: Path) -> None:
    (work / PROXIES).write_bytes(b"a file where the folder belongs")
    with pytest.raises(DiskError):
        finished(make_proxy(footage, place_of(work, footage)))

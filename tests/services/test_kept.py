"""Finished segments kept in a case: found again for the very same analysis alone, and never trusted."""

import dataclasses
import io
import os
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import reviewer
from reviewer.core import places
from reviewer.core.detection import Subject
from reviewer.core.errors import ReviewerError
from reviewer.core.settings import Depth, ModelPack, Search
from reviewer.services import kept as keeping
from reviewer.services.columns import columns_of
from reviewer.services.going_on import forget
from reviewer.services.kept import Kept, unfinished
from reviewer.services.segments import segments_of
from reviewer.store.cases import GOING_ON, Case
from reviewer.vision.scan import Looked
from reviewer.vision.scene import Scene
from tests.support.looked import a_looked, numbers_in
from tests.support.values import a_footage

FOOTAGE = a_footage(frames=300)
SEGMENTS = segments_of(FOOTAGE.recording)


@pytest.fixture
def work(tmp_path: Path) -> Path:
    folder = tmp_path / "work"
    folder.mkdir()
    return folder


def files(work: Path) -> list[Path]:
    return sorted(path for path in work.rglob("*") if path.is_file())


def test_what_was_kept_is_there_again_number_for_number(work: Path) -> None:
    first, last = a_looked(SEGMENTS[0], tracklets=3), a_looked(SEGMENTS[2], tracklets=0)
    kept = unfinished(FOOTAGE, Search(), work=work)
    assert (kept.looked, kept.part) == ({}, 0)
    kept.add(0, first)
    kept.add(2, last)
    again = unfinished(FOOTAGE, Search(), work=work)
    assert sorted(again.looked) == [0, 2]
    assert numbers_in(again.looked[0]) == numbers_in(first)
    assert numbers_in(again.looked[2]) == numbers_in(last)
    assert again.part == pytest.approx(2 / 3, abs=0.01)
    assert [path.suffix for path in files(work)] == [".npz", ".npz"]


SEARCH = Search()
OTHERS: dict[str, Search] = {
    "another subject": Search(find=frozenset({Subject.FACE})),
    "another depth": Search(depth=Depth.THOROUGH),
    "a model pack": Search(packs=(ModelPack("p", Subject.FACE, "MIT", "0" * 64, "1" * 64),)),
}


@pytest.mark.parametrize("search", OTHERS.values(), ids=list(OTHERS))
def test_another_search_begins_anew_and_the_old_segments_go(work: Path, search: Search) -> None:
    unfinished(FOOTAGE, SEARCH, work=work).add(0, a_looked(SEGMENTS[0]))
    assert not unfinished(FOOTAGE, search, work=work).looked
    assert not files(work)


def test_other_contents_of_a_file_of_the_same_name_begin_anew(work: Path) -> None:
    unfinished(FOOTAGE, SEARCH, work=work).add(0, a_looked(SEGMENTS[0]))
    assert not unfinished(dataclasses.replace(FOOTAGE, sha256="1" * 64), SEARCH, work=work).looked


def test_another_version_another_model_and_another_plan_begin_anew(
    work: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def keeps() -> bool:
        return 0 in unfinished(FOOTAGE, SEARCH, work=work).looked

    def anew(change: Callable[[pytest.MonkeyPatch], None]) -> bool:
        unfinished(FOOTAGE, SEARCH, work=work).add(0, a_looked(SEGMENTS[0]))
        assert keeps()
        with monkeypatch.context() as patch:
            change(patch)
            return not keeps()

    other = tmp_path / "models"
    other.mkdir()
    manifest = (places.models() / "manifest.toml").read_text(encoding="utf-8")
    digest = manifest.split('sha256 = "')[1][:64]
    (other / "manifest.toml").write_text(manifest.replace(digest, digest[::-1]), encoding="utf-8")
    assert anew(lambda patch: patch.setattr(reviewer, "__version__", "0.0.1"))
    assert anew(lambda patch: patch.setattr(keeping, "_modules", lambda: "others"))
    assert anew(lambda patch: patch.setattr("reviewer.services.segments.LONGEST", 99))
    assert anew(lambda patch: patch.setattr(places, "models", lambda: other))


def test_reading_plates_or_not_is_no_other_look(work: Path) -> None:
    unfinished(FOOTAGE, SEARCH, work=work).add(0, a_looked(SEGMENTS[0]))
    assert 0 in unfinished(FOOTAGE, dataclasses.replace(SEARCH, read=True), work=work).looked


def test_another_footage_of_the_case_keeps_its_own(work: Path) -> None:
    other = a_footage("f2", frames=300)
    unfinished(FOOTAGE, SEARCH, work=work).add(0, a_looked(SEGMENTS[0]))
    unfinished(other, SEARCH, work=work).add(1, a_looked(SEGMENTS[1]))
    assert 0 in unfinished(FOOTAGE, SEARCH, work=work).looked
    forget(work, FOOTAGE.id)
    assert not unfinished(FOOTAGE, SEARCH, work=work).looked
    assert 1 in unfinished(other, SEARCH, work=work).looked
    forget(work, other.id)
    assert not list(work.iterdir())


def test_without_a_list_of_models_nothing_is_gone_on_with(
    work: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(places, "models", lambda: tmp_path)
    with pytest.raises(ReviewerError, match="list of models"):
        unfinished(FOOTAGE, SEARCH, work=work)


def test_closing_a_case_leaves_what_can_be_gone_on_with(tmp_path: Path) -> None:
    with Case.create(tmp_path / "case", title="case", actor="me") as case:
        unfinished(FOOTAGE, SEARCH, work=case.work_folder).add(0, a_looked(SEGMENTS[0]))
        (case.work_folder / "proxy.mp4").write_bytes(b"x")
    with Case.open(tmp_path / "case", actor="me") as case:
        assert [entry.name for entry in case.work_folder.iterdir()] == [GOING_ON]
        assert 0 in unfinished(FOOTAGE, SEARCH, work=case.work_folder).looked


@pytest.mark.logs("finished segments cannot be kept")
def test_where_nothing_can_be_kept_the_log_says_so_once_and_work_goes_on(tmp_path: Path) -> None:
    kept = unfinished(FOOTAGE, SEARCH, work=tmp_path / "gone")
    kept.add(0, a_looked(SEGMENTS[0]))
    kept.add(1, a_looked(SEGMENTS[1]))
    assert not (tmp_path / "gone").exists()


def written(work: Path) -> Path:
    unfinished(FOOTAGE, SEARCH, work=work).add(0, a_looked(SEGMENTS[0]))
    return files(work)[0]


def refused(work: Path) -> bool:
    return not unfinished(FOOTAGE, SEARCH, work=work).looked


def aslant(looked: Looked) -> Looked:
    """The same with corners for the second of the tracklets."""
    first, second, *rest = looked.tracklets
    x, y, width, height = second.boxes.T
    corners = [(x, y + 9), (x + width - 4, y), (x + width, y + height - 9), (x + 4, y + height)]
    quads = np.stack([np.stack(corner, axis=1) for corner in corners], axis=1)
    return dataclasses.replace(looked, tracklets=[first, dataclasses.replace(second, quads=quads), *rest])


def test_corners_are_kept_where_there_are_some(work: Path) -> None:
    looked = aslant(a_looked(SEGMENTS[0], tracklets=3))
    unfinished(FOOTAGE, SEARCH, work=work).add(0, looked)
    found = unfinished(FOOTAGE, SEARCH, work=work).looked[0]
    assert numbers_in(found) == numbers_in(looked)
    assert [t.quads is None for t in found.tracklets] == [True, False, True]


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_corners_that_are_no_places_count_as_not_there(work: Path, bad: float) -> None:
    looked = aslant(a_looked(SEGMENTS[0], tracklets=2))
    quads = looked.tracklets[1].quads
    assert quads is not None
    quads[7, 2, 1] = bad
    unfinished(FOOTAGE, SEARCH, work=work).add(0, looked)
    assert refused(work)


def test_corners_of_more_frames_than_there_are_count_as_not_there(work: Path) -> None:
    looked = aslant(a_looked(SEGMENTS[0], tracklets=2))
    first, second = looked.tracklets
    assert second.quads is not None
    more = dataclasses.replace(second, quads=np.concatenate([second.quads, second.quads[:1]]))
    unfinished(FOOTAGE, SEARCH, work=work).add(0, dataclasses.replace(looked, tracklets=[first, more]))
    assert refused(work)


def test_a_file_that_is_cut_off_anywhere_counts_as_not_there(work: Path) -> None:
    path = written(work)
    whole = path.read_bytes()
    for size in (0, 1, 100, len(whole) // 2, len(whole) - 1):
        path.write_bytes(whole[:size])
        assert refused(work), size
    path.write_bytes(whole)
    assert not refused(work)


def test_a_file_with_any_bit_turned_counts_as_not_there_or_is_the_same(work: Path) -> None:
    path = written(work)
    whole = path.read_bytes()
    said = numbers_in(a_looked(SEGMENTS[0]))
    for at in np.random.default_rng(1).integers(0, len(whole), 300):
        damaged = bytearray(whole)
        damaged[at] ^= 1 << int(at) % 8
        path.write_bytes(damaged)
        found = unfinished(FOOTAGE, SEARCH, work=work).looked
        assert not found or numbers_in(found[0]) == said


def test_a_file_that_claims_to_be_encrypted_counts_as_not_there(work: Path) -> None:
    path = written(work)
    damaged = bytearray(path.read_bytes())
    flags = damaged.index(b"PK\x01\x02") + 8  # of the first member, in the directory at the end
    damaged[flags] |= 1
    path.write_bytes(damaged)
    assert refused(work)


def test_a_part_of_a_segment_is_not_taken_for_the_whole(work: Path) -> None:
    short = dataclasses.replace(SEGMENTS[0], last=SEGMENTS[0].last - 1)
    unfinished(FOOTAGE, SEARCH, work=work).add(0, dataclasses.replace(a_looked(short), tracklets=[]))
    assert refused(work)


def test_a_segment_of_which_nothing_could_be_decoded_is_kept(work: Path) -> None:
    unfinished(FOOTAGE, SEARCH, work=work).add(0, Looked([], Scene.joined([])))
    assert not refused(work)


class Evil:
    """Would make a file if anything unpickled it."""

    def __reduce__(self) -> tuple[Any, ...]:
        return (open, ("unpickled", "w"))


def test_nothing_in_a_file_is_ever_run(work: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    path = written(work)
    columns = dict(np.load(path))
    for name in columns:
        with path.open("wb") as file:
            np.savez(file, **{**columns, name: np.array([Evil()], object)})
        assert refused(work)
    with path.open("wb") as file:
        np.save(file, np.array([Evil()], object))
    assert refused(work)
    assert not (tmp_path / "unpickled").exists()


def test_a_file_of_another_analysis_under_the_right_name_counts_as_not_there(work: Path) -> None:
    path = written(work)
    columns = dict(np.load(path))
    with path.open("wb") as file:
        np.savez(file, **{**columns, "key": np.array("other")})
    assert refused(work)


def test_a_small_file_that_would_become_a_large_one_is_not_read(work: Path) -> None:
    path = written(work)
    columns = dict(np.load(path))
    with path.open("wb") as file:
        np.savez_compressed(file, **columns)
    assert refused(work)
    header = io.BytesIO()
    np.lib.format.write_array_header_1_0(header, {"descr": "<f4", "fortran_order": False, "shape": (1 << 40, 4)})
    with zipfile.ZipFile(path, "w") as archive:
        for name, column in columns.items():
            if name != ".tracklets.item.boxes":
                data = io.BytesIO()
                np.save(data, column)
                archive.writestr(f"{name}.npy", data.getvalue())
        archive.writestr(".tracklets.item.boxes.npy", header.getvalue())
    assert refused(work)


def test_a_file_that_is_too_large_is_not_read(work: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(work)
    monkeypatch.setattr(keeping, "LARGEST", path.stat().st_size - 1)
    assert refused(work)


@pytest.mark.skipif(sys.platform == "win32", reason="pipes of POSIX")
def test_what_is_no_file_is_not_read(work: Path) -> None:
    path = written(work)
    path.unlink()
    os.mkfifo(path)  # reading it would wait for ever
    assert refused(work)
    path.unlink()
    path.mkdir()
    assert refused(work)


def spoilt(**columns: Any) -> Looked:
    looked = a_looked(SEGMENTS[0])
    return dataclasses.replace(looked, tracklets=[dataclasses.replace(looked.tracklets[0], **columns)])


COUNT = SEGMENTS[0].last + 1
SPOILT = {
    "before the segment": {"first": -1},
    "beyond its lap": {"first": SEGMENTS[0].after + 1},
    "no number": {"scores": np.full(COUNT, np.nan, np.float32)},
    "no place": {"boxes": np.full((COUNT, 4), np.inf, np.float32)},
    "no size": {"boxes": np.zeros((COUNT, 4), np.float32)},
    "too few boxes": {"boxes": np.ones((COUNT - 1, 4), np.float32)},
    "other boxes": {"boxes": np.ones((COUNT, 3), np.float32)},
    "no such origin": {"origins": np.full(COUNT, 9, np.uint8)},
    "nothing": {
        "boxes": np.ones((0, 4), np.float32),
        "origins": np.zeros(0, np.uint8),
        "scores": np.zeros(0, np.float32),
    },
}


@pytest.mark.parametrize("columns", SPOILT.values(), ids=list(SPOILT))
def test_numbers_that_cannot_come_of_the_segment_are_not_believed(work: Path, columns: dict[str, Any]) -> None:
    unfinished(FOOTAGE, SEARCH, work=work).add(0, spoilt(**columns))
    assert refused(work)


def test_everything_that_a_segment_says_has_a_column() -> None:
    assert {"." + f.name for f in dataclasses.fields(Looked)} <= {
        "." + name.split(".")[1].split(" ")[0] for name in columns_of(a_looked(SEGMENTS[0]))
    }


def test_two_keepers_of_one_analysis_do_not_harm_each_other(work: Path) -> None:
    one, two = unfinished(FOOTAGE, SEARCH, work=work), unfinished(FOOTAGE, SEARCH, work=work)
    one.add(0, a_looked(SEGMENTS[0]))
    two.add(0, a_looked(SEGMENTS[0]))
    assert isinstance(one, Kept)
    assert 0 in unfinished(FOOTAGE, SEARCH, work=work).looked

"""From a release whose check is open to a sealed pack: what a person decides, and what may not be sealed."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from reviewer.core.copy import Copy, Settled, Settlement, Verdict
from reviewer.core.errors import CheckError, UsageError
from reviewer.core.footage import Footage
from reviewer.core.geometry import Box
from reviewer.core.profile import Profile
from reviewer.core.region import Decision, Keyframe
from reviewer.core.review import Review, of
from reviewer.core.settings import Search
from reviewer.core.timing import Span, Tick
from reviewer.services.copy_places import OPEN, is_open, pack_of
from reviewer.services.intake import take_in
from reviewer.services.jobs import finished
from reviewer.services.manifest import manifest_name, read_manifest
from reviewer.services.pack_request import SUMS, restricted_folder
from reviewer.services.publishing import PackWish, refuse, withdraw
from reviewer.services.release import ReleaseRequest, release
from reviewer.services.sealing import SealRequest, seal, why_not
from tests.support.footage import Clip, make
from tests.support.stand_ins import StandIns
from tests.support.values import a_region

Makes = Callable[..., Copy]


@pytest.fixture
def footage(tmp_path: Path) -> Footage:
    return finished(take_in(make(tmp_path / "a.mp4", Clip(frames=6))))


@pytest.fixture
def stand_ins(monkeypatch: pytest.MonkeyPatch) -> StandIns:
    stand_ins = StandIns()
    monkeypatch.setattr("reviewer.services.release.check", stand_ins.check)
    return stand_ins


@pytest.fixture
def wish(tmp_path: Path) -> PackWish:
    return PackWish(case="Case 7", keys=tmp_path / "keys")


@pytest.fixture
def made(footage: Footage, stand_ins: StandIns, tmp_path: Path, wish: PackWish) -> Makes:
    def make_copy(*, hits: int = 0, review: Review | None = None, earlier: Copy | None = None) -> Copy:
        stand_ins.hits = [hits]
        request = ReleaseRequest(
            footage=footage,
            review=review or Review(),
            profile=Profile(),
            search=Search(),
            target=tmp_path / "out" / "street copy",
            pack=wish,
            earlier=earlier.report if earlier else None,
        )
        request.target.parent.mkdir(exist_ok=True)
        return finished(release(request)).copy

    return make_copy


def settle(copy: Copy, *how: Settlement) -> Copy:
    report = copy.report
    for hit, decision in zip(report.hits, how, strict=True):
        report = report.settling(hit.id, Settled(how=decision, reason="on duty", by="Ada", at="2026-01-01T00:00:00Z"))
    return replace(copy, report=report)


def test_a_release_whose_check_is_settled_is_a_pack_at_once(made: Makes, tmp_path: Path) -> None:
    copy = made()
    assert copy.path == tmp_path / "out" / "street copy" / "street copy.mp4"
    assert (copy.path.parent / SUMS).exists()
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == sorted(
        [copy.path.parent.name, restricted_folder(copy.path.parent).name]
    )
    assert not is_open(copy)


def test_a_release_whose_check_is_open_lies_in_a_folder_that_says_so_twice_and_is_no_pack(
    made: Makes, tmp_path: Path
) -> None:
    copy = made(hits=2)
    assert copy.report.verdict is Verdict.OPEN
    assert copy.path == tmp_path / "out" / f"street copy{OPEN}" / f"street copy{OPEN}.mp4"
    assert is_open(copy)
    assert [p.name for p in (tmp_path / "out").iterdir()] == [f"street copy{OPEN}"]
    assert not (copy.path.parent / SUMS).exists()


def test_an_open_copy_is_sealed_once_a_person_has_decided_on_every_hit(
    made: Makes, footage: Footage, wish: PackWish
) -> None:
    copy = made(hits=2)
    settled = settle(copy, Settlement.LAWFUL, Settlement.NOT_ONE)
    sealed = finished(seal(SealRequest(copy=settled, footage=footage, review=Review(), wish=wish)))
    assert sealed.path == pack_of(copy) / "street copy.mp4"
    assert copy.path.exists()  # until the sealed one is recorded
    manifest = read_manifest(manifest_name(sealed.path))
    assert manifest.copy_sha256 == sealed.sha256 == copy.sha256
    assert manifest.report["verdict"] == "settled"
    withdraw(copy)
    assert not copy.path.parent.exists()
    assert sealed.path.exists()


@pytest.mark.parametrize(
    ("decisions", "why"),
    [((), "2 hits are open"), ((Settlement.LAWFUL,), "1 hit is open"), ((Settlement.COVER,) * 2, "render it again")],
)
def test_nothing_is_sealed_while_a_hit_is_open_or_is_to_be_covered(
    made: Makes, footage: Footage, wish: PackWish, decisions: tuple[Settlement, ...], why: str
) -> None:
    copy = made(hits=2)
    report = copy.report
    for hit, how in zip(report.hits, decisions, strict=False):
        report = report.settling(hit.id, Settled(how=how, reason="x", by="Ada", at="2026"))
    copy = replace(copy, report=report)
    assert why in why_not(copy, Review(), footage=footage)
    with pytest.raises(CheckError, match=why):
        finished(seal(SealRequest(copy=copy, footage=footage, review=Review(), wish=wish)))
    assert not pack_of(copy).exists()


def test_a_copy_is_not_sealed_when_something_else_is_to_be_covered_by_now(
    made: Makes, footage: Footage, wish: PackWish
) -> None:
    copy = settle(made(hits=1), Settlement.NOT_ONE)
    box = Box(10, 10, 20, 20)
    tick = footage.recording.index.tick(0)
    span = footage.recording.index.span
    other = of([replace(a_region("r"), span=span, keyframes=(Keyframe(tick, box),))])
    with pytest.raises(CheckError, match="changed since this copy was rendered"):
        finished(seal(SealRequest(copy=copy, footage=footage, review=other, wish=wish)))


def test_a_copy_that_was_altered_after_its_check_is_not_sealed(made: Makes, footage: Footage, wish: PackWish) -> None:
    copy = settle(made(hits=1), Settlement.NOT_ONE)
    data = bytearray(copy.path.read_bytes())
    data[-1] ^= 1
    copy.path.write_bytes(data)
    with pytest.raises(CheckError, match="not the file that was checked"):
        finished(seal(SealRequest(copy=copy, footage=footage, review=Review(), wish=wish)))
    assert not pack_of(copy).exists()


def test_a_release_to_a_folder_that_holds_a_pack_is_refused_before_anything_is_done(
    made: Makes, stand_ins: StandIns
) -> None:
    made()
    stand_ins.checks.clear()
    with pytest.raises(UsageError, match="is there already"):
        made()
    assert not stand_ins.checks


def test_a_copy_that_is_rendered_again_keeps_what_was_decided_and_lies_beside_the_first(made: Makes) -> None:
    first = settle(made(hits=2), Settlement.LAWFUL, Settlement.NOT_ONE)
    again = made(hits=2, earlier=first)
    assert again.report.settled == first.report.settled
    assert pack_of(again) == pack_of(first)
    assert again.path == pack_of(first) / "street copy.mp4"  # nothing is open, so it is a pack at once
    withdraw(again)
    third = made(hits=2, earlier=replace(first, report=replace(first.report, settled={})))
    assert third.path.parent.name == f"street copy{OPEN} 2"
    assert len(third.report.open_hits) == 2


def test_sealing_that_is_stopped_leaves_nothing_and_the_open_copy_as_it_was(
    made: Makes, footage: Footage, wish: PackWish
) -> None:
    copy = settle(made(hits=1), Settlement.NOT_ONE)
    before = sorted(p.name for p in copy.path.parent.parent.iterdir())
    for steps in range(1, 12):
        job = seal(SealRequest(copy=copy, footage=footage, review=Review(), wish=wish))
        try:
            for _ in range(steps):
                next(job)
        except StopIteration:
            break
        job.close()
        assert sorted(p.name for p in copy.path.parent.parent.iterdir()) == before
        assert copy.path.exists()


def kept(footage: Footage) -> Review:
    index = footage.recording.index
    return Review(kept=(Span(Tick(index.tick(1) + 1), index.tick(4)),))  # it does not begin with a frame


def test_an_open_copy_of_what_is_kept_of_its_footage_is_sealed_and_not_when_something_else_is_kept(
    made: Makes, footage: Footage, wish: PackWish
) -> None:
    review = kept(footage)
    copy = settle(made(hits=1, review=review), Settlement.NOT_ONE)
    with pytest.raises(CheckError, match="changed since this copy was rendered"):
        finished(seal(SealRequest(copy=copy, footage=footage, review=Review(), wish=wish)))
    sealed = finished(seal(SealRequest(copy=copy, footage=footage, review=review, wish=wish)))
    assert sealed.path.exists()


def test_a_copy_is_not_sealed_when_what_a_person_decided_to_show_is_shown_no_more_by_anybody(
    made: Makes, footage: Footage, wish: PackWish
) -> None:
    tick, span = footage.recording.index.tick(0), footage.recording.index.span
    region = replace(a_region("r"), span=span, keyframes=(Keyframe(tick, Box(10, 10, 20, 20)),))
    shown = of([replace(region, decision=Decision.REJECTED)])
    copy = settle(made(hits=1, review=shown), Settlement.NOT_ONE)
    with pytest.raises(CheckError, match="changed since this copy was rendered"):
        finished(seal(SealRequest(copy=copy, footage=footage, review=Review(), wish=wish)))
    assert why_not(copy, shown, footage=footage) == ""


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("streams", [7]),
        ("original", {"sha256": "ab" * 32, "size": 1}),
        ("copy", {"sha256": "ab" * 32, "sounds": 0}),
        ("assembly", [{"kept": [0, 3], "at": 0}, {"left_out": [3, 6], "at": 3, "end": 9}]),
    ],
)
def test_a_copy_is_not_sealed_with_a_manifest_that_was_edited_since(
    made: Makes, footage: Footage, wish: PackWish, part: str, value: object
) -> None:
    copy = settle(made(hits=1), Settlement.NOT_ONE)
    place = manifest_name(copy.path)
    place.write_text(json.dumps({**json.loads(place.read_text("utf-8")), part: value}), encoding="utf-8")
    with pytest.raises(CheckError, match=r"manifest|changed since"):
        finished(seal(SealRequest(copy=copy, footage=footage, review=Review(), wish=wish)))
    assert not pack_of(copy).exists()


def test_a_copy_is_not_sealed_with_a_manifest_of_another_profile(made: Makes, footage: Footage, wish: PackWish) -> None:
    copy = settle(made(hits=1), Settlement.NOT_ONE)
    other = replace(copy, profile=Profile(effect="mosaic"))
    with pytest.raises(CheckError, match="manifest"):
        finished(seal(SealRequest(copy=other, footage=footage, review=Review(), wish=wish)))


def test_withdrawing_a_copy_without_a_manifest_takes_nothing_that_lies_beside_it(
    footage: Footage, made: Makes, tmp_path: Path
) -> None:
    copy = made()
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "letter.txt").write_text("keep")
    (folder / "copy.mp4").write_bytes(b"0")
    withdraw(replace(copy, path=folder / "copy.mp4"))
    assert [p.name for p in folder.iterdir()] == ["letter.txt"]


def test_withdrawing_a_copy_that_was_put_into_a_pack_by_hand_leaves_the_pack(made: Makes) -> None:
    pack = made()
    other = pack.path.with_name("other.mp4")
    other.write_bytes(b"0")
    withdraw(replace(pack, path=other, sha256="ab" * 32))
    assert not other.exists()
    assert pack.path.exists()
    assert restricted_folder(pack.path.parent).exists()


def test_withdrawing_an_open_file_leaves_the_folder_that_it_lies_in(made: Makes, tmp_path: Path) -> None:
    folder = tmp_path / f"mine{OPEN}"
    folder.mkdir()
    (folder / "letter.txt").write_text("keep")
    (folder / f"copy{OPEN}.mp4").write_bytes(b"0")
    withdraw(replace(made(), path=folder / f"copy{OPEN}.mp4"))
    assert [p.name for p in folder.iterdir()] == ["letter.txt"]


def test_nothing_is_released_under_a_name_for_open_copies(tmp_path: Path) -> None:
    for name in (f"a{OPEN}.mp4", f"a{OPEN.lower()}.mp4"):
        with pytest.raises(UsageError, match="whose check is open"):
            refuse(tmp_path / name, original=tmp_path / "b.mp4")

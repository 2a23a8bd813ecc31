"""The manifest beside a copy comes back as it was written, and says nothing it should not."""

import json
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.core.assembly import assembled
from reviewer.core.copy import CheckReport, Copy, Finding, Hit, Point, Settled, Settlement
from reviewer.core.detection import Subject
from reviewer.core.errors import CheckError
from reviewer.core.geometry import Box
from reviewer.core.outline import Outline
from reviewer.core.profile import Profile, Quality, SoundPolicy
from reviewer.core.region import Decision, Keyframe, PersonId, Shape
from reviewer.core.review import of
from reviewer.core.settings import Depth, ModelPack, Search
from reviewer.core.silence import Silence, SilenceId, Treatment
from reviewer.core.stamp import Corner, Stamp
from reviewer.core.timing import Span, Tick
from reviewer.services.manifest import (
    Manifest,
    covers,
    digest_of,
    manifest_name,
    manifest_of,
    read_manifest,
    write_manifest,
)
from tests.support.values import a_footage, a_region

SLANTED = Outline(((10.1, 20), (50, 30.7), (48, 44), (8, 34)))


HIT = Hit(frame=3, tick=Tick(9), seconds=0.3, subject=Subject.FACE, box=Box(1, 2, 3, 4), score=0.5, detector="fake")


def a_manifest() -> Manifest:
    copy = Copy(
        footage=a_footage().id,
        path=Path("/home/officer smith/copy.mp4"),
        sha256="ab" * 32,
        profile=Profile("mosaic", (1, 2, 3), SoundPolicy.SILENT),
        released="2026-01-01T00:00:00+00:00",
        report=CheckReport((Finding(Point.TICKS, True, "All there."),), (HIT,)),
    )
    regions = [
        replace(a_region("one"), reason="the witness, Jane Doe", effect="blur"),
        replace(a_region("two"), shape=Shape.ELLIPSE, decision=Decision.REJECTED),
        replace(
            a_region("three"),
            shape=Shape.POLYGON,
            keyframes=(Keyframe.around(Tick(0), SLANTED), Keyframe(Tick(9), SLANTED.box)),
        ),
    ]
    pack = ModelPack("yunet", Subject.FACE, "Apache-2.0", "ab" * 32, "cd" * 32)
    search = Search(frozenset({Subject.PLATE, Subject.FACE}), Depth.THOROUGH, packs=(pack,))
    return manifest_of(copy, a_footage(), review=of(regions), search=search, product="reviewer 0")


def test_a_manifest_comes_back_as_it_was_written(tmp_path: Path) -> None:
    manifest = a_manifest()
    write_manifest(manifest, tmp_path / "m.json")
    again = read_manifest(tmp_path / "m.json")
    for name in ("copy_sha256", "original_sha256", "original_size", "frames", "times", "time_base", "profile"):
        assert getattr(again, name) == getattr(manifest, name)
    for name in ("search", "sounds", "report", "product", "released"):
        assert getattr(again, name) == getattr(manifest, name)
    assert list(tmp_path.iterdir()) == [tmp_path / "m.json"]
    ours, theirs = manifest.review.regions, again.review.regions
    assert list(ours) == list(theirs)
    for key, region in ours.items():
        assert theirs[key] == replace(region, reason="")


def test_a_manifest_names_nobody_and_no_place(tmp_path: Path) -> None:
    write_manifest(a_manifest(), tmp_path / "m.json")
    text = (tmp_path / "m.json").read_text()
    assert not [word for word in ("Jane", "witness", "smith", "recordings", "bodyworn", "+51") if word in text]


def test_a_manifest_of_the_time_before_model_packs_names_none(tmp_path: Path) -> None:
    write_manifest(a_manifest(), tmp_path / "m.json")
    raw = json.loads((tmp_path / "m.json").read_text())
    assert [pack["name"] for pack in raw.pop("packs")] == ["yunet"]
    (tmp_path / "m.json").write_text(json.dumps(raw))
    assert read_manifest(tmp_path / "m.json").search.packs == ()


def test_a_manifest_of_the_time_before_outlines_has_boxes_alone(tmp_path: Path) -> None:
    write_manifest(a_manifest(), tmp_path / "m.json")
    raw = json.loads((tmp_path / "m.json").read_text())
    assert ["outlines" in region for region in raw["regions"]] == [False, False, True]
    del raw["regions"][2]["outlines"]
    (tmp_path / "m.json").write_text(json.dumps(raw))
    *_, polygon = read_manifest(tmp_path / "m.json").review.regions.values()
    assert [k.outline for k in polygon.keyframes] == [None, None]
    assert polygon.keyframes[0].box == SLANTED.box


@pytest.mark.parametrize(
    "outlines",
    [
        [None],
        [[[1, 2], [3, 4]], None],
        [[[10.1, 20], [50, 30.7], [48, 44], [9, 34]], None],
        [[[10.1, 20], [50, 30.7], [48, float("nan")], [8, 34]], None],
        [[[10.1, 20, 1], [50, 30.7, 1], [48, 44, 1], [8, 34, 1]], None],
        "none",
        5,
    ],
)
def test_outlines_that_are_not_those_of_the_keyframes_are_refused(tmp_path: Path, outlines: object) -> None:
    write_manifest(a_manifest(), tmp_path / "m.json")
    raw = json.loads((tmp_path / "m.json").read_text())
    raw["regions"][2]["outlines"] = outlines
    (tmp_path / "m.json").write_text(json.dumps(raw))
    with pytest.raises(CheckError):
        read_manifest(tmp_path / "m.json")


def test_its_name_is_the_copys_with_an_ending() -> None:
    assert manifest_name(Path("a/b.mp4")) == Path("a/b.mp4.manifest.json")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "null",
        "{}",
        '{"manifest": 2}',
        "[" * 100_000,
        '{"manifest": 1, "profile": {"effect": "solid", "fill": [0, 0, 999], "sound": "keep"}}',
    ],
)
def test_what_is_no_manifest_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "m.json"
    path.write_text(text)
    with pytest.raises(CheckError):
        read_manifest(path)


@pytest.mark.parametrize(
    ("part", "key", "value"),
    [
        ("frames", "time_base", "0"),
        ("frames", "time_base", "1/0"),
        ("frames", "count", "many"),
        ("profile", "fill", [0, 0]),
        ("search", "find", ["ghost"]),
        ("copy", "sounds", None),
        ("packs", 0, {"name": "yunet", "subject": "ghost"}),
    ],
)
def test_a_manifest_with_a_field_that_makes_no_sense_is_refused(
    tmp_path: Path, part: str, key: str, value: object
) -> None:
    path = tmp_path / "m.json"
    write_manifest(a_manifest(), path)
    raw = json.loads(path.read_text())
    raw[part][key] = value
    path.write_text(json.dumps(raw))
    with pytest.raises(CheckError):
        read_manifest(path)


@given(st.lists(st.integers(-(10**12), 10**12), min_size=1, max_size=20), st.integers(1, 1000))
def test_the_digest_of_times_does_not_depend_on_the_clock(ticks: list[int], finer: int) -> None:
    base = Fraction(1, 30000)
    scaled = np.array(ticks, np.int64) * finer
    assert digest_of(ticks, base) == digest_of(scaled, base / finer)
    assert digest_of([*ticks[:-1], ticks[-1] + 1], base) != digest_of(ticks, base)


def test_gaps_what_hides_all_but_itself_and_silences_come_back(tmp_path: Path) -> None:
    region = replace(a_region("one"), inverse=True)
    gap = Span(region.span.start, Tick(region.span.start + 1))
    review = of([replace(region, gaps=(gap,))]).silencing(
        [
            Silence(id=SilenceId("a"), span=Span(Tick(3), Tick(9)), streams=frozenset({2, 1}), reason="Jane Doe"),
            Silence(id=SilenceId("b"), span=Span(Tick(3), Tick(9)), decision=Decision.REJECTED),
        ]
    )
    write_manifest(replace(a_manifest(), review=review), tmp_path / "m.json")
    again = read_manifest(tmp_path / "m.json")
    (region_again,) = again.review.regions.values()
    assert (region_again.gaps, region_again.inverse) == ((gap,), True)
    (silence,) = again.review.silences.values()
    assert (silence.span, silence.streams, silence.reason) == (Span(Tick(3), Tick(9)), frozenset({1, 2}), "")
    assert again.streams == a_manifest().streams


def test_a_manifest_knows_cuts_stamp_quality_labels_and_treatments(tmp_path: Path) -> None:
    footage = a_footage()
    span = footage.recording.index.span
    kept = Span(footage.recording.index.tick(1), span.end)
    silence = Silence(
        id=SilenceId("s"), span=span, treatment=Treatment.BLEEP, channels=frozenset({1}), reason="Jane", person=None
    )
    review = replace(of([replace(a_region("one"), label="WITNESS")]).silencing([silence]), kept=(kept,))
    profile = Profile(quality=Quality.ARCHIVE, hardware=True, stamp=Stamp(reference="IR 7", corner=Corner.BOTTOM_LEFT))
    copy = Copy(
        footage=footage.id,
        path=Path("/a/copy.mp4"),
        sha256="ab" * 32,
        profile=profile,
        released="2026-01-01T00:00:00+00:00",
        report=CheckReport(()),
    )
    manifest = manifest_of(copy, footage, review=review, search=Search(), product="reviewer 0")
    write_manifest(manifest, tmp_path / "m.json")
    again = read_manifest(tmp_path / "m.json")
    assert again.profile == profile
    assert again.assembly == assembled(footage.recording.index, (kept,), time_base=again.time_base)
    assert again.frames == len(footage.recording.index)  # one is left out, and there is a card for it
    assert again.review.silences["s"] == replace(silence, reason="")
    assert again.review.regions["one"].label == "WITNESS"
    assert "Jane" not in (tmp_path / "m.json").read_text()


def test_decisions_on_hits_are_told_without_their_reasons(tmp_path: Path) -> None:
    manifest = a_manifest()
    copy = Copy(
        footage=a_footage().id,
        path=Path("/a/copy.mp4"),
        sha256="ab" * 32,
        profile=Profile(),
        released="2026-01-01T00:00:00+00:00",
        report=CheckReport((), (HIT,)).settling(
            HIT.id, Settled(how=Settlement.LAWFUL, reason="Jane asked for it", by="Officer Smith", at="2026")
        ),
    )
    manifest = manifest_of(copy, a_footage(), review=of([]), search=Search(), product="reviewer 0")
    write_manifest(manifest, tmp_path / "m.json")
    assert read_manifest(tmp_path / "m.json").report["settled"] == {HIT.id: "lawful to show"}
    assert not [word for word in ("Jane", "Smith") if word in (tmp_path / "m.json").read_text()]


def test_a_manifest_of_the_first_layout_shows_all_of_the_footage(tmp_path: Path) -> None:
    write_manifest(a_manifest(), tmp_path / "m.json")
    raw = json.loads((tmp_path / "m.json").read_text())
    raw["manifest"] = 1
    for name in ("encoder", "assembly"):
        raw.pop(name, None)
    for name in ("quality", "hardware", "stamp"):
        raw["profile"].pop(name)
    (tmp_path / "m.json").write_text(json.dumps(raw))
    again = read_manifest(tmp_path / "m.json")
    assert (again.assembly, again.encoder, again.profile.stamp) == (None, "", None)


def test_pieces_that_do_not_meet_are_no_assembly(tmp_path: Path) -> None:
    write_manifest(a_manifest(), tmp_path / "m.json")
    raw = json.loads((tmp_path / "m.json").read_text())
    raw["assembly"] = [{"kept": [0, 5], "at": 0}, {"kept": [9, 12], "at": 6}]
    (tmp_path / "m.json").write_text(json.dumps(raw))
    with pytest.raises(CheckError, match="cannot be read"):
        read_manifest(tmp_path / "m.json")


def test_a_digest_of_what_is_covered_leaves_out_reasons_people_and_what_is_shown() -> None:
    region = a_region("one")
    same = [
        of([replace(region, reason="why", person=PersonId("Jane"), locked=True)]),
        of([region, replace(a_region("two"), decision=Decision.REJECTED)]),
    ]
    other = [
        of([]),
        of([replace(region, effect="blur")]),
        of([replace(region, label="X")]),
        replace(of([region]), kept=(Span(Tick(0), Tick(3)),)),
        of([region]).silencing([Silence(id=SilenceId("s"), span=Span(Tick(0), Tick(3)))]),
    ]
    assert {covers(review) for review in same} == {covers(of([region]))}
    assert len({covers(review) for review in (*other, of([region]))}) == len(other) + 1

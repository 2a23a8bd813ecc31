"""The manifest beside a copy comes back as it was written, and says nothing it should not."""

import json
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.core.copy import CheckReport, Copy, Finding, Hit, Point
from reviewer.core.detection import Subject
from reviewer.core.errors import CheckError
from reviewer.core.geometry import Box
from reviewer.core.outline import Outline
from reviewer.core.profile import Profile, SoundPolicy
from reviewer.core.region import Decision, Keyframe, Shape
from reviewer.core.review import of
from reviewer.core.settings import Depth, ModelPack, Search
from reviewer.core.silence import Silence, SilenceId
from reviewer.core.timing import Span, Tick
from reviewer.services.manifest import Manifest, digest_of, manifest_name, manifest_of, read_manifest, write_manifest
from tests.support.values import a_footage, a_region

SLANTED = Outline(((10.1, 20), (50, 30.7), (48, 44), (8, 34)))


def a_manifest() -> Manifest:
    hit = Hit(frame=3, tick=Tick(9), seconds=0.3, subject=Subject.FACE, box=Box(1, 2, 3, 4), score=0.5, detector="fake")
    copy = Copy(
        footage=a_footage().id,
        path=Path("/home/officer smith/copy.mp4"),
        sha256="ab" * 32,
        profile=Profile("mosaic", (1, 2, 3), SoundPolicy.SILENT),
        released="2026-01-01T00:00:00+00:00",
        report=CheckReport((Finding(Point.TICKS, True, "All there."),), (hit,)),
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

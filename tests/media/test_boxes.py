"""The second parser finds whatever a copy should not hold."""

import random
import struct
from pathlib import Path

import pytest

from reviewer.core.errors import FootageError
from reviewer.media.boxes import CONTENTS, foreign, inventory
from reviewer.media.boxes_rules import RULES
from tests.media.mp4 import add, alter, box, boxes, clean, put

STBL = "moov/trak/mdia/minf/stbl"
SOUND = "moov/trak#2/mdia/minf/stbl"
SECRET = b"51.5074N 0.1278W, camera 4711"


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return clean(tmp_path_factory.mktemp("mp4") / "clean.mp4").read_bytes()


@pytest.fixture
def copy(tmp_path: Path, original: bytes) -> Path:
    path = tmp_path / "copy.mp4"
    path.write_bytes(original)
    return path


@pytest.mark.parametrize("faststart", [False, True])
@pytest.mark.parametrize("sounds", [0, 1, 2])
def test_a_copy_that_holds_only_picture_and_sound_has_nothing_foreign(
    tmp_path: Path, sounds: int, faststart: bool
) -> None:
    path = clean(tmp_path / "copy.mp4", sounds=sounds, faststart=faststart)
    assert foreign(path, sounds=sounds) == []


def test_tracks_and_samples_are_counted(copy: Path) -> None:
    video, sound = inventory(copy).tracks
    assert (video.handler, video.codec, video.samples, video.width, video.height) == ("vide", "avc1", 12, 64, 48)
    assert video.duration == pytest.approx(0.4)
    assert (sound.handler, sound.codec, sound.width) == ("soun", "mp4a", 0)


def test_the_names_of_encoders_are_found(tmp_path: Path) -> None:
    said = " ".join(foreign(clean(tmp_path / "copy.mp4", tidy=False), sounds=1))
    assert "supplemental information of type 5" in said
    assert "name of its encoder" in said


@pytest.mark.parametrize("sounds", [0, 2])
def test_another_number_of_sounds_is_foreign(copy: Path, sounds: int) -> None:
    assert any("sound tracks" in s for s in foreign(copy, sounds=sounds))


@pytest.mark.parametrize(
    ("at", "kind"),
    [
        ("", "uuid"),
        ("", "skip"),
        ("", "moof"),
        ("", "meta"),
        ("moov", "uuid"),
        ("moov", "meta"),
        ("moov", "iods"),
        ("moov/udta", "\xa9xyz"),
        ("moov/udta", "loci"),
        ("moov/udta", "chpl"),
        ("moov/udta/meta", "keys"),
        ("moov/udta/meta/ilst", "\xa9too"),
        ("moov/trak", "udta"),
        ("moov/trak", "tref"),
        ("moov/trak", "meta"),
        ("moov/trak/mdia/minf", "gmhd"),
        (STBL, "sdtp"),
        (STBL + "/stsd", "tmcd"),
        (STBL + "/stsd", "avc1"),
        (STBL + "/stsd/avc1", "uuid"),
        (SOUND + "/stsd/mp4a", "wave"),
        ("moov", "mvhd"),
        ("moov/trak", "tkhd"),
        ("", "mdat"),
        ("", "ftyp"),
    ],
)
def test_a_box_that_a_copy_has_no_use_for_is_foreign(copy: Path, at: str, kind: str) -> None:
    if at:
        alter(copy, at, add(box(kind, SECRET)))
    else:
        copy.write_bytes(copy.read_bytes() + box(kind, SECRET))
    assert foreign(copy, sounds=1)


@pytest.mark.parametrize(
    ("at", "change", "said"),
    [
        ("moov/mvhd", put(4, struct.pack(">I", 3_900_000_000)), "when the file was made"),
        ("moov/mvhd", put(8, struct.pack(">I", 3_900_000_000)), "when the file was made"),
        ("moov/trak/tkhd", put(4, b"\1"), "when the file was made"),
        ("moov/trak#2/mdia/mdhd", put(11, b"\1"), "when the file was made"),
        ("moov/mvhd", put(30, b"hid"), "nothing belongs"),
        ("moov/mvhd", put(75, b"hid"), "nothing belongs"),
        ("moov/trak/tkhd", put(26, b"hid"), "nothing belongs"),
        ("moov/trak/mdia/mdhd", put(20, struct.pack(">H", 0x15C7)), "language"),
        ("moov/trak/mdia/hdlr", add(b"AXON Body 3 X60A1234"), "name"),
        ("moov/trak/mdia/hdlr", put(12, b"hid"), "nothing belongs"),
        ("moov/udta/meta/ilst", add(b"x"), "user data"),
        (STBL + "/stsd/avc1", put(42, b"\x04x264"), "program"),
        (STBL + "/stsd/avc1", put(10, b"hid"), "nothing belongs"),
        (SOUND + "/stsd/mp4a", put(10, b"hid"), "nothing belongs"),
        (SOUND + "/stsd/mp4a/esds", add(SECRET), "of its own"),
        (STBL + "/stsd/avc1/avcC", add(SECRET), "of its own"),
        (STBL + "/stts", add(SECRET), "length"),
        (STBL + "/stsz", add(SECRET), "length"),
        (STBL + "/stco", add(SECRET), "length"),
        (STBL + "/stsd/avc1/btrt", add(SECRET), "length"),
        ("moov/trak/edts/elst", add(SECRET), "length"),
        (SOUND + "/sgpd", put(4, b"seig"), "groups"),
        ("ftyp", put(4, b"\x20\x24\1\1"), "copy has it"),
        ("ftyp", put(-4, b"axon"), "brand"),
    ],
)
def test_a_field_that_carries_more_than_it_must_is_foreign(copy: Path, at: str, change: object, said: str) -> None:
    alter(copy, at, change)  # type: ignore[arg-type]
    assert any(said in s for s in foreign(copy, sounds=1))


def test_a_free_box_may_be_empty_or_zero_and_nothing_else(copy: Path) -> None:
    whole = copy.read_bytes()
    copy.write_bytes(whole + box("free", bytes(40)))
    assert foreign(copy, sounds=1) == []
    copy.write_bytes(whole + box("free", SECRET))
    assert any("only zeros" in s for s in foreign(copy, sounds=1))


def test_bytes_of_mdat_that_no_sample_uses_are_foreign(copy: Path) -> None:
    alter(copy, "mdat", add(SECRET))
    assert any("belong to no picture" in s for s in foreign(copy, sounds=1))


def test_bytes_behind_the_last_box_are_foreign(copy: Path) -> None:
    whole = copy.read_bytes()
    for tail in (b"\0", b"JFIF", SECRET):
        copy.write_bytes(whole + tail)
        assert foreign(copy, sounds=1)


def test_a_sample_that_lies_in_another_box_is_foreign(copy: Path) -> None:
    alter(copy, SOUND + "/stco", put(8, struct.pack(">I", 8)))
    assert any("outside the file's data" in s for s in foreign(copy, sounds=1))


@pytest.mark.parametrize(("field", "value"), [(0, 100), (4, 1024 + 512 * 6)])
def test_pictures_that_an_edit_list_hides_are_foreign(copy: Path, field: int, value: int) -> None:
    alter(copy, "moov/trak/edts/elst", put(8 + field, struct.pack(">I", value)))
    assert any("hides a part of a video" in s for s in foreign(copy, sounds=1))


def test_an_edit_list_that_cuts_is_foreign(copy: Path) -> None:
    def twice(contents: bytes) -> bytes:
        return contents[:4] + struct.pack(">I", 2) + contents[8:] + contents[8:]

    alter(copy, "moov/trak/edts/elst", twice)
    assert any("pieces" in s for s in foreign(copy, sounds=1))


def test_a_wait_before_the_picture_is_no_cut(copy: Path) -> None:
    def later(contents: bytes) -> bytes:
        return contents[:4] + struct.pack(">IIiI", 2, 500, -1, 0x10000) + contents[8:]

    alter(copy, "moov/trak/edts/elst", later)
    assert foreign(copy, sounds=1) == []


def test_sound_that_an_edit_list_hides_is_foreign(copy: Path) -> None:
    alter(copy, "moov/trak#2/edts/elst", put(12, struct.pack(">I", 9000)))
    assert any("hides a part of a sound" in s for s in foreign(copy, sounds=1))


@pytest.mark.parametrize(
    ("payload", "said"),
    [
        (b"\x06\x05\x10" + bytes(16) + b"\x80", "type 5"),
        (b"\x06\x04\x04GA94\x80", "type 4"),
        (b"\x06\x06\x01\x80\x05\x02hi\x80", "type 5"),
        (b"\x06\xff\x01\x02hi\x80", "type 256"),
        (b"\x06\x01\xff\xff\xff", "type 5"),
        (b"\x0c" + SECRET, "NAL unit of type 12"),
        (b"\x1e" + SECRET, "NAL unit of type 30"),
    ],
)
def test_a_picture_that_carries_more_than_itself_is_foreign(copy: Path, payload: bytes, said: str) -> None:
    unit = struct.pack(">I", len(payload)) + payload
    whole = dict(boxes(copy.read_bytes()))
    first = struct.unpack(">I", _contents(copy, STBL + "/stsz")[12:16])[0]
    start = struct.unpack(">I", _contents(copy, STBL + "/stco")[8:12])[0]
    if first < len(unit):
        pytest.fail("the first picture is too small to hold the unit")
    filler = first - len(unit)
    # A slice of any contents fills the rest of the sample, so that the tables still agree.
    sample = unit + (struct.pack(">I", filler - 4) + b"\x65" + bytes(filler - 5))
    raw = bytearray(copy.read_bytes())
    raw[start : start + first] = sample
    copy.write_bytes(bytes(raw))
    assert whole.keys() == dict(boxes(copy.read_bytes())).keys()
    assert any(said in s for s in foreign(copy, sounds=1))


def test_every_box_that_is_let_in_has_a_rule_or_is_walked() -> None:
    allowed = {kind for kinds in CONTENTS.values() for kind in kinds}
    assert allowed - RULES.keys() - CONTENTS.keys() == {"mdat"}


@pytest.mark.parametrize("contents", [b"hello, this is a text", bytes(64), b"\0\0\0\x01ftyp" + b"\xff" * 8])
def test_what_is_no_mp4_gives_a_sentence(tmp_path: Path, contents: bytes) -> None:
    path = tmp_path / "odd.mp4"
    path.write_bytes(contents)
    assert foreign(path, sounds=0)
    with pytest.raises(FootageError):
        inventory(path)


def test_a_file_that_is_not_there_or_empty_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FootageError, match=r"gone\.mp4"):
        foreign(tmp_path / "gone.mp4", sounds=0)
    empty = tmp_path / "empty.mp4"
    empty.touch()
    with pytest.raises(FootageError, match=r"empty\.mp4"):
        foreign(empty, sounds=0)


def test_a_file_of_boxes_in_boxes_ends(tmp_path: Path) -> None:
    path = tmp_path / "deep.mp4"
    inner = b""
    for _ in range(3000):
        inner = box("moov", inner)
    path.write_bytes(inner)
    assert foreign(path, sounds=0)
    path.write_bytes(box("free") * 50_000)
    assert "more than" in foreign(path, sounds=0)[0]


@pytest.mark.parametrize("at", [STBL + "/stsz", STBL + "/stts", STBL + "/stsc", STBL + "/stco", STBL + "/ctts"])
@pytest.mark.parametrize("count", [0, 5, 0x7FFFFFFF, 0xFFFFFFFF])
def test_a_table_that_lies_about_its_length_gives_a_sentence(copy: Path, at: str, count: int) -> None:
    alter(copy, at, put(8 if at.endswith("stsz") else 4, struct.pack(">I", count)))
    assert foreign(copy, sounds=1)


def test_a_file_cut_anywhere_gives_a_sentence(copy: Path) -> None:
    whole = copy.read_bytes()
    for length in [*range(1, 60), *range(60, len(whole), 211)]:
        copy.write_bytes(whole[:length])
        assert foreign(copy, sounds=1), length


def test_random_damage_never_ends_in_anything_but_sentences(copy: Path) -> None:
    whole = copy.read_bytes()
    at = whole.index(b"moov") - 4
    chance = random.Random(7)
    for _ in range(400):
        raw = bytearray(whole)
        for _ in range(chance.randint(1, 4)):
            raw[chance.randrange(at, len(raw))] = chance.choice([0, 1, 0x7F, 0x80, 0xFF, chance.randrange(256)])
        copy.write_bytes(bytes(raw))
        assert all(s.endswith(".") for s in foreign(copy, sounds=1))


def _contents(file: Path, path: str) -> bytes:
    found: list[bytes] = []

    def look(contents: bytes) -> bytes:
        found.append(contents)
        return contents

    raw = file.read_bytes()
    alter(file, path, look)
    file.write_bytes(raw)
    return found[0]

"""What a copy leaves behind is all told, in words that tell nothing; hostile files are read as far as they go."""

import random
from fractions import Fraction
from pathlib import Path

import pytest

from reviewer.core.errors import FootageError
from reviewer.core.footage import Recording
from reviewer.core.removal import Kind, Removed
from reviewer.media.inventory import inventory
from reviewer.media.inventory_notes import MOST
from reviewer.media.inventory_words import LONGEST, cleaned, tag, text_in
from reviewer.media.probe import probe
from reviewer.media.reader import FrameReader
from reviewer.media.writer import CopyWriter
from reviewer.services.jobs import finished
from tests.media.mp4 import add, alter, box
from tests.support.footage import Clip, Sound, cut_by_copy, make
from tests.support.leaky import (
    CAMERA,
    JPEG,
    MAKERS,
    OFFICER,
    PLACE,
    PLANTED,
    POSITIONS,
    SERIAL,
    SHOUTED,
    VICTIM,
    WRITTEN_BY,
)


def rows(path: Path, recording: Recording | None = None) -> tuple[Removed, ...]:
    return finished(inventory(path, recording or probe(path)))


def kinds(path: Path) -> dict[Kind, list[str]]:
    found: dict[Kind, list[str]] = {}
    for row in rows(path):
        found.setdefault(row.kind, []).append(f"{row.where}: {row.what}")
    return found


def forms(text: str) -> tuple[bytes, ...]:
    plain = text.encode()
    wide = (text.encode("utf-16-le"), text.encode("utf-16-be"))
    return (plain, plain[::-1], bytes(b ^ 0xAA for b in plain), *wide, *(w[::-1] for w in wide))


def is_in(text: str, raw: bytes) -> bool:
    return any(form in raw for form in forms(text))


@pytest.mark.parametrize("ending", MAKERS)
def test_everything_planted_is_in_the_table_and_nothing_of_it_in_words_for_everyone(
    tmp_path: Path, ending: str
) -> None:
    path = MAKERS[ending](tmp_path / f"original{ending}")
    raw = path.read_bytes()
    table = rows(path)
    said = " ".join(row.value for row in table)
    planted = [text for text in PLANTED if is_in(text, raw)]
    assert len(planted) >= 3
    assert [text for text in planted if text not in said] == []
    for everyone in (f"{row.where} {row.what}" for row in table):
        assert not any(text in everyone for text in PLANTED)


@pytest.mark.parametrize("ending", MAKERS)
def test_nothing_planted_is_in_a_copy_and_the_copy_has_nothing_more_to_leave(tmp_path: Path, ending: str) -> None:
    path = MAKERS[ending](tmp_path / f"original{ending}")
    recording, copy = probe(path), tmp_path / "copy.mp4"
    with FrameReader(path, recording) as reader, CopyWriter(copy, path, recording=recording) as writer:
        for frame in reader.frames():
            writer.write(frame)
        writer.finish()
    raw = copy.read_bytes()
    assert [text for text in (*PLANTED, *WRITTEN_BY, path.name) if is_in(text, raw)] == []
    assert JPEG not in raw
    told = [row for row in rows(copy) if row.where != "file system"]
    assert told == []


def test_an_mp4_tells_of_streams_pictures_places_devices_and_times(tmp_path: Path) -> None:
    found = kinds(MAKERS[".mp4"](tmp_path / "a.mp4"))
    assert "stream 3: subtitles, 1 packet" in found[Kind.STREAM]
    assert "stream 4: data, with a position in it, 1 packet" in found[Kind.LOCATION]
    assert {"box moov/udta/©xyz: place of recording", "box mdat: positions between the pictures"} <= {
        *found[Kind.LOCATION]
    }
    assert "box moov/free: picture" in found[Kind.THUMBNAIL]
    assert "box moov/mvhd: time of recording" in found[Kind.TIME]
    assert "end of file: bytes after the end of the recording" in found[Kind.REST]
    assert "stream 0: unregistered user data (SEI), 1 time" in found[Kind.USER_DATA]
    assert "file system: name of the file" in found[Kind.TAG]


def test_sizes_are_those_of_what_was_planted(tmp_path: Path) -> None:
    path = make(tmp_path / "a.mp4", Clip(frames=5))
    alter(path, "mdat", add(SERIAL.encode()))
    path.write_bytes(path.read_bytes() + box("uuid", bytes(16) + CAMERA.encode()))
    by_place = {row.where: row for row in rows(path) if row.where.startswith("box")}
    assert (by_place["box mdat"].size, by_place["box mdat"].value) == (len(SERIAL), SERIAL)
    assert (by_place["box uuid"].size, by_place["box uuid"].value) == (16 + len(CAMERA), CAMERA)


def test_pictures_that_an_edit_list_hides_are_counted(tmp_path: Path) -> None:
    path = cut_by_copy(make(tmp_path / "a.mp4", Clip(frames=60, gop=24)), tmp_path / "cut.mp4", number=31)
    (told,) = [row for row in rows(path) if "edit list" in row.what]
    assert told.what == "7 pictures that the edit list hides from players"
    assert told.size is not None
    assert told.size > 0


def test_tracks_of_measurements_are_told_by_their_kind(tmp_path: Path) -> None:
    path = make(tmp_path / "a.mp4", Clip(frames=5, data=b"\0\1\2\3"))
    (told,) = [row for row in rows(path) if row.where == "track 1"]
    assert (told.kind, told.what) == (Kind.LOCATION, "measurements of the camera (GPMF), which may hold positions")


def test_a_picture_in_a_tag_is_told(tmp_path: Path) -> None:
    path = make(tmp_path / "a.mp4", Clip(frames=5))
    alter(path, "moov", add(box("udta", box("thmb", b"\0\0\0\0\x89PNG\r\n\x1a\n"))))
    assert "box moov/udta/thmb: picture" in kinds(path)[Kind.THUMBNAIL]


def test_where_samples_cannot_be_told_from_the_rest_a_row_says_so(tmp_path: Path) -> None:
    in_pieces = Clip(frames=30, gop=10, container={"movflags": "+frag_keyframe+empty_moov"})
    told = [row.what for row in rows(make(tmp_path / "a.mp4", in_pieces))]
    assert "bytes that no picture and no sound uses could not be told from the rest" in told


def test_a_kind_of_file_that_is_not_read_box_by_box_says_so(tmp_path: Path) -> None:
    path = make(tmp_path / "a.flv", Clip(frames=5, metadata={"title": VICTIM}))
    told = rows(path)
    assert any(row.where == "file" and "by those alone" in row.what for row in told)
    assert any(row.value == VICTIM for row in told)


def test_boxes_nested_without_end_are_followed_only_so_far(tmp_path: Path) -> None:
    path = make(tmp_path / "a.mp4", Clip(frames=5))
    recording, nested = probe(path), b""
    for _ in range(3000):
        nested = box("udta", nested)
    path.write_bytes(path.read_bytes() + nested)
    with pytest.raises(FootageError):
        probe(path)
    assert rows(path, recording)[0].what == "name of the file"


def test_messages_of_hevc_are_told_too(tmp_path: Path) -> None:
    path = make(tmp_path / "a.mp4", Clip(frames=5, codec="libx265", options={"x265-params": "log-level=none"}))
    told = [row for row in rows(path) if row.kind is Kind.USER_DATA]
    assert any("unregistered" in row.what and "x265" in row.value for row in told)


def test_captions_between_the_pictures_are_told_with_what_they_say(tmp_path: Path) -> None:
    path = make(tmp_path / "a.h264", Clip(frames=5, gop=5))
    said = b"\xb5\0\x31GA94\x03" + SHOUTED.encode()
    message = b"\0\0\1\x06\x04" + bytes([len(said)]) + said + b"\x80"
    raw = path.read_bytes()
    assert raw.count(b"\0\0\1\x65") == 1
    path.write_bytes(raw.replace(b"\0\0\1\x65", message + b"\0\0\1\x65"))
    (told,) = [row for row in rows(path) if row.what == "registered user data, such as captions (SEI), 1 time"]
    assert told.kind is Kind.USER_DATA
    assert SHOUTED in told.value
    assert told.size == len(said)


def test_the_time_codes_and_user_data_of_mpeg_2_are_told(tmp_path: Path) -> None:
    path = make(tmp_path / "a.mpg", Clip(frames=20, rate=Fraction(25), gop=10, codec="mpeg2video"))
    raw = path.read_bytes()
    spoilt = raw.replace(b"\0\0\1\xb8", b"\0\0\1\xb2", 1)  # user data begins where a time code did
    told = {row.what: row.kind for row in rows(path)}
    assert told["time code of a group of pictures, 2 times"] is Kind.TIME
    path.write_bytes(spoilt)
    told = {row.what: row.kind for row in rows(path)}
    assert told["time code of a group of pictures, 1 time"] is Kind.TIME
    assert told["user data, 1 time"] is Kind.USER_DATA


def test_comments_in_the_pictures_of_an_avi_are_told(tmp_path: Path) -> None:
    told = [row for row in rows(MAKERS[".avi"](tmp_path / "a.avi")) if row.kind is Kind.USER_DATA]
    assert [(row.what, row.value[:4]) for row in told] == [("comment in a picture, 20 times", "Lavc")]


def test_an_attached_picture_and_a_filled_void_of_a_matroska_file_are_told(tmp_path: Path) -> None:
    table = rows(MAKERS[".mkv"](tmp_path / "a.mkv"))
    (picture,) = [row for row in table if row.what == "attached picture"]
    assert (picture.kind, PLACE in picture.value) == (Kind.THUMBNAIL, True)
    assert any(row.kind is Kind.REST and row.value == CAMERA for row in table)
    assert any(row.kind is Kind.TIME and row.value == "2024-05-01T10:00:00Z" for row in table)


def test_services_and_packets_outside_of_every_programme_are_told(tmp_path: Path) -> None:
    table = {row.what: row for row in rows(MAKERS[".ts"](tmp_path / "a.ts"))}
    assert table["name of the broadcast"].value == VICTIM
    assert table["name of the broadcaster"].value == OFFICER
    assert table["packets that no programme names"].value == POSITIONS


def test_the_name_of_a_makers_own_tag_is_part_of_its_value() -> None:
    kind, what, value = tag("seen by PC 4417", "yes")
    assert (kind, what, value) == (Kind.TAG, "tag of the maker's own", "seen by PC 4417: yes")
    assert tag("com.apple.quicktime.location.ISO6709", PLACE)[:2] == (Kind.LOCATION, "place of recording")


@pytest.mark.parametrize(
    "raw",
    [
        SERIAL.encode(),
        SERIAL.encode("utf-16-le"),
        b"\0\1\2\xfe\xff" + SERIAL.encode() + b"\x80\x81\0",
        b"\xfe\xfd\0\1" + SERIAL.encode("utf-16-be") + b"\x80\x81",
        bytes(b ^ 0xAA for b in f"serial {SERIAL}".encode()),
    ],
    ids=["plain", "wide", "among bytes", "wide among bytes", "turned"],
)
def test_text_is_found_however_it_is_written(raw: bytes) -> None:
    assert SERIAL in text_in(raw)


def test_a_value_is_one_short_line_without_marks_that_turn_the_screen_around() -> None:
    told = cleaned("a\n\u202eb\x1b[31m\0" + "c" * 10_000)
    assert told.startswith("a b [31m c")
    assert len(told) == LONGEST


def test_the_table_ends_somewhere(tmp_path: Path) -> None:
    path = make(tmp_path / "a.mp4", Clip(frames=5))
    many = b"".join(box("uuid", bytes(16) + str(n).encode()) for n in range(2 * MOST))
    path.write_bytes(path.read_bytes() + many)
    table = rows(path)
    assert len(table) == MOST + 1
    assert "further things" in table[-1].what


@pytest.mark.parametrize("ending", MAKERS)
def test_a_file_of_nonsense_gives_a_table_and_no_error(tmp_path: Path, ending: str) -> None:
    path = MAKERS[ending](tmp_path / f"a{ending}")
    recording, whole = probe(path), path.read_bytes()
    dice = random.Random(5)
    for _ in range(40):
        raw = bytearray(whole)
        for _ in range(dice.choice((1, 20, 400))):
            raw[dice.randrange(len(raw))] = dice.randrange(256)
        path.write_bytes(raw[: dice.randrange(1, len(raw) + 1)])
        table = rows(path, recording)
        assert table[0].what == "name of the file"
        assert all(len(row.value) <= LONGEST for row in table)


def test_a_file_that_is_gone_gives_rows_that_say_so(tmp_path: Path) -> None:
    path = make(tmp_path / "a.mp4", Clip(frames=5, sounds=(Sound(duration=0.2),)))
    recording = probe(path)
    path.unlink()
    assert {row.what for row in rows(path, recording)} == {
        "could not be read to its end; there may be more than this table lists"
    }

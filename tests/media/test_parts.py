"""Parts of copies on disk: whole and as they were written, or not there."""

from pathlib import Path

import pytest

from reviewer.core.timing import Tick
from reviewer.media.encoding import Coded
from reviewer.media.parts import SUFFIX, PartWriter, part_at

SETS = b"\x00\x00\x00\x01\x67abc"
PICTURES = [Coded(Tick(0), True, b"first"), Coded(Tick(40), False, b""), Coded(Tick(90), False, bytes(70_000))]


def written(path: Path, pictures: list[Coded]) -> Path:
    writer = PartWriter(path, SETS)
    writer.take(pictures)
    writer.finish(corrupt=3)
    writer.drop()
    return path


@pytest.mark.parametrize("count", [0, 1, 3])
def test_a_part_reads_as_it_was_written_with_its_ticks_moved(tmp_path: Path, count: int) -> None:
    part = part_at(written(tmp_path / f"a{SUFFIX}", PICTURES[:count]))
    assert part is not None
    assert (part.sets, part.pictures, part.corrupt) == (SETS, count, 3)
    moved = [Coded(Tick(c.tick + 1000), c.key, c.data) for c in PICTURES[:count]]
    assert list(part.read(at=1000)) == moved
    assert [path.name for path in tmp_path.iterdir()] == [f"a{SUFFIX}"]


def test_a_part_has_no_name_before_it_is_whole_and_leaves_nothing_when_it_is_dropped(tmp_path: Path) -> None:
    writer = PartWriter(tmp_path / f"a{SUFFIX}", SETS)
    writer.take(PICTURES)
    assert part_at(tmp_path / f"a{SUFFIX}") is None
    writer.drop()
    writer.drop()
    assert list(tmp_path.iterdir()) == []


def test_no_byte_of_a_part_can_be_changed_or_lost_unnoticed(tmp_path: Path) -> None:
    path = written(tmp_path / f"a{SUFFIX}", PICTURES[:2])
    data = path.read_bytes()
    for at in range(len(data)):
        path.write_bytes(data[:at] + bytes([data[at] ^ 4]) + data[at + 1 :])
        assert part_at(path) is None, at
        path.write_bytes(data[:at])
        assert part_at(path) is None, at
    path.write_bytes(data + b"\x00")
    assert part_at(path) is None
    path.write_bytes(data)
    assert part_at(path) is not None

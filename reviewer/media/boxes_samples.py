"""The samples of an MP4 track: where they lie, which are shown, and what they carry beside picture and sound.

Sample tables: ISO/IEC 14496-12 section 8.6 and 8.7; edit lists: 8.6.6; NAL units and SEI: ITU-T H.264 section 7.3 and
annex D; AAC syntactic elements: ISO/IEC 14496-3 table 4.85.
"""

import mmap
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reviewer.media.boxes_rules import MalformedError, number

MOST_SAMPLES = 30_000_000
"""A day of sound is about four million; more is built to exhaust a reader."""

HIDDEN_SOUND = 0.1
"""Seconds at each end of the sound that an edit list may leave out: the encoder's delay and padding are shorter."""

PLAIN_NALS = frozenset({1, 5, 6, 7, 8, 9})
"""Slices, SEI, parameter sets and delimiters."""

PLAIN_SEI = frozenset({0, 1, 6})
"""Buffering period, picture timing, recovery point; 4 and 5 are user data."""

SEI = 6
SINGLE, PAIR, LOW = 0, 1, 3
FILL = 6
FILL_SPECTRAL = frozenset({13, 14})
"""Fill elements that carry sound (spectral band replication); the others carry bytes such as the encoder's name."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Table:
    """One track's samples in decoding order.

    `offsets` and `sizes` are bytes in the file, int64; `times` are when each is shown, in ticks of `timescale` to the
    second; `length` is the sum of their durations. `edits` are the edit list's entries: duration in ticks of
    `movie_timescale`, start in ticks of `timescale` (-1: nothing is shown). `nal_length` is the number of bytes that
    say how long a NAL unit is, 0 for sound.
    """

    handler: str
    codec: str
    timescale: int
    movie_timescale: int
    offsets: NDArray[np.int64]
    sizes: NDArray[np.int64]
    times: NDArray[np.int64]
    length: int
    edits: tuple[tuple[int, int], ...]
    picture: tuple[int, int]
    nal_length: int


def track_table(boxes: dict[str, bytes], *, movie: bytes, size: int) -> Table:
    """The samples of the track with these boxes (contents by type) in a file of `size` bytes.

    Raises MalformedError when a table is missing or does not agree with the others.
    """
    for needed in ("tkhd", "mdhd", "hdlr", "stts", "stsc", "stsz"):
        if needed not in boxes:
            raise MalformedError(f"a track has no {needed}.")
    sizes = _sizes(boxes["stsz"], size=size)
    durations = _runs(boxes["stts"], count=len(sizes), name="stts")
    times = np.cumsum(durations) - durations
    if "ctts" in boxes:
        times = times + _runs(boxes["ctts"], count=len(sizes), name="ctts").astype(np.uint32).view(np.int32)
    entry = boxes.get("avc1", b"")
    return Table(
        handler=boxes["hdlr"][8:12].decode("latin-1"),
        codec="avc1" if "avc1" in boxes else "mp4a" if "mp4a" in boxes else "none",
        timescale=_timescale(boxes["mdhd"]),
        movie_timescale=_timescale(movie),
        offsets=_offsets(boxes, sizes=sizes),
        sizes=sizes,
        times=times,
        length=int(durations.sum()),
        edits=_edits(boxes.get("elst", b"")),
        picture=(number(entry[24:26]), number(entry[26:28])),
        nal_length=(boxes["avcC"][4] & 3) + 1 if len(boxes.get("avcC", b"")) > 4 else 0,
    )


def sample_faults(data: mmap.mmap, table: Table) -> list[str]:
    """Sentences about samples that are hidden or carry more than picture and sound."""
    faults = _hidden(table)
    if len(table.sizes) and int((table.offsets + table.sizes).max()) > len(data):
        return [*faults, "A track points beyond the end of the file."]
    if table.handler == "vide":
        return faults + _video_faults(data, table)
    return faults + _sound_faults(data, table)


def unreferenced(spans: list[tuple[int, int]], tables: list[Table]) -> list[str]:
    """Sentences about bytes in the mdat boxes (start and end of each) that no sample uses, and samples outside them."""
    starts = np.concatenate([t.offsets for t in tables] or [np.zeros(0, np.int64)])
    sizes = np.concatenate([t.sizes for t in tables] or [np.zeros(0, np.int64)])
    starts, sizes = starts[sizes > 0], sizes[sizes > 0]
    order = np.argsort(starts, kind="stable")
    starts, ends = starts[order], (starts + sizes)[order]
    faults = []
    inside = np.zeros(len(starts), bool)
    for first, stop in spans:
        here = (starts >= first) & (ends <= stop)
        inside |= here
        reached = np.concatenate([[first], np.maximum.accumulate(ends[here])])
        gaps = np.concatenate([starts[here], [stop]]) - reached
        if (lost := int(gaps[gaps > 0].sum())) > 0:
            faults.append(f"{lost} bytes of the file's data belong to no picture and no sound.")
        if (shared := int((gaps < 0).sum())) > 0:
            faults.append(f"{shared} samples of the file share their data with others.")
    if not inside.all():
        faults.append(f"{int((~inside).sum())} samples lie outside the file's data.")
    return faults


def _timescale(contents: bytes) -> int:
    at = 20 if contents[:1] == b"\1" else 12
    scale = number(contents[at : at + 4])
    if scale == 0:
        raise MalformedError("a clock has no ticks.")
    return scale


def _sizes(contents: bytes, *, size: int) -> NDArray[np.int64]:
    constant, count = number(contents[4:8]), number(contents[8:12])
    if count > MOST_SAMPLES or count * max(constant, 1) > size:
        raise MalformedError(f"a track says that it has {count} samples.")
    if constant:
        return np.full(count, constant, np.int64)
    return _columns(contents[12:], count=count, width=1, name="stsz")[:, 0]


def _columns(raw: bytes, *, count: int, width: int, name: str) -> NDArray[np.int64]:
    if len(raw) < count * width * 4:
        raise MalformedError(f"the table {name} is too short.")
    return np.frombuffer(raw, ">u4", count * width).astype(np.int64).reshape(count, width)


def _runs(contents: bytes, *, count: int, name: str) -> NDArray[np.int64]:
    """The value of each of `count` samples from a table of runs (number of samples, value)."""
    runs = _columns(contents[8:], count=number(contents[4:8]), width=2, name=name)
    if int(runs[:, 0].sum()) != count:
        raise MalformedError(f"the table {name} is for another number of samples.")
    return np.repeat(runs[:, 1], runs[:, 0])


def _offsets(boxes: dict[str, bytes], *, sizes: NDArray[np.int64]) -> NDArray[np.int64]:
    chunks = _chunks(boxes)
    runs = _columns(boxes["stsc"][8:], count=number(boxes["stsc"][4:8]), width=3, name="stsc")
    firsts = runs[:, 0] - 1
    if len(runs) and (firsts[0] != 0 or (np.diff(firsts) <= 0).any() or firsts[-1] >= len(chunks)):
        raise MalformedError("the table stsc is not in order.")
    per_chunk = np.repeat(runs[:, 1], np.diff([*firsts.tolist(), len(chunks)] if len(runs) else [0]))
    if len(per_chunk) != len(chunks) or int(per_chunk.sum()) != len(sizes):
        raise MalformedError("the table stsc is for another number of samples.")
    before = np.cumsum(sizes) - sizes
    first_sample = np.cumsum(per_chunk) - per_chunk
    at_chunk = before[np.minimum(first_sample, max(len(sizes) - 1, 0))] if len(sizes) else first_sample
    return np.asarray(before + np.repeat(chunks - at_chunk, per_chunk), np.int64)


def _chunks(boxes: dict[str, bytes]) -> NDArray[np.int64]:
    if "stco" in boxes:
        return _columns(boxes["stco"][8:], count=number(boxes["stco"][4:8]), width=1, name="stco")[:, 0]
    if "co64" not in boxes:
        raise MalformedError("a track has neither stco nor co64.")
    halves = _columns(boxes["co64"][8:], count=number(boxes["co64"][4:8]), width=2, name="co64")
    if (halves[:, 0] >= 1 << 30).any():
        raise MalformedError("a chunk lies beyond any file.")
    return np.asarray(halves[:, 0] << 32 | halves[:, 1], np.int64)


def _edits(contents: bytes) -> tuple[tuple[int, int], ...]:
    if not contents:
        return ()
    wide = 8 if contents[0] else 4
    count, item = number(contents[4:8]), 2 * wide + 4
    if len(contents) < 8 + count * item:
        raise MalformedError("the table elst is too short.")
    found = []
    for at in range(8, 8 + count * item, item):
        start = int.from_bytes(contents[at + wide : at + 2 * wide], "big", signed=True)
        found.append((number(contents[at : at + wide]), start))
    return tuple(found)


def _hidden(table: Table) -> list[str]:
    """A wait before the track, then one stretch that shows all of it; sound may lose the encoder's own ends."""
    shown = [e for e in table.edits if e[1] >= 0]
    if not table.edits or not len(table.times):
        return []
    if len(shown) != 1 or table.edits[-1] != shown[0] or len(table.edits) > 2:
        return [f"The edit list of a {_said(table)} track cuts it into pieces."]
    duration, start = shown[0]
    spare = int(HIDDEN_SOUND * table.timescale) if table.handler == "soun" else 0
    end = start + duration * table.timescale / table.movie_timescale
    if start > int(table.times.min()) + spare or end + spare <= int(table.times.max()):
        return [f"The edit list hides a part of a {_said(table)} track that is still in the file."]
    return []


def _said(table: Table) -> str:
    return {"vide": "video", "soun": "sound"}.get(table.handler, table.handler)


def _video_faults(data: mmap.mmap, table: Table) -> list[str]:
    if table.nal_length not in (1, 2, 4):
        return ["The pictures cannot be read as H.264."]
    found: set[str] = set()
    for offset, size in zip(table.offsets.tolist(), table.sizes.tolist(), strict=True):
        for start, end in _nals(data, offset, end=offset + size, nal_length=table.nal_length):
            kind = data[start] & 0x1F if end > start else 0
            if kind not in PLAIN_NALS:
                found.add(f"A picture carries a NAL unit of type {kind}, which a copy does not have.")
            elif kind == SEI:
                found.update(
                    f"A picture carries supplemental information of type {t} (4 and 5 are user data)."
                    for t in _sei_types(data[start + 1 : end])
                    if t not in PLAIN_SEI
                )
    return sorted(found)


def _nals(data: mmap.mmap, at: int, *, end: int, nal_length: int) -> Iterator[tuple[int, int]]:
    while at < end:
        size = number(data[at : at + nal_length])
        at += nal_length
        if at + size > end:
            raise MalformedError("a picture's parts are longer than the picture.")
        yield at, at + size
        at += size


def _sei_types(raw: bytes) -> Iterator[int]:
    """The payload types of one SEI unit; anything that cannot be followed counts as type 5."""
    raw = raw.replace(b"\0\0\3", b"\0\0")
    at = 0
    while at < len(raw) and raw[at:].rstrip(b"\0") != b"\x80":
        values = []
        for _ in range(2):
            value = 0
            while at < len(raw) and raw[at] == 0xFF:
                value, at = value + 255, at + 1
            values.append(value + raw[at] if at < len(raw) else 0)
            at += 1
        if at + values[1] > len(raw):
            yield 5
            return
        yield values[0]
        at += values[1]


def _sound_faults(data: mmap.mmap, table: Table) -> list[str]:
    """What each AAC frame begins with: a channel element, or something that carries bytes of its own."""
    for offset, size in zip(table.offsets.tolist(), table.sizes.tolist(), strict=True):
        first = number(data[offset : offset + 4].ljust(4, b"\0"))
        kind = first >> 29
        if size and kind == FILL:
            count = first >> 25 & 15
            extension = first >> (13 if count == 15 else 21) & 15
            if count and extension not in FILL_SPECTRAL:
                return ["The sound carries bytes beside the sound, such as the name of its encoder."]
        elif size and kind not in (SINGLE, PAIR, LOW, 7):
            return [f"The sound begins with an element of type {kind}, which a copy does not have."]
    return []

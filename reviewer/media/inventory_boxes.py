"""What the boxes of an MP4 or QuickTime original hold that no copy does: boxes, times, unused bytes, hidden samples."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from reviewer.core.removal import Kind
from reviewer.media.atoms import Box, content, walk
from reviewer.media.boxes import CONTENTS
from reviewer.media.boxes_rules import MalformedError, number
from reviewer.media.boxes_samples import HIDDEN_SOUND, Table, track_table
from reviewer.media.inventory_notes import UNREADABLE, Notes, holds_picture
from reviewer.media.inventory_words import FORMS, is_place, several, since_1904, text_in

PLAIN = frozenset({"ftyp", "mdat", "tref", "load", "gmhd", "nmhd", "hmhd", "cslg", "sdtp", "stps", "wide"}) | frozenset(
    kind for kinds in CONTENTS.values() for kind in kinds
)
"""Boxes that describe pictures, sound and their order, and nothing outside the file; their fields are looked at."""

FRAGMENTS = frozenset({"moof", "traf", "mfhd", "tfhd", "tfdt", "trun", "sidx", "ssix", "mvex", "mehd", "trex", "mfra"})
"""Boxes of a recording in pieces, which a copy is not."""

WORDS: dict[str, tuple[Kind, str]] = {
    "uuid": (Kind.BOX, "private data of a maker"),
    "XMP_": (Kind.TAG, "description of the file (XMP)"),
    "©xyz": (Kind.LOCATION, "place of recording"),
    "loci": (Kind.LOCATION, "place of recording"),
    "gps ": (Kind.LOCATION, "positions"),
    "GPS ": (Kind.LOCATION, "positions"),
    "GPMF": (Kind.LOCATION, "positions and movements"),
    "©mak": (Kind.DEVICE, "maker of the camera"),
    "manu": (Kind.DEVICE, "maker of the camera"),
    "©mod": (Kind.DEVICE, "model of the camera"),
    "modl": (Kind.DEVICE, "model of the camera"),
    "©swr": (Kind.DEVICE, "software of the device"),
    "FIRM": (Kind.DEVICE, "software of the device"),
    "CAME": (Kind.DEVICE, "serial number"),
    "LENS": (Kind.DEVICE, "serial number"),
    "©day": (Kind.TIME, "time of recording"),
    "date": (Kind.TIME, "time of recording"),
    "©nam": (Kind.TAG, "title"),
    "titl": (Kind.TAG, "title"),
    "name": (Kind.TAG, "name"),
    "auth": (Kind.TAG, "author"),
    "cprt": (Kind.TAG, "copyright"),
    "chpl": (Kind.TAG, "chapters"),
    "thmb": (Kind.THUMBNAIL, "small picture of the recording"),
    "pnot": (Kind.THUMBNAIL, "small picture of the recording"),
    "PICT": (Kind.THUMBNAIL, "small picture of the recording"),
    "free": (Kind.REST, "bytes in a space that should be empty"),
    "skip": (Kind.REST, "bytes in a space that should be empty"),
    "meta": (Kind.TAG, "box of tags"),
    "keys": (Kind.TAG, "names of tags"),
}

NO_TAGS = b"\0\0\0\x08ilst"
"""A list of tags with none in it, as muxers leave it behind."""

MOST_IN_A_BOX = 8 << 20
"""Bytes of a box, other than of the pictures and sound, that are looked at."""

LARGEST_TABLE = 256 << 20
"""Bytes of a sample table that are read: ten days of sound take less."""


def take_boxes(path: Path, notes: Notes) -> None:
    """Take down what lies in the boxes of the file at `path`; nothing when it has none."""
    boxes = list(walk(path))
    if not boxes:
        return
    for box in boxes:
        with notes.reading(f"box {spoken(box.path)}"):
            _box(path, box, notes=notes)
    _trailing(path, boxes, notes=notes)
    for at, form in enumerate(_forms(path, boxes)):
        if form in FORMS:
            notes.put(*FORMS[form], where=f"track {at}")
    try:
        if any(box.kind == "moof" for box in boxes):
            raise MalformedError("its samples are told piece by piece.")
        tables = _tables(path, boxes)
    except UNREADABLE:
        what = "bytes that no picture and no sound uses could not be told from the rest"
        notes.put(Kind.REST, what, where="box mdat")
        return
    for at, table in enumerate(tables):
        _hidden(table, f"track {at}", notes=notes)
    _unused(path, boxes, tables=tables, notes=notes)


def _forms(path: Path, boxes: list[Box]) -> list[str]:
    """The kind of the samples of each track, four letters (ISO/IEC 14496-12 section 8.5.2)."""
    kinds = (content(path, box, most=16)[12:16] for box in boxes if box.kind == "stsd")
    return [kind.decode("latin-1") for kind in kinds]


def spoken(path: str) -> str:
    """The path of a box as it can be shown; types that are no letters get a sign for each that is none."""
    return "".join(c if (c.isascii() and c.isprintable()) or c == "©" else "?" for c in path)[-60:]


def _box(path: Path, box: Box, *, notes: Notes) -> None:
    where, size = f"box {spoken(box.path)}", box.end - box.body
    within = box.path.split("/")[-2:-1]
    if box.kind in {"mvhd", "tkhd", "mdhd"}:
        _times(content(path, box, most=32), where, notes=notes)
    if box.kind in FRAGMENTS or (box.kind in PLAIN - {"free", "udta", "meta"} and within != ["udta"]) or not size:
        return
    if box.kind == "udta":
        return  # what is in it is told box by box
    raw = content(path, box, most=16 if notes.full else MOST_IN_A_BOX)
    if (box.kind in {"free", "skip"} and not any(raw)) or (box.kind == "meta" and raw.endswith(NO_TAGS)):
        return
    kind, what = WORDS.get(box.kind, (Kind.TAG, "user data of a maker") if within == ["udta"] else (Kind.BOX, "box"))
    value = text_in(raw[16:] if box.kind == "uuid" else raw)
    if holds_picture(raw):
        notes.put(Kind.THUMBNAIL, "picture", where=where, size=size)
    if is_place(value) and kind is not Kind.LOCATION:
        kind, what = Kind.LOCATION, f"{what}, with a position in it"
    notes.put(kind, what, where=where, value=value, size=size)


def _times(raw: bytes, where: str, *, notes: Notes) -> None:
    wide = 8 if raw[:1] == b"\1" else 4
    times = (number(raw[4 + n * wide : 4 + (n + 1) * wide]) for n in (0, 1))
    for time, what in zip(times, ("time of recording", "time of the last change"), strict=True):
        if time:
            notes.put(Kind.TIME, what, where=where, value=since_1904(time))


def _trailing(path: Path, boxes: list[Box], *, notes: Notes) -> None:
    size = path.stat().st_size
    end = max(box.end for box in boxes if "/" not in box.path)
    if end < size:
        with path.open("rb") as file:
            file.seek(end)
            raw = file.read(MOST_IN_A_BOX)
        what = "bytes after the end of the recording"
        notes.put(Kind.REST, what, where="end of file", value=text_in(raw), size=size - end)
        if holds_picture(raw):
            notes.put(Kind.THUMBNAIL, "picture", where="end of file")


def _tables(path: Path, boxes: list[Box]) -> list[Table]:
    movie = next((content(path, b) for b in boxes if b.path == "moov/mvhd"), b"")
    tracks: list[dict[str, bytes]] = []
    for box in boxes:
        if box.path == "moov/trak":
            tracks.append({})
        elif tracks and box.path.startswith("moov/trak/") and box.kind in CONTENTS["stbl"] | {"tkhd", "mdhd", "elst"}:
            tracks[-1][box.kind] = content(path, box, most=LARGEST_TABLE)
        elif tracks and box.path == "moov/trak/mdia/hdlr":
            tracks[-1]["hdlr"] = content(path, box)
    if not movie or not tracks:
        raise MalformedError("it has no moov.")
    return [track_table(found, movie=movie, size=path.stat().st_size) for found in tracks]


def _hidden(table: Table, where: str, *, notes: Notes) -> None:
    """Samples that lie wholly outside of what the edit list shows."""
    shown = [(start, start + length * table.timescale / table.movie_timescale) for length, start in table.edits]
    shown = [(start, end if end > start else np.inf) for start, end in shown if start >= 0]
    if not shown or not len(table.times):
        return
    seen: NDArray[np.bool_] = np.zeros(len(table.times), bool)
    step = table.length / max(1, len(table.times))
    for start, end in shown[:1000]:
        seen |= (table.times + step > start) & (table.times < end)
    hidden = ~seen
    if table.handler == "soun" and hidden.sum() * step <= HIDDEN_SOUND * table.timescale:
        return  # the encoder's own beginning and end
    if hidden.any():
        of = {"vide": "picture", "soun": "sample of sound"}.get(table.handler, "sample")
        what = f"{several(int(hidden.sum()), of)} that the edit list hides from players"
        notes.put(Kind.REST, what, where=where, size=int(table.sizes[hidden].sum()))


def _unused(path: Path, boxes: list[Box], *, tables: list[Table], notes: Notes) -> None:
    """Bytes among pictures and sound that belong to neither."""
    starts = np.concatenate([t.offsets for t in tables])
    ends = starts + np.concatenate([t.sizes for t in tables])
    order = np.argsort(starts, kind="stable")
    starts, ends = starts[order], np.maximum.accumulate(ends[order]) if len(ends) else ends
    for box in boxes:
        if box.path != "mdat":
            continue
        inside = (starts >= box.body) & (starts < box.end)
        reached = np.concatenate([[box.body], np.clip(ends[inside], box.body, box.end)])
        following = np.concatenate([starts[inside], [box.end]])
        gaps = following - reached
        if (lost := int(gaps[gaps > 0].sum())) > 0:
            at = [(int(reached[n]), int(gaps[n])) for n in np.flatnonzero(gaps > 0)[:64]]
            raw = b" ".join(_read(path, start, length=length) for start, length in at)
            value = text_in(raw)
            kind = Kind.LOCATION if b"freeGPS" in raw or is_place(value) else Kind.REST
            what = "positions between the pictures" if kind is Kind.LOCATION else "bytes that no picture and sound uses"
            notes.put(kind, what, where="box mdat", value=value, size=lost)
            if holds_picture(raw):
                notes.put(Kind.THUMBNAIL, "picture that nothing refers to", where="box mdat")


def _read(path: Path, start: int, *, length: int) -> bytes:
    with path.open("rb") as file:
        file.seek(start)
        return file.read(min(length, 65536))

"""What each box of a copy may hold, field by field: everything that could carry more than the muxer needs is empty.

Field layouts: ISO/IEC 14496-12 section 8 (times, handlers, tables), 14496-15 section 5.3.3 (avcC), 14496-1 section
7.2.6 (esds). Each rule takes a box's contents and says in words what is foreign there, or None.
"""

from collections.abc import Callable

Rule = Callable[[bytes], str | None]

UNDETERMINED = 0x55C4
"""The language code `und`, packed as in mdhd; 0 says as little."""

BRANDS = frozenset({b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"avc1", b"mp41", b"mp42"})

VIDEO_FIELDS = 78
SOUND_FIELDS = 28
"""Bytes of fields in avc1 and mp4a before the boxes inside."""

SPS = 7
PPS = 8


class MalformedError(Exception):
    """The file does not follow its own structure; the text says where."""


def number(raw: bytes) -> int:
    """An unsigned number, most significant byte first."""
    return int.from_bytes(raw, "big")


def unexpected(path: str, contents: bytes) -> list[str]:
    """A sentence where the box at `path` holds more than a copy needs; none where its kind has no rule."""
    rule = RULES.get(path.rsplit("/", 1)[-1])
    try:
        said = rule(contents) if rule else None
    except IndexError:
        said = "is too short"
    return [f"The box {path} {said}."] if said else []


def _zeros(raw: bytes) -> bool:
    return not any(raw)


def _times(contents: bytes, *, lengths: tuple[int, int], reserved: tuple[tuple[int, int], ...]) -> str | None:
    """Both times zero, the exact length of its version, and nothing where the standard has nothing.

    `reserved` are spans of bytes, counted from the end.
    """
    version = contents[0]
    if version > 1 or len(contents) != lengths[version]:
        return "has another length than it should"
    if not _zeros(contents[4 : 20 if version else 12]):
        return "tells when the file was made"
    end = len(contents)
    return None if all(_zeros(contents[end - a : end - b]) for a, b in reserved) else "holds data where nothing belongs"


def _mvhd(contents: bytes) -> str | None:
    return _times(contents, lengths=(100, 112), reserved=((74, 64), (28, 4)))


def _tkhd(contents: bytes) -> str | None:
    return _times(contents, lengths=(84, 96), reserved=((60, 52), (46, 44)))


def _mdhd(contents: bytes) -> str | None:
    said = _times(contents, lengths=(24, 36), reserved=((2, 0),))
    if said is None and number(contents[-4:-2]) not in (0, UNDETERMINED):
        return "names a language"
    return said


def _hdlr(contents: bytes) -> str | None:
    if len(contents) < 24 or not _zeros(contents[:8]):
        return "is not as the standard has it"
    if not (_zeros(contents[12:24]) or contents[8:24] == b"mdirappl".ljust(16, b"\0")):
        return "holds data where nothing belongs"
    return None if _zeros(contents[24:]) else f"carries a name ({contents[24:].strip(bytes(1))[:40]!r})"


def _ftyp(contents: bytes) -> str | None:
    brands = {contents[at : at + 4] for at in (0, *range(8, len(contents), 4))}
    if len(contents) < 8 or number(contents[4:8]) > 0xFFFF:
        return "is not as a copy has it"
    return None if brands <= BRANDS else f"names a brand that a copy does not have ({sorted(brands - BRANDS)})"


def _empty(contents: bytes) -> str | None:
    return f"holds {len(contents)} bytes of user data" if contents else None


def _blank(contents: bytes) -> str | None:
    return None if _zeros(contents) else "holds data where only zeros belong"


def _length(*allowed: int) -> Rule:
    def rule(contents: bytes) -> str | None:
        return None if len(contents) in allowed else "has another length than it should"

    return rule


def _counted(item: int, *, before: int = 4) -> Rule:
    """A table of `item` bytes an entry, whose number stands `before` bytes in; exactly as long as it says."""

    def rule(contents: bytes) -> str | None:
        if len(contents) < before + 4:
            return "is too short"
        count = number(contents[before : before + 4])
        return None if len(contents) == before + 4 + count * item else "has another length than it should"

    return rule


def _stsz(contents: bytes) -> str | None:
    if len(contents) >= 12 and number(contents[4:8]):
        return None if len(contents) == 12 else "has another length than it should"
    return _counted(4, before=8)(contents)


def _elst(contents: bytes) -> str | None:
    return _counted(20 if contents[0] else 12)(contents)


def _one(contents: bytes) -> str | None:
    return None if len(contents) >= 8 and number(contents[:8]) == 1 else "does not hold exactly one entry"


def _avc1(contents: bytes) -> str | None:
    if len(contents) < VIDEO_FIELDS or not _zeros(contents[8:24]) or not _zeros(contents[36:40]):
        return "holds data where nothing belongs"
    return None if _zeros(contents[42:74]) else "names the program that encoded it"


def _mp4a(contents: bytes) -> str | None:
    tidy = len(contents) >= SOUND_FIELDS and _zeros(contents[:6]) and _zeros(contents[8:16])
    return None if tidy else "holds data where nothing belongs"


def _url(contents: bytes) -> str | None:
    return None if contents == b"\0\0\0\1" else "points to another file"


def _colr(contents: bytes) -> str | None:
    return None if (contents[:4], len(contents)) in {(b"nclx", 11), (b"nclc", 10)} else "holds a colour profile"


def _avcc(contents: bytes) -> str | None:
    """Parameter sets of the right kinds, and at most the four bytes that high profiles add."""
    at = 5
    for kind, mask in ((SPS, 0x1F), (PPS, 0xFF)):
        count = contents[at] & mask
        at += 1
        for _ in range(count):
            size = number(contents[at : at + 2])
            if size == 0 or contents[at + 2] & 0x1F != kind:
                return "holds something else than parameter sets"
            at += 2 + size
    rest = contents[at:]
    return None if at <= len(contents) and len(rest) in (0, 4) and _zeros(rest[3:]) else "holds data of its own"


def _esds(contents: bytes) -> str | None:
    """The descriptors of one AAC stream and nothing beside: tags 3, 4, 5 and 6 of ISO/IEC 14496-1."""
    at, end = _descriptor(contents, 4, tag=3)
    if end != len(contents):
        return "holds data of its own"
    at, config_end = _descriptor(contents, at + 3, tag=4)
    at, specific_end = _descriptor(contents, at + 13, tag=5)
    if specific_end != config_end or specific_end - at > 8:
        return "holds data of its own"
    at, last = _descriptor(contents, config_end, tag=6)
    return None if last == end and last - at == 1 else "holds data of its own"


def _descriptor(contents: bytes, at: int, *, tag: int) -> tuple[int, int]:
    """Start and end of the contents of the descriptor at `at`; raises IndexError where it is not the one expected."""
    if contents[at] != tag:
        raise IndexError
    size, last = 0, at
    for last in range(at + 1, at + 5):
        size = size << 7 | contents[last] & 0x7F
        if contents[last] < 0x80:
            break
    return last + 1, last + 1 + size


def _groups(contents: bytes) -> str | None:
    """How far sound must be decoded ahead (roll): a copy needs no other groups, and no more than one entry."""
    return None if contents[4:8] == b"roll" and len(contents) <= 20 + 8 else "groups samples in a way of its own"


RULES: dict[str, Rule] = {
    "ftyp": _ftyp,
    "free": _blank,
    "mvhd": _mvhd,
    "tkhd": _tkhd,
    "mdhd": _mdhd,
    "hdlr": _hdlr,
    "ilst": _empty,
    "elst": _elst,
    "vmhd": _length(12),
    "smhd": _length(8),
    "dref": _one,
    "url ": _url,
    "stsd": _one,
    "avc1": _avc1,
    "avcC": _avcc,
    "mp4a": _mp4a,
    "esds": _esds,
    "colr": _colr,
    "pasp": _length(8),
    "btrt": _length(12),
    "fiel": _length(2),
    "chrm": _length(1),
    "stts": _counted(8),
    "ctts": _counted(8),
    "stss": _counted(4),
    "stsc": _counted(12),
    "stsz": _stsz,
    "stco": _counted(4),
    "co64": _counted(8),
    "sgpd": _groups,
    "sbgp": _groups,
}

"""What a thing in a file is called and what it says: words for a table, and text out of bytes that anyone wrote."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from reviewer.core.removal import Kind

LONGEST = 300
"""Characters kept of a value."""

LOOKED_AT = 65536
"""Bytes of one thing in which text is looked for."""

SHORTEST_TEXT = 4
"""Letters in a row from which bytes count as text, as in the tool `strings`."""

OBFUSCATED = 0xAA
"""Some dash cameras write positions with every byte turned by this number, so that no ordinary tool shows them."""

_TEXT = re.compile(rb"[\x20-\x7e]{%d,}" % SHORTEST_TEXT)
_WIDE = re.compile(rb"(?:[\x20-\x7e]\x00){%d,}" % SHORTEST_TEXT)
_WIDE_BIG = re.compile(rb"(?:\x00[\x20-\x7e]){%d,}" % SHORTEST_TEXT)
_PLACE = re.compile(
    r"[+-]\d{1,3}\.\d{3,}\s*,?\s*[+-]\d{1,3}\.\d{3,}"  # ISO 6709 and the like
    r"|\$G[A-Z](?:RMC|GGA|GLL)\b"  # NMEA 0183
    r"|\b[NS]\s?:?\s?\d{1,3}\.\d{3,}|\b\d{1,3}\.\d{3,}\s?[NS]\b|\bGPS\w|\blatitude\b|\b\d+ deg \d+'",
    re.IGNORECASE,
)

TAGS: dict[str, tuple[Kind, str]] = {
    "title": (Kind.TAG, "title"),
    "artist": (Kind.TAG, "author"),
    "author": (Kind.TAG, "author"),
    "album": (Kind.TAG, "album"),
    "album_artist": (Kind.TAG, "author"),
    "composer": (Kind.TAG, "author"),
    "comment": (Kind.TAG, "comment"),
    "description": (Kind.TAG, "description"),
    "synopsis": (Kind.TAG, "description"),
    "copyright": (Kind.TAG, "copyright"),
    "genre": (Kind.TAG, "genre"),
    "keywords": (Kind.TAG, "keywords"),
    "language": (Kind.TAG, "language"),
    "filename": (Kind.TAG, "name of an attached file"),
    "mimetype": (Kind.TAG, "kind of an attached file"),
    "name": (Kind.TAG, "name"),
    "handler_name": (Kind.DEVICE, "name that the recorder gave the track"),
    "vendor_id": (Kind.DEVICE, "maker of the track"),
    "encoder": (Kind.DEVICE, "program or device that encoded it"),
    "encoded_by": (Kind.DEVICE, "program or device that encoded it"),
    "software": (Kind.DEVICE, "software of the device"),
    "firmware": (Kind.DEVICE, "software of the device"),
    "make": (Kind.DEVICE, "maker of the camera"),
    "model": (Kind.DEVICE, "model of the camera"),
    "serial": (Kind.DEVICE, "serial number"),
    "service_name": (Kind.TAG, "name of the broadcast"),
    "service_provider": (Kind.DEVICE, "name of the broadcaster"),
    "timecode": (Kind.TIME, "time code"),
    "reel_name": (Kind.TAG, "name of the reel"),
    "date": (Kind.TIME, "date"),
    "year": (Kind.TIME, "date"),
    "creation_time": (Kind.TIME, "time of recording"),
    "creationdate": (Kind.TIME, "time of recording"),
    "location": (Kind.LOCATION, "place of recording"),
    "location-eng": (Kind.LOCATION, "place of recording"),
    "xyz": (Kind.LOCATION, "place of recording"),
}
"""Names of tags that say the same in any file, what sort they are, and how they are spoken of."""

FORMS: dict[str, tuple[Kind, str]] = {
    "gpmd": (Kind.LOCATION, "measurements of the camera (GPMF), which may hold positions"),
    "fdsc": (Kind.DEVICE, "description of the camera's files"),
    "camm": (Kind.LOCATION, "movements and positions of the camera (CAMM)"),
    "rtmd": (Kind.DEVICE, "settings and positions of the camera (RTMD)"),
    "mebx": (Kind.LOCATION, "timed tags, which may hold positions"),
    "tmcd": (Kind.TIME, "time code"),
    "mett": (Kind.STREAM, "timed text of a maker"),
    "klv": (Kind.LOCATION, "measurements (KLV), which may hold positions"),
    "smpte_klv": (Kind.LOCATION, "measurements (KLV), which may hold positions"),
    "timed_id3": (Kind.STREAM, "timed tags (ID3)"),
    "epg": (Kind.STREAM, "programme guide"),
    "scte_35": (Kind.STREAM, "marks for advertisements"),
    "bin_data": (Kind.STREAM, "data"),
}
"""Streams of data by the name of their codec or the four letters of their kind."""

OWN_TAG = "tag of the maker's own"

LEADING = ("com.apple.quicktime.", "com.android.")
"""What some makers put before a tag's name."""


def tag(name: str, value: str) -> tuple[Kind, str, str]:
    """The kind of a tag, how it is spoken of, and its value; the name of a maker's own tag is part of the value.

    A name may say as much as a value does, so only names that are known are said.
    """
    plain = name.lower().removeprefix(LEADING[0]).removeprefix(LEADING[1])
    plain = plain.split(".")[0] if plain.startswith("location") else plain
    if plain in TAGS:
        kind, what = TAGS[plain]
        return kind, what, cleaned(value)
    said = cleaned(f"{name}: {value}")
    return sort_of(said), OWN_TAG, said


def sort_of(text: str, *, otherwise: Kind = Kind.TAG) -> Kind:
    """What sort of thing a text is about: a place where it reads like one, then a device, then a time."""
    lower = text.lower()
    if _PLACE.search(text) or "location" in lower:
        return Kind.LOCATION
    if any(word in lower for word in ("serial", "camera", "device", "firmware", "model", "badge")):
        return Kind.DEVICE
    return otherwise


def is_place(text: str) -> bool:
    """Whether a text reads like a position on the earth."""
    return _PLACE.search(text) is not None


def several(count: int, one: str) -> str:
    """A number of things, as in 1 packet or 3 packets."""
    return f"{count} {one}" if count == 1 else f"{count} {one}s"


def cleaned(text: str) -> str:
    """One line of at most LONGEST characters that can be shown anywhere: no control or direction marks, no breaks."""
    shown = "".join(c if c.isprintable() else " " for c in text[: 4 * LONGEST])
    return " ".join(shown.split())[:LONGEST]


def text_in(raw: bytes) -> str:
    """The readable text in bytes, empty where there is none: UTF-8 as a whole, or runs of letters one after another.

    Where plain reading gives nothing like text, the same is tried with every byte turned by OBFUSCATED.
    """
    raw = raw[:LOOKED_AT]
    if not raw.strip(b"\0"):
        return ""
    whole = _whole(raw)
    if whole:
        return whole
    turned = _whole(bytes(b ^ OBFUSCATED for b in raw[:4096]))
    return turned or cleaned(" … ".join(_runs(raw)))


def _whole(raw: bytes) -> str:
    """All of the bytes as text; empty when they are none."""
    bare, form = raw.strip(b"\0"), "utf-8"
    if 3 * bare.count(0) > len(bare):  # every other byte is nothing: letters of two bytes, whichever comes first
        bare, form = bare + b"\0" * (len(bare) % 2), "utf-16-le"
    elif bare[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        form = "utf-16"
    try:
        text = bare.decode(form)
    except UnicodeDecodeError:
        return ""
    latin = form != "utf-16-le" or sum(c < "\u0250" for c in text) >= 0.9 * len(text)
    fine = sum(c.isprintable() or c in "\r\n\t\0" for c in text) if latin else 0
    return cleaned(text) if len(text) >= 2 and fine >= 0.98 * len(text) else ""


def _runs(raw: bytes) -> Iterator[str]:
    found = 0
    for form in (_TEXT, _WIDE, _WIDE_BIG):
        for match in form.finditer(raw):
            run = match[0].replace(b"\0", b"").decode("ascii")
            if len(run) >= 8 or any(c.isalnum() for c in run):
                yield run
                found += len(run)
            if found > LONGEST:
                return


def since_1904(seconds: int) -> str:
    """A time of an MP4 or QuickTime box, in seconds since 1904 (ISO/IEC 14496-12 section 8.2.2), in ISO 8601."""
    return _moment(datetime(1904, 1, 1, tzinfo=UTC), seconds)


def since_2001(nanoseconds: int) -> str:
    """A time of a Matroska file, in nanoseconds since 2001 (RFC 9559 section 5.1.2.11), in ISO 8601."""
    return _moment(datetime(2001, 1, 1, tzinfo=UTC), nanoseconds // 1_000_000_000)


def _moment(epoch: datetime, seconds: int) -> str:
    try:
        return (epoch + timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (OverflowError, ValueError):
        return f"{seconds} seconds"

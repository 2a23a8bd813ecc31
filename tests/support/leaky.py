"""Small recordings in which names, serials, places and times are planted wherever a container has room for them."""

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

from tests.media.mp4 import add, alter, box
from tests.support.footage import Clip, Sound, make

SERIAL = "SN-7F3K9921"
PLACE = "+51.5007-000.1246/"
OFFICER = "PC 4417 Marlowe"
VICTIM = "Jane Roe"
CAMERA = "BWV Axiom Nine"
POSITIONS = "$GPRMC,101112,A,5130.0420,N,00007.4760,W*21"
SHOUTED = "Marlowe says stop"

PLANTED = (SERIAL, PLACE, OFFICER, VICTIM, CAMERA, POSITIONS, SHOUTED)
"""Every text that is planted somewhere."""

WRITTEN_BY = ("Lavf", "Lavc", "x264", "FFmpeg")
"""What the libraries call themselves, in which recordings and copies are written."""

JPEG = b"\xff\xd8\xff\xe0\0\x10JFIF\0" + b"\1" * 64 + b"\xff\xd9"
"""What begins and ends as a picture does."""

CLIP = Clip(
    frames=20,
    sounds=(Sound(duration=0.6), Sound(duration=0.6)),
    metadata={"title": VICTIM, "comment": f"seen by {OFFICER}", "creation_time": "2024-05-01T10:00:00Z"},
)


def mp4(path: Path) -> Path:
    """An MP4 with tags, chapters, subtitles, a data stream, private boxes, spare bytes and bytes after its end."""
    more = {"chapters": (VICTIM,), "subtitles": (SHOUTED,), "data": POSITIONS.encode()}
    make(path, Clip(**{**{k: getattr(CLIP, k) for k in ("frames", "sounds", "metadata")}, **more}))
    alter(path, "mdat", add(b"freeGPS " + POSITIONS.encode()))
    alter(path, "moov", add(box("udta", box("\xa9xyz", b"\0\x12\x15\xc7" + PLACE.encode()))))
    alter(path, "moov", add(box("free", JPEG)))
    xmp = f"<x:xmpmeta serial='{SERIAL}'/>".encode()
    hidden = bytes(b ^ 0xAA for b in f"serial {SERIAL} of {CAMERA} at {PLACE}".encode())
    private = box("uuid", bytes(16) + xmp) + box("skip", CAMERA.encode("utf-16-le")) + box("uuid", bytes(16) + hidden)
    path.write_bytes(path.read_bytes() + private + b"\0\0\0\3" + SERIAL.encode())
    return path


def mkv(path: Path) -> Path:
    """A Matroska file with tags, an attached picture, a date and a filled void."""
    make(path, Clip(frames=20, sounds=CLIP.sounds, metadata={**CLIP.metadata, "SERIAL_NUMBER": SERIAL}))
    file = element(0x466E, f"{OFFICER}.jpg".encode()) + element(0x465C, JPEG + PLACE.encode())
    more = element(0x1941A469, element(0x61A7, file)) + element(0xEC, CAMERA.encode())
    path.write_bytes(path.read_bytes() + more)
    return path


def avi(path: Path) -> Path:
    """An AVI with tags, the data of a recorder, and bytes after its end."""
    make(path, Clip(frames=20, codec="mjpeg", pixel_format="yuvj420p", metadata=CLIP.metadata))
    raw = path.read_bytes()
    junk = b"JUNK" + len(SERIAL).to_bytes(4, "little") + SERIAL.encode() + b"\0" * (len(SERIAL) % 2)
    path.write_bytes(raw + junk + b"IDIT" + (20).to_bytes(4, "little") + b"2024:05:01 10:00:00\0")
    return path


def ts(path: Path) -> Path:
    """A transport stream that names its service and its sender, with packets that no programme names."""
    clip = Clip(
        frames=20,
        time_base=Fraction(1, 90000),
        metadata={"service_name": VICTIM, "service_provider": OFFICER},
        sounds=(Sound(duration=0.6),),
    )
    make(path, clip)
    packet = (b"\x47\x01\x99\x10" + POSITIONS.encode()).ljust(188, b"\xff")
    path.write_bytes(path.read_bytes() + packet)
    return path


def element(name: int, contents: bytes) -> bytes:
    """One element of a Matroska file."""
    return name.to_bytes((name.bit_length() + 7) // 8, "big") + (1 << 56 | len(contents)).to_bytes(8, "big") + contents


MAKERS: dict[str, Callable[[Path], Path]] = {".mp4": mp4, ".mkv": mkv, ".avi": avi, ".ts": ts}
"""Who makes which, by the ending of its name."""

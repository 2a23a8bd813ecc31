"""What ExifTool and MediaInfo find in copies of the dirtiest recordings. By hand; needs both, and ffmpeg, installed.

    python tests/bench/clean_container.py FOLDER

Makes in FOLDER an MP4, a QuickTime file, a Matroska file, a transport stream and an AVI in which names, serial numbers,
places and times are planted wherever a container has room: tags, chapters, cover art, subtitles, data and timecode
tracks, a second sound, captions and user data in the pictures, XMP, attachments, services, spare bytes, bytes after the
end. Renders a copy of each with the program itself (`redact --find face --sound keep`), and prints for original and
copy how many lines `exiftool -ee -a -u -G1` and `mediainfo --Full` tell outside of an allow-list of fields that
describe pictures and sound, and how many planted texts are in the bytes: plain, as UTF-16 either way round, reversed,
and with every byte turned by 0xAA. Ends with status 1 when a copy has anything left; what it is is printed.
"""

import argparse
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from reviewer.media.inventory import inventory
from reviewer.media.probe import probe
from reviewer.services.jobs import finished
from tests.media.mp4 import add, alter, box
from tests.support.leaky import (
    CAMERA,
    JPEG,
    OFFICER,
    PLACE,
    PLANTED,
    POSITIONS,
    SERIAL,
    SHOUTED,
    VICTIM,
    WRITTEN_BY,
    element,
)

FFMPEG = ("ffmpeg", "-nostdin", "-v", "error", "-y")

PICTURE = ("-f", "lavfi", "-i", "testsrc2=s=640x360:r=25:d=4")
SOUND = ("-f", "lavfi", "-i", "sine=f=440:d=4", "-f", "lavfi", "-i", "sine=f=880:d=4")
TAGS = {
    "title": VICTIM,
    "artist": OFFICER,
    "comment": f"{SERIAL} {OFFICER}",
    "creation_time": "2024-05-01T10:11:12Z",
    "location": PLACE,
    "com.apple.quicktime.location.ISO6709": PLACE,
    "com.apple.quicktime.make": "Axiom",
    "com.apple.quicktime.model": CAMERA,
    "com.axiom.serial": SERIAL,
    "encoder": CAMERA,
}
CHAPTERS = ";FFMETADATA1\n[CHAPTER]\nTIMEBASE=1/1000\nSTART=0\nEND=2000\ntitle=" + VICTIM + "\n"
CUES = f"1\n00:00:00,500 --> 00:00:02,000\n{SHOUTED} to {VICTIM}\n"
SEI = "086f3693-b7b3-4f2c-9653-21492feee5b8+"

STRUCTURE = re.compile(
    r"ExifTool Version Number|File (Size|Type|Type Extension|Name|(Modification|Access|Inode Change) Date/Time)"
    r"|File Permissions|Directory|MIME Type|Major Brand|Minor Version|Compatible Brands|Media Data( Size| Offset)?"
    r"|(Movie|Track|Media) Header Version|(Time|Media Time) Scale|(Track |Media )?Duration|Preferred (Rate|Volume)"
    r"|Preview (Time|Duration)|Poster Time|Selection (Time|Duration)|Current Time|Next Track ID|Track (ID|Layer|Volume)"
    r"|Matrix Structure|Rotation|Graphics Mode|Op Color|Compressor ID|Source Image (Width|Height)|[XY] Resolution"
    r"|Image (Width|Height|Size)|Bit Depth|Pixel Aspect Ratio|Video Frame Rate|Balance|Handler Type|Megapixels"
    r"|Audio (Format|Channels|Bits Per Sample|Sample Rate)|(Avg|Max|Average) Bitrate|Buffer Size|Color (Profiles"
    r"|Primaries)|Transfer Characteristics|Matrix Coefficients|Video Full Range Flag|AVC Configuration"
    r"|Time To Sample Table|Sample (Group Description|To Group|Sizes|To Chunk)|Sync Sample Table|Chunk Offset"
    r"|Unknown (edts|esds|btrt|colr|pasp|stss|ctts|co64|fiel)"
)
"""Names of ExifTool's fields that say how pictures and sound are stored, and of the file system's own."""

VALUES = {
    "Create Date": "0000:00:00 00:00:00",
    "Modify Date": "0000:00:00 00:00:00",
    "Track Create Date": "0000:00:00 00:00:00",
    "Track Modify Date": "0000:00:00 00:00:00",
    "Media Create Date": "0000:00:00 00:00:00",
    "Media Modify Date": "0000:00:00 00:00:00",
    "Media Language Code": "und",
    "Handler Vendor ID": "Apple",
    "Handler Description": "",
    "Compressor Name": "",
    "Free": "(Binary data 0 bytes, use -b option to extract)",
}
"""Fields that may say only this."""

MEDIAINFO = re.compile(
    r"^(General|Video|Audio)( #\d+)?$|^(Count|Status|Kind of stream|Stream identifier|Complete name|Folder name"
    r"|File (name|extension|size|creation|last)|Format|Commercial name|Internet media type|Codec|Duration|Overall|Frame"
    r"|Stream size|Proportion of this|HeaderSize|DataSize|FooterSize|IsStreamable|StreamOrder|ID|Muxing|Bit rate|Width"
    r"|Height|Stored_|Sampled_|Pixel aspect|Display aspect|Rotation|Standard|Color|colour_|Matrix|Transfer|Chroma"
    r"|Bit depth|Scan|Interlacement|Bits/|Channel|Sampling|Samples|Compression|Default|AlternateGroup|Audio|Video"
    r"|Delay|Source|Maximum|Minimum|Nominal bit rate|Alternate group)",
    re.IGNORECASE,
)
"""Lines of MediaInfo that say the same."""


def run(*command: str | Path) -> str:
    """The output of a command that must succeed."""
    return subprocess.run(
        [str(c) for c in command], check=True, capture_output=True, text=True, errors="replace"
    ).stdout


def dirty(folder: Path) -> list[Path]:
    """The recordings."""
    chapters, cues, cover = folder / "chapters.txt", folder / "cues.srt", folder / "cover.jpg"
    chapters.write_text(CHAPTERS)
    cues.write_text(CUES)
    run(*FFMPEG, *PICTURE, "-frames:v", "1", cover)
    run("exiftool", "-q", "-overwrite_original", f"-SerialNumber={SERIAL}", f"-Artist={OFFICER}", cover)
    inputs = (*PICTURE, *SOUND, "-i", cues, "-i", chapters)
    maps = ("-map", "0:v", "-map", "1:a", "-map", "2:a", "-map", "3:s", "-map_metadata", "4", "-map_chapters", "4")
    tags = [part for name, value in TAGS.items() for part in ("-metadata", f"{name}={value}")]
    tags += ["-metadata:s:v", f"handler_name={OFFICER}", "-metadata:s:a:0", f"title={VICTIM}"]
    marked = ("-c:v", "libx264", "-preset", "fast", "-bsf:v", f"h264_metadata=sei_user_data={SEI}{SERIAL}")
    made = []
    for ending, subtitles in ((".mp4", "mov_text"), (".mov", "mov_text"), (".mkv", "srt")):
        more = ["-attach", cover, "-metadata:s:t", "mimetype=image/jpeg"] if ending == ".mkv" else []
        more += ["-timecode", "10:11:12:00", "-movflags", "use_metadata_tags"] if ending != ".mkv" else []
        path = folder / f"dirty{ending}"
        run(*FFMPEG, *inputs, *maps, *marked, "-c:a", "aac", "-c:s", subtitles, *tags, *more, path)
        made.append(path)
    made += [_ts(folder, tags), _avi(folder, tags), _pieces(folder, tags)]
    for path in made[:2]:
        _more(path)
    made[2].write_bytes(made[2].read_bytes() + element(0xEC, CAMERA.encode("utf-16-le") + JPEG))
    return made


def _ts(folder: Path, tags: list[str]) -> Path:
    path = folder / "dirty.ts"
    named = ("-metadata", f"service_name={VICTIM}", "-metadata", f"service_provider={OFFICER}")
    captions = ("-a53cc", "1", "-c:v", "mpeg2video", "-b:v", "3M", "-c:a", "mp2")
    run(*FFMPEG, *PICTURE, *SOUND, "-map", "0:v", "-map", "1:a", "-map", "2:a", *captions, *tags, *named, path)
    packet = (b"\x47\x01\x99\x10" + POSITIONS.encode()).ljust(188, b"\xff")
    path.write_bytes(path.read_bytes() + packet * 8)
    return path


def _pieces(folder: Path, tags: list[str]) -> Path:
    """HEVC in fragments with a second picture, and H.264 with captions beside it."""
    raw, path = folder / "captions.h264", folder / "dirty.m4v"
    run(*FFMPEG, *PICTURE, "-c:v", "libx264", "-preset", "ultrafast", raw)
    said = b"\xb5\0\x31GA94\x03" + f"{SHOUTED} {SERIAL}".encode()
    message = b"\0\0\0\1\x06\x04" + bytes([len(said)]) + said + b"\x80"
    raw.write_bytes(raw.read_bytes().replace(b"\0\0\1\x65", message + b"\0\0\1\x65"))
    coded = ("-c:v:0", "libx265", "-x265-params", "log-level=none", "-c:v:1", "copy", "-c:a", "aac")
    pieces = ("-movflags", "frag_keyframe+empty_moov+use_metadata_tags", "-f", "mp4")
    maps = ("-map", "0:v", "-map", "1:v", "-map", "2:a")
    run(*FFMPEG, *PICTURE, "-r", "25", "-i", raw, *SOUND[:4], *maps, *coded, *tags, *pieces, path)
    path.write_bytes(path.read_bytes() + box("uuid", bytes(16) + POSITIONS.encode()))
    raw.unlink()
    return path


def _avi(folder: Path, tags: list[str]) -> Path:
    path = folder / "dirty.avi"
    run(*FFMPEG, *PICTURE, *SOUND[:4], "-c:v", "mjpeg", "-c:a", "pcm_s16le", *tags, path)
    junk = SERIAL.encode() + b"\0" * (len(SERIAL) % 2)
    path.write_bytes(path.read_bytes() + b"JUNK" + len(junk).to_bytes(4, "little") + junk)
    return path


def _more(path: Path) -> None:
    """What no tool plants: XMP, positions, spare bytes, a picture in a free box, bytes after the end."""
    turned = bytes(b ^ 0xAA for b in f"{SERIAL} {PLACE}".encode())
    alter(path, "moov", add(box("udta", box("\xa9xyz", b"\0\x12\x15\xc7" + PLACE.encode()))))
    alter(path, "moov", add(box("free", JPEG + CAMERA.encode("utf-16-le"))))
    write = ("exiftool", "-q", "-overwrite_original")
    run(*write, f"-XMP-dc:Creator={OFFICER}", f"-XMP-aux:SerialNumber={SERIAL}", path)
    run(*write, "-Keys:GPSCoordinates=51.5007, -0.1246", path)
    path.write_bytes(path.read_bytes() + box("uuid", bytes(16) + turned) + b"\0\0\0\3" + SERIAL.encode())


def copied(path: Path) -> Path:
    """A copy made by the program."""
    target = path.with_name(f"{path.stem} {path.suffix[1:]} copy.mp4")
    program = (sys.executable, "-m", "reviewer", "redact", path, "-o", target, "--find", "face", "--sound", "keep")
    subprocess.run([str(p) for p in program], check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return max(path.parent.glob(f"{target.stem}*.mp4"), key=lambda p: p.stat().st_mtime)


def by_exiftool(path: Path) -> list[str]:
    """Lines outside of the allow-list."""
    told = run("exiftool", "-ee", "-a", "-u", "-G1", path).splitlines()
    return [line for line in told if not _is_structure(line)]


def _is_structure(line: str) -> bool:
    name, _, value = (part.strip() for part in re.sub(r"^\[[^]]*\]\s*", "", line).partition(":"))
    return value == VALUES[name] if name in VALUES else STRUCTURE.fullmatch(name) is not None


def by_mediainfo(path: Path) -> list[str]:
    """Lines outside of the allow-list."""
    told = (line.strip() for line in run("mediainfo", "--Full", path).splitlines())
    return [line for line in told if line and not MEDIAINFO.match(line)]


def planted_in(raw: bytes) -> list[str]:
    """The planted texts that are in the bytes, in whatever form."""
    forms: tuple[Callable[[str], bytes], ...] = (
        lambda t: t.encode(),
        lambda t: t.encode()[::-1],
        lambda t: t.encode("utf-16-le"),
        lambda t: t.encode("utf-16-be"),
        lambda t: t.encode("utf-16-le")[::-1],
        lambda t: bytes(b ^ 0xAA for b in t.encode()),
    )
    return [text for text in (*PLANTED, *WRITTEN_BY) if any(form(text) in raw for form in forms)]


def main() -> int:
    """Make, copy, look, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    missing = [tool for tool in ("ffmpeg", "exiftool", "mediainfo") if shutil.which(tool) is None]
    if missing:
        print(f"not installed: {', '.join(missing)}", file=sys.stderr)
        return 2
    folder.mkdir(parents=True, exist_ok=True)
    left: list[str] = []
    print(f"{'file':12} {'exiftool':>16} {'mediainfo':>16} {'planted':>16}  table")
    for path in dirty(folder):
        copy, rows = copied(path), finished(inventory(path, probe(path)))
        here, there = ((by_exiftool(p), by_mediainfo(p), planted_in(p.read_bytes())) for p in (path, copy))
        counts = [f"{len(a)} -> {len(b)}" for a, b in zip(here, there, strict=True)]
        said = " ".join(row.value for row in rows)
        lost = [text for text in here[2] if text not in said]
        print(f"{path.name:12} {counts[0]:>16} {counts[1]:>16} {counts[2]:>16}  {len(rows)} rows, not in it: {lost}")
        left += [f"{copy.name}: {line}" for lines in there for line in lines]
    print(json.dumps(left, indent=1))
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main())

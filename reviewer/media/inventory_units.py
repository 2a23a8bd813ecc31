"""What travels inside the pictures and the sound besides them: messages, user data, time codes, names of encoders.

H.264: ITU-T H.264 section 7.3 and annex D; HEVC: ITU-T H.265 annex D; MPEG-2: ISO/IEC 13818-2 section 6.2.2; JPEG:
ITU-T T.81 annex B; AAC: ISO/IEC 14496-3 table 4.85.
"""

from collections.abc import Iterator

from reviewer.core.removal import Kind
from reviewer.media.boxes_rules import number
from reviewer.media.inventory_notes import Notes
from reviewer.media.inventory_words import several, text_in

START = b"\0\0\1"

SEI: dict[int, str] = {
    0: "buffering period",
    1: "picture timing",
    4: "registered user data, such as captions",
    5: "unregistered user data",
    6: "recovery point",
    45: "arrangement of pictures",
    47: "display orientation",
    129: "parameter sets in use",
    130: "decoding unit",
    132: "digest of the picture",
    136: "time code",
    137: "mastering display",
    144: "light level",
}
"""Messages (SEI) by their type; H.264 and HEVC agree on those that they share."""

USER_DATA = frozenset({4, 5})
TIME_CODE = 136

MOST_TYPES = 64
"""Types of message that are told apart in one stream."""

MOST_TEXTS = 3
"""Different texts that are kept of one sort of message."""

GOP, MPEG_USER_DATA = 0xB8, 0xB2

FILL, DATA = 6, 4
"""AAC elements that hold bytes beside the sound: fill, and a data stream."""


class Units:
    """Counts what the packets of one stream carry; `codec` is FFmpeg's name, `where` names the stream."""

    def __init__(self, codec: str, *, extra: bytes, where: str) -> None:
        self._codec, self._where = codec, where
        self._found: dict[str, tuple[Kind, int, int, list[str]]] = {}
        self._length = _nal_length(codec, extra)
        self._look = {
            "h264": self._nals,
            "hevc": self._nals,
            "mpeg2video": self._mpeg,
            "mpeg1video": self._mpeg,
            "mpeg4": self._mpeg,
            "mjpeg": self._jpeg,
            "aac": self._aac,
        }.get(codec)
        if codec in {"h264", "hevc"} and extra:
            self._extra(extra)

    def see(self, packet: bytes) -> None:
        """Look at the next packet."""
        if self._look is not None:
            self._look(packet)

    def tell(self, notes: Notes) -> None:
        """Take down what was found."""
        for what, (kind, count, size, texts) in self._found.items():
            notes.put(kind, f"{what}, {several(count, 'time')}", where=self._where, value=" | ".join(texts), size=size)

    def _add(self, what: str, raw: bytes, *, kind: Kind = Kind.USER_DATA) -> None:
        if what not in self._found and len(self._found) >= MOST_TYPES:
            what = "messages of further types"
        before, count, size, texts = self._found.get(what, (kind, 0, 0, []))
        if len(texts) < MOST_TEXTS and count < 1000:
            text = text_in(raw)
            if text and text not in texts:
                texts = [*texts, text]
        self._found[what] = (before, count + 1, size + len(raw), texts)

    def _extra(self, extra: bytes) -> None:
        """Parameter sets that stand before the first picture; messages may stand among them."""
        at = extra.find(START)
        if at >= 0:
            for unit in _annex_b(extra):
                self._unit(unit)
        elif self._codec == "hevc" and len(extra) > 23:
            for unit in _hevc_arrays(extra):
                self._unit(unit)

    def _nals(self, packet: bytes) -> None:
        for unit in _sized(packet, self._length) if self._length else _annex_b(packet):
            self._unit(unit)

    def _unit(self, unit: bytes) -> None:
        if not unit:
            return
        hevc = self._codec == "hevc"
        kind = unit[0] >> 1 & 63 if hevc else unit[0] & 31
        if kind in ({39, 40} if hevc else {6}):
            for payload, body in messages(unit[2:] if hevc else unit[1:]):
                name = SEI.get(payload, f"message of type {payload}")
                said = body[16:] if payload == 5 else body
                sort = Kind.TIME if payload == TIME_CODE else Kind.USER_DATA
                self._add(f"{name} (SEI)", said if payload in USER_DATA else b"", kind=sort)
        elif kind == (38 if hevc else 12):
            self._add("filler between the pictures", b"" if _is_filler(unit) else unit)

    def _mpeg(self, packet: bytes) -> None:
        at = packet.find(START)
        while 0 <= at < len(packet) - 4:
            following = packet.find(START, at + 3)
            body = packet[at + 4 : following if following >= 0 else len(packet)]
            if packet[at + 3] == MPEG_USER_DATA:
                self._add("user data", body)
            elif packet[at + 3] == GOP and self._codec.startswith("mpeg") and self._codec != "mpeg4":
                self._add("time code of a group of pictures", b"", kind=Kind.TIME)
            at = following

    def _jpeg(self, packet: bytes) -> None:
        at = 2
        while at + 4 <= len(packet) and packet[at] == 0xFF and packet[at + 1] != 0xDA:
            size = number(packet[at + 2 : at + 4])
            marker, body = packet[at + 1], packet[at + 4 : at + 2 + size]
            if marker == 0xFE:
                self._add("comment in a picture", body)
            elif marker == 0xE1:
                self._add("description in a picture (EXIF or XMP)", body)
            elif 0xE2 <= marker <= 0xEF:
                self._add("data of a maker in a picture", body)
            at += 2 + max(2, size)

    def _aac(self, packet: bytes) -> None:
        first = packet[0] >> 5 if packet else 7
        if first in (FILL, DATA) and (text := text_in(packet[:64])):
            name = "name of the encoder in the sound" if first == FILL else "data stream in the sound"
            self._add(name, text.encode())


def messages(raw: bytes) -> Iterator[tuple[int, bytes]]:
    """Type and body of each message of a unit of messages, whose header is left off."""
    raw = raw.replace(b"\0\0\3", b"\0\0")
    at = 0
    while at + 2 <= len(raw) and raw[at:].rstrip(b"\0") != b"\x80":
        values = []
        for _ in range(2):
            value = 0
            while at < len(raw) and raw[at] == 0xFF:
                value, at = value + 255, at + 1
            values.append(value + (raw[at] if at < len(raw) else 0))
            at += 1
        yield values[0], raw[at : at + values[1]]
        at += values[1]


def _nal_length(codec: str, extra: bytes) -> int:
    """Bytes that say how long a unit is; 0 where start codes part them."""
    if codec == "h264" and len(extra) > 6 and extra[0] == 1:
        return (extra[4] & 3) + 1
    if codec == "hevc" and len(extra) > 22 and extra[:3] != START and extra[:4] != b"\0" + START:
        return (extra[21] & 3) + 1
    return 0


def _sized(packet: bytes, length: int) -> Iterator[bytes]:
    at = 0
    while at + length <= len(packet):
        size = number(packet[at : at + length])
        yield packet[at + length : at + length + min(size, 1 << 20)]
        at += length + size


def _annex_b(packet: bytes) -> Iterator[bytes]:
    at = packet.find(START)
    while 0 <= at < len(packet) - 3:
        following = packet.find(START, at + 3)
        yield packet[at + 3 : following if following >= 0 else len(packet)]
        at = following


def _hevc_arrays(extra: bytes) -> Iterator[bytes]:
    at = 23
    for _ in range(extra[22]):
        count, at = number(extra[at + 1 : at + 3]), at + 3
        for _ in range(count):
            size = number(extra[at : at + 2])
            if at >= len(extra):
                return
            yield extra[at + 2 : at + 2 + size]
            at += 2 + size


def _is_filler(unit: bytes) -> bool:
    return not unit[1:].strip(b"\xff\x80\0\x01")

"""What the tables of an MPEG transport stream say besides pictures and sound (ISO/IEC 13818-1, ETSI EN 300 468)."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from reviewer.core.removal import Kind
from reviewer.media.boxes_rules import number
from reviewer.media.inventory_notes import Notes
from reviewer.media.inventory_words import cleaned, text_in

SIZES = ((188, 0), (192, 4), (204, 0))
"""Bytes from packet to packet and before each: plain, with time stamps of a recorder, with error correction."""

SYNC = 0x47
LOOKED_AT = 64 << 20
"""Bytes from the beginning of the file that are looked at: the tables come again several times a second."""

PROGRAMMES, NETWORK, SERVICES, EVENTS, CLOCK, EMPTY = 0, 0x10, 0x11, 0x12, 0x14, 0x1FFF
NAMED = {
    NETWORK: (Kind.TAG, "name of the network"),
    EVENTS: (Kind.TAG, "programme guide"),
    CLOCK: (Kind.TIME, "clock of the sender"),
}
MOST_TABLES = 2000


def take_tables(path: Path, notes: Notes) -> None:
    """Take down services, descriptors, clocks and streams that no programme names."""
    with path.open("rb") as file:
        raw = file.read(LOOKED_AT)
    step, before = next(((s, b) for s, b in SIZES if _fits(raw, step=s, before=b)), (0, 0))
    if not step:
        return
    held = Counter(_pid(raw, at) for at in range(before, len(raw) - 187, step))
    known = {PROGRAMMES, 1, 2, SERVICES, EMPTY, *NAMED}
    for pid in _programmes(raw, step=step, before=before):
        known.add(pid)
        for table in _sections(raw, pid=pid, step=step, before=before):
            known |= _programme(table, notes)
    for table in _sections(raw, pid=SERVICES, step=step, before=before):
        _services(table, notes)
    for pid, (kind, what) in NAMED.items():
        if held[pid]:
            notes.put(kind, what, where=f"packets {pid:#x}", size=188 * held[pid])
    for pid in sorted(held.keys() - known)[:100]:
        what = "packets that no programme names"
        notes.put(
            Kind.STREAM,
            what,
            where=f"packets {pid:#x}",
            value=_sample(raw, pid, step=step, before=before),
            size=188 * held[pid],
        )
    if held[EMPTY] and (said := _sample(raw, EMPTY, step=step, before=before)):
        what = "bytes in packets that should be empty"
        notes.put(Kind.REST, what, where="packets 0x1fff", value=said, size=188 * held[EMPTY])


def _fits(raw: bytes, *, step: int, before: int) -> bool:
    places = range(before, min(len(raw), before + 8 * step), step)
    return len(places) >= 4 and all(raw[at] == SYNC for at in places)


def _pid(raw: bytes, at: int) -> int:
    return (raw[at + 1] & 0x1F) << 8 | raw[at + 2]


def _payload(packet: bytes) -> bytes:
    control = packet[3] >> 4 & 3
    start = 5 + packet[4] if control & 2 else 4
    return packet[start:] if control & 1 else b""


def _packets(raw: bytes, *, pid: int, step: int, before: int) -> Iterator[bytes]:
    return (raw[at : at + 188] for at in range(before, len(raw) - 187, step) if _pid(raw, at) == pid)


def _sections(raw: bytes, *, pid: int, step: int, before: int) -> list[bytes]:
    """The different tables of these packets, each whole, without what leads it."""
    found: dict[bytes, None] = {}
    waiting = b""
    for packet in _packets(raw, pid=pid, step=step, before=before):
        body = _payload(packet)
        if packet[1] & 0x40 and body:  # a table begins in this packet
            waiting = body[1 + body[0] :]
        elif waiting:
            waiting += body
        size = 3 + (number(waiting[1:3]) & 0xFFF) if len(waiting) >= 3 else 0
        if size and len(waiting) >= size:
            found[waiting[:size]] = None
            waiting = b""
        if len(found) > MOST_TABLES:
            break
    return list(found)


def _programmes(raw: bytes, *, step: int, before: int) -> list[int]:
    pids: dict[int, None] = {}
    for table in _sections(raw, pid=PROGRAMMES, step=step, before=before):
        for at in range(8, len(table) - 7, 4):
            pids[number(table[at + 2 : at + 4]) & 0x1FFF] = None
    return list(pids)[:64]


def _programme(table: bytes, notes: Notes) -> set[int]:
    """Take down the descriptors of a programme; gives the streams that it names."""
    if len(table) < 16 or table[0] != 2:
        return set()
    pids = {number(table[8:10]) & 0x1FFF}
    at = 12 + (number(table[10:12]) & 0xFFF)
    _descriptors(table[12:at], "programme", notes=notes)
    while at + 5 <= len(table) - 4:
        pid, size = number(table[at + 1 : at + 3]) & 0x1FFF, number(table[at + 3 : at + 5]) & 0xFFF
        pids.add(pid)
        _descriptors(table[at + 5 : at + 5 + size], f"packets {pid:#x}", notes=notes)
        at += 5 + size
    return pids


STRUCTURAL = frozenset({0x02, 0x03, 0x06, 0x0A, 0x0E, 0x10, 0x1B, 0x28, 0x2A, 0x2B, 0x38, 0x52, 0x6A, 0x7A, 0x7C})
"""Descriptors that say how a stream is coded."""


def _descriptors(raw: bytes, where: str, *, notes: Notes) -> None:
    at = 0
    while at + 2 <= len(raw):
        sort, body = raw[at], raw[at + 2 : at + 2 + raw[at + 1]]
        if sort not in STRUCTURAL:
            notes.put(
                Kind.TAG, f"descriptor {sort:#04x}", where=where, value=text_in(body) or body.hex()[:64], size=len(body)
            )
        at += 2 + raw[at + 1]


def _services(table: bytes, notes: Notes) -> None:
    """The names of services and of who sends them (service descriptor 0x48)."""
    if len(table) < 15 or table[0] not in (0x42, 0x46):
        return
    at = 11
    while at + 5 <= len(table) - 4:
        size = number(table[at + 3 : at + 5]) & 0xFFF
        body = table[at + 5 : at + 5 + size]
        inner = 0
        while inner + 2 <= len(body):
            sort, content = body[inner], body[inner + 2 : inner + 2 + body[inner + 1]]
            if sort == 0x48 and len(content) >= 3:
                split = 2 + content[1]
                provider, name = content[2:split], content[split + 1 :]
                notes.put(Kind.DEVICE, "name of the broadcaster", where="services", value=_name(provider))
                notes.put(Kind.TAG, "name of the broadcast", where="services", value=_name(name))
            inner += 2 + body[inner + 1]
        at += 5 + size


def _name(raw: bytes) -> str:
    return cleaned(raw.decode("utf-8", "replace").lstrip("\x15"))


def _sample(raw: bytes, pid: int, *, step: int, before: int) -> str:
    some = b""
    for packet in _packets(raw, pid=pid, step=step, before=before):
        some += _payload(packet).replace(b"\xff", b"\0")
        if len(some) > 65536:
            break
    return text_in(some)

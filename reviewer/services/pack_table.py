"""The schedule for disclosure as a table for spreadsheets: CSV by RFC 4180, in UTF-8 with a byte order mark."""

import csv
import io
from collections import Counter
from collections.abc import Iterable

from reviewer.core.assembly import Assembly
from reviewer.core.errors import CheckError
from reviewer.core.removal import Removed
from reviewer.services.manifest import Manifest
from reviewer.services.pack_log import one_line
from reviewer.services.schedule import Clock, Private, Sort

HEAD = (
    "No.",
    "Sort",
    "What",
    "From (original)",
    "To (original)",
    "From (copy)",
    "To (copy)",
    "All stretches in the copy",
    "Reason",
    "How",
    "How well it holds",
    "Note",
)

REMOVED = "removed"
"""The sort of lines about what the file no longer holds."""

Line = tuple[str, str, str]
"""Sort, beginning and end in the original."""

MARK = "\ufeff"
"""The byte order mark, by which Excel knows UTF-8."""

_ORDERS = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the beginning of a formula, and might run."""


def table(rows: Iterable[Private], removed: Iterable[Removed]) -> bytes:
    """Every line that may be disclosed; no cell of it is a formula."""
    return _written(HEAD, (*map(_line, rows), *map(_gone, removed)))


def secret_table(rows: Iterable[Private], removed: Iterable[Removed]) -> bytes:
    """The same with people, reasons in full, who decided, and the values that were removed; for the restricted part."""
    lines = ((*_line(line), line.person, line.reason, line.decision, "") for line in rows)
    gone = ((*_gone(r), "", "", "", r.value) for r in removed)
    return _written((*HEAD, "Person", "Reason in full", "Decision", "What it said"), (*lines, *gone))


def _written(head: Iterable[str], lines: Iterable[Iterable[str]]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(head)
    for cells in lines:
        writer.writerow([guarded(cell) for cell in cells])
    return (MARK + out.getvalue()).encode("utf-8", errors="backslashreplace")


def guarded(cell: str) -> str:
    """The text in one line, with an apostrophe before what would begin a formula."""
    line = one_line(cell)
    return f"'{line}" if line.lstrip().startswith(_ORDERS) or cell.startswith(_ORDERS) else line


def lines_of(data: bytes) -> Counter[Line]:
    """How many lines of each sort and time the table has about the copy; raises CheckError."""
    try:
        read = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True)
        head = next(read, [])
        if tuple(head) != HEAD:
            raise ValueError("its head is another")
        rows = [(cells[1], cells[3], cells[4]) for cells in read]
    except (ValueError, IndexError, csv.Error) as error:
        raise CheckError(
            f"The schedule cannot be read: {error}.", "Do not rely on these files. Ask for them again."
        ) from error
    return Counter(row for row in rows if row[0] != REMOVED)


def expected(manifest: Manifest, assembly: Assembly) -> Counter[Line]:
    """What `lines_of` the schedule of a copy with this manifest, put together like this, must be."""
    told = Clock(assembly, manifest.time_base)
    spans = [
        *((Sort.PICTURE, r.span) for r in manifest.review.regions.values() if r.hides and told.copy(r.span)),
        *((Sort.SOUND, s.span) for s in manifest.review.silences.values() if s.hides and told.copy(s.span)),
        *((Sort.CUT, card.left_out) for card in assembly.cards),
    ]
    times = ((sort, told.original(span)) for sort, span in spans)
    return Counter((str(sort), guarded(time.start), guarded(time.end)) for sort, time in times)


def _line(line: Private) -> tuple[str, ...]:
    row = line.row
    first, last = (row.copy[0].start, row.copy[-1].end) if row.copy else ("", "")
    every = "; ".join(str(s) for s in row.copy)
    times = (row.original.start, row.original.end, first, last, every)
    return (str(row.number), str(row.sort), row.what, *times, row.reason, row.how, row.grade, row.note)


def _gone(removed: Removed) -> tuple[str, ...]:
    size = "" if removed.size is None else f"{removed.size} bytes"
    note = "; ".join(part for part in (removed.where, removed.what, size) if part)
    return ("", REMOVED, str(removed.kind), "", "", "", "", "", "", "", "", note)

"""What a recording holds that no copy of it does: a table of streams, tags, boxes, user data, places and times.

Nothing here decides what a copy leaves out: the writer starts with an empty file and puts picture and sound in. So
what this table misses is not in a copy either.
"""

from collections.abc import Generator
from datetime import UTC, datetime
from pathlib import Path

from reviewer.core.footage import Recording
from reviewer.core.removal import Kind, Removed
from reviewer.media.inventory_boxes import take_boxes
from reviewer.media.inventory_matroska import take_elements
from reviewer.media.inventory_notes import Notes
from reviewer.media.inventory_riff import take_chunks
from reviewer.media.inventory_streams import take_streams
from reviewer.media.inventory_transport import take_tables
from reviewer.media.inventory_words import cleaned

KNOWN = ("mp4", "matroska", "avi", "mpegts")
"""Kinds of file, in FFmpeg's words, whose own structure is read here."""


def inventory(path: Path, recording: Recording) -> Generator[float, None, tuple[Removed, ...]]:
    """The table of `path`, whose recording was probed; gives the seconds of it that were read so far.

    Takes no more time than reading the file through. Where a part cannot be read, a row says so.
    """
    notes = Notes()
    with notes.reading("file"):
        _outside(path, notes)
    with notes.reading("streams"):
        yield from take_streams(path, recording, notes=notes)
    for take, part in ((take_boxes, "boxes"), (take_elements, "elements"), (take_chunks, "chunks")):
        yield recording.duration
        with notes.reading(part):
            take(path, notes)
    if not any(known in recording.container for known in KNOWN):
        what = "more than streams and tags: this kind of file is listed by those alone"
        notes.put(Kind.REST, what, where="file")
    if "mpegts" in recording.container:
        with notes.reading("tables of the transport stream"):
            take_tables(path, notes)
    return notes.rows


def _outside(path: Path, notes: Notes) -> None:
    """What the file system says of the file; it goes wherever the file goes."""
    changed = datetime.fromtimestamp(path.stat().st_mtime, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    notes.put(Kind.TAG, "name of the file", where="file system", value=cleaned(path.name))
    notes.put(Kind.TIME, "time at which the file was last changed", where="file system", value=changed)

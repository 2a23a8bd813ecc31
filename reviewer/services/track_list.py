"""Write the tracks of a case as JSON lines, one for each frame that has boxes, for other programs to read."""

import json
import os
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TextIO

from reviewer.core.detection import Origin, Track
from reviewer.core.errors import UsageError
from reviewer.core.footage import Footage
from reviewer.core.timing import Tick, seconds
from reviewer.services.cases import read_case
from reviewer.services.staging import disk_error

ORIGINS = {int(origin): origin.name.lower() for origin in Origin}


@dataclass(frozen=True, slots=True)
class Written:
    """How much the file holds."""

    lines: int
    boxes: int
    tracks: int


def write_tracks(case: Path, target: Path) -> Written:
    """Write `target`, which is replaced once the new one is whole; the case is opened read-only.

    With more than one footage in the case every line also has "footage", the recording's file name, as its last key.
    Raises CaseError for the case, UsageError or DiskError for the target.
    """
    if target.is_dir() or not target.absolute().parent.is_dir():
        raise UsageError(f"{target} is no name for a file in a folder that exists.", "Choose another.")
    target = target.absolute()
    with read_case(case) as opened, _whole(target) as file:
        every = opened.evidence.footage()
        lines = boxes = count = 0
        for footage in every:
            tracks = opened.evidence.tracks(footage.id)
            count += len(tracks)
            for entry in entries(footage, tracks):
                lines, boxes = lines + 1, boxes + len(entry["boxes"])
                file.write(json.dumps({**entry, "footage": footage.path.name} if len(every) > 1 else entry) + "\n")
    return Written(lines, boxes, count)


def entries(footage: Footage, tracks: Iterable[Track]) -> Iterator[dict[str, Any]]:
    """One entry for each frame with boxes, in order.

    "frame" counts displayed frames from 0, "seconds" is on the footage's own clock, and boxes are in pixels of the
    upright frame; the keys come in the order of the contract. Where the corners of something are known it has "quad"
    after them: four pairs of x and y, clockwise from its own top left, of which the box is the upright hull. A plate
    that was read has "reading" as its last key, with "text", "pattern" (the id of a form in core/plate_forms, "" for
    none) and "score".
    """
    index, time_base = footage.recording.index, footage.recording.video.time_base
    by_tick: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for track in tracks:
        for position, tick in enumerate(track.ticks.tolist()):
            by_tick[tick].append(_box(track, position))
    for tick in sorted(by_tick):
        at = Tick(tick)
        time = round(seconds(at, time_base), 6)
        yield {"frame": index.number(at), "tick": tick, "seconds": time, "boxes": by_tick[tick]}


def _box(track: Track, position: int) -> dict[str, Any]:
    x, y, width, height = (round(float(value), 2) for value in track.boxes[position])
    box: dict[str, Any] = {
        "track": track.id,
        "subject": track.subject.value,
        "x": x,
        "y": y,
        "w": width,
        "h": height,
        "origin": ORIGINS[int(track.origins[position])],
        "score": round(float(track.scores[position]), 4),
    }
    outline = track.outline(position)
    if outline is not None:
        box["quad"] = [[round(x, 2), round(y, 2)] for x, y in outline.corners]
    return box if track.reading is None else {**box, "reading": asdict(track.reading)}


@contextmanager
def _whole(target: Path) -> Iterator[TextIO]:
    """A file to write that takes the place of `target` once it is whole, and goes after any error."""
    partial: Path | None = None
    try:
        handle, name = tempfile.mkstemp(prefix=f".{target.name}-", suffix=".partial", dir=target.parent)
        partial = Path(name)
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            yield file
        partial.replace(target)
    except OSError as error:
        raise disk_error(error, target) from error
    finally:
        if partial is not None:
            with suppress(OSError):
                partial.unlink(missing_ok=True)

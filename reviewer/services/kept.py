"""The finished segments of an analysis that is not finished itself, kept in the case so that it can be gone on with.

They lie in the case's work folder, a file each, and may be deleted at any time. The name of their folder is a digest
over everything that they depend on: whatever was made of other footage, by another search, with other models or by
another version of the program is never used. What lies in the files is numbers and short texts, read as such.
"""

import hashlib
import json
import logging
import shutil
import zipfile
from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

import reviewer
from reviewer.core import places
from reviewer.core.detection import Origin
from reviewer.core.footage import Footage
from reviewer.core.settings import Search
from reviewer.services.columns import columns_of, value_of
from reviewer.services.going_on import folder_of, folders_of
from reviewer.services.segments import segments_of
from reviewer.vision.scan import Looked, Segment
from reviewer.vision.trail import Tracklet
from reviewer.vision.weights import Weights

log = logging.getLogger(__name__)

LARGEST = 64 * 1024 * 1024
"""Bytes of a segment's file beyond which it is not read; thousands of subjects followed all the time take 20 MB."""

UNREADABLE = (OSError, ValueError, KeyError, TypeError, EOFError, MemoryError, RuntimeError, zipfile.BadZipFile)
"""What reading a damaged file, or one that was never ours, may raise; RuntimeError where it claims to be encrypted."""


class Kept:
    """What is there of one analysis already, by the number of its segment, and where the rest is put."""

    def __init__(self, folder: Path, *, key: str, segments: Sequence[Segment]) -> None:
        """`folder` is where the segments lie, or will; files in it that are not theirs count as not there."""
        self._folder, self._key = folder, key
        self._complained = False
        found = {number: self._read(number, segment) for number, segment in enumerate(segments)}
        self.looked = {number: looked for number, looked in found.items() if looked is not None}
        sizes = [s.last - s.first + 1 for s in segments]
        self.part = sum(sizes[n] for n in self.looked) / sum(sizes)
        """How much of the footage has been looked at already, 0 to 1."""

    def add(self, number: int, looked: Looked) -> None:
        """Keep a finished segment; where that is not possible the log says so, and the analysis goes on."""
        path = self._path(number)
        partial = path.with_suffix(".partial")
        try:
            self._folder.parent.mkdir(exist_ok=True)
            self._folder.mkdir(exist_ok=True)
            with partial.open("wb") as file:
                np.savez(file, allow_pickle=False, **{"key": np.array(self._key), **columns_of(looked)})
            partial.replace(path)
        except OSError as error:
            if not self._complained:
                log.warning("finished segments cannot be kept: %s", error)
            self._complained = True
            with suppress(OSError):
                partial.unlink(missing_ok=True)

    def _path(self, number: int) -> Path:
        return self._folder / f"{number:05d}.npz"

    def _read(self, number: int, segment: Segment) -> Looked | None:
        path = self._path(number)
        try:
            if not path.is_file() or path.stat().st_size > LARGEST:
                return None
            with zipfile.ZipFile(path) as archive:
                if any(member.compress_type != zipfile.ZIP_STORED for member in archive.infolist()):
                    return None  # ours are as large as their file, so reading one takes no more memory than that
            with np.load(path, allow_pickle=False) as columns:
                if str(columns["key"]) != self._key:
                    return None
                looked = value_of(Looked, columns)
        except FileNotFoundError:
            return None
        except UNREADABLE as error:
            log.info("a kept segment is looked at again: %s", error)
            return None
        return looked if _is_of(looked, segment) else None


def unfinished(footage: Footage, search: Search, *, work: Path) -> Kept:
    """What the folder `work` of a case holds of this very analysis; what it holds of others of the footage is deleted.

    Raises ReviewerError when the list of models cannot be read.
    """
    segments = segments_of(footage.recording)
    key = _key(footage, search, segments=segments)
    folder = folder_of(work, footage.id, key=key)
    for other in folders_of(work, footage.id):
        if other != folder:
            shutil.rmtree(other, ignore_errors=True)
    return Kept(folder, key=key, segments=segments)


def _key(footage: Footage, search: Search, *, segments: Sequence[Segment]) -> str:
    """A digest over everything that the segments' results depend on."""
    depends = {
        "program": [reviewer.__version__, _modules()],
        "models": sorted((m.name, m.sha256) for m in Weights(places.models()).models()),
        "footage": footage.sha256,
        "find": sorted(search.find),
        "depth": search.depth,
        "packs": sorted((p.name, p.subject, p.sha256, p.manifest) for p in search.packs),
        "segments": [(s.first, s.last, s.rate, s.before, s.after) for s in segments],
    }
    return hashlib.sha256(json.dumps(depends).encode()).hexdigest()


@cache
def _modules() -> str:
    """A digest over the modules of the program where they lie as files: while it is developed, they are its version."""
    digest = hashlib.sha256()
    for path in sorted(Path(reviewer.__file__).parent.rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _is_of(looked: Looked, segment: Segment) -> bool:
    """Whether it can be what came of that segment, of which all frames were seen or none could be decoded."""
    return len(looked.scene) in (0, segment.last - segment.first + 1) and all(
        _is_in(tracklet, segment) for tracklet in looked.tracklets
    )


def _is_in(tracklet: Tracklet, segment: Segment) -> bool:
    count = len(tracklet.scores)
    return (
        count > 0
        and tracklet.boxes.shape == (count, 4)
        and tracklet.origins.shape == tracklet.scores.shape == (count,)
        and segment.first - segment.before <= tracklet.first
        and tracklet.last <= segment.last + segment.after
        and bool(np.isfinite(tracklet.boxes).all() and np.isfinite(tracklet.scores).all())
        and bool((tracklet.boxes[:, 2:] > 0).all())
        and bool(np.isin(tracklet.origins, list(Origin)).all())
        and _fits(tracklet.quads, count)
    )


def _fits(quads: NDArray[np.float32] | None, count: int) -> bool:
    return quads is None or (quads.shape == (count, 4, 2) and bool(np.isfinite(quads).all()))

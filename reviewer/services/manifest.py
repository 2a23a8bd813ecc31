"""The manifest that lies beside a copy: what the copy was made from and how, for whoever checks it later.

It holds nothing that the copy does not show: where is covered, not who or why; no names, no reasons, no paths.
"""

import hashlib
import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reviewer.core.assembly import Assembly, assembled
from reviewer.core.copy import CheckReport, Copy
from reviewer.core.detection import Subject
from reviewer.core.errors import CheckError
from reviewer.core.footage import Footage
from reviewer.core.profile import Profile, SoundPolicy
from reviewer.core.review import Review, of
from reviewer.core.settings import Depth, ModelPack, Search
from reviewer.services.estimate import as_json as estimates_as_json
from reviewer.services.manifest_json import (
    assembly_from,
    assembly_json,
    profile_from,
    profile_json,
    region_from,
    region_json,
    silence_from,
    silence_json,
)
from reviewer.services.pack_record import as_json, from_json

VERSION = 2
"""Of the manifest's own layout; a newer one is refused."""

READ = (1, 2)
"""The layouts that can be read; copies of the first show all of their footage."""

SUFFIX = ".manifest.json"

MOST_BYTES = 256 * 1024 * 1024
"""A manifest of days of footage is smaller."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Manifest:
    """What is known of a copy without its original.

    `frames` and `times` (the digest that `digest_of` makes) stand for when its pictures are shown; ticks in `review`
    are in `time_base`, the original's, and `streams` are the indexes of its sound streams; `report` is as JSON has it;
    `released` is UTC in ISO 8601. `assembly` leads from the copy's ticks to the original's, None where they are the
    same. The model packs of `search` are all that looked, in the analysis or in the check.
    """

    copy_sha256: str
    original_sha256: str
    original_size: int
    frames: int
    times: str
    time_base: Fraction
    profile: Profile
    search: Search
    review: Review
    sounds: int
    streams: tuple[int, ...]
    report: dict[str, Any]
    product: str
    released: str
    assembly: Assembly | None = None
    encoder: str = ""


def manifest_name(copy: Path) -> Path:
    """Where the manifest of the copy at `copy` lies."""
    return copy.with_name(copy.name + SUFFIX)


def manifest_of(copy: Copy, footage: Footage, *, review: Review, search: Search, product: str) -> Manifest:
    """The manifest of a copy of `footage` in which `review` was covered and `search` looked for."""
    recording = footage.recording
    assembly = assembled(recording.index, review.kept, time_base=recording.video.time_base)
    index = assembly.index(recording.index)
    return Manifest(
        copy_sha256=copy.sha256,
        original_sha256=footage.sha256,
        original_size=footage.size,
        frames=len(index),
        times=digest_of(index.ticks, recording.video.time_base),
        time_base=recording.video.time_base,
        profile=copy.profile,
        search=search,
        review=review,
        sounds=sounds_of(footage, copy.profile),
        streams=tuple(s.index for s in recording.sounds),
        report=report_json(copy.report),
        product=product,
        released=copy.released,
        assembly=None if assembly.whole else assembly,
    )


def covers(review: Review) -> str:
    """A digest of everything in a review that a copy shows: two with the same one lead to the same copy.

    Reasons, people and locks are not in it, nor what was rejected, which no copy tells from what was never there.
    """
    told = {
        "regions": [region_json(r) for r in review.regions.values() if r.hides],
        "silences": [silence_json(s) for s in review.silences.values() if s.hides],
        "kept": [[s.start, s.end] for s in review.kept],
    }
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def sounds_of(footage: Footage, profile: Profile) -> int:
    """How many sound streams a copy of `footage` by `profile` has."""
    return 0 if profile.sound is SoundPolicy.NONE else len(footage.recording.sounds)


def digest_of(ticks: NDArray[np.int64] | Sequence[int], time_base: Fraction) -> str:
    """SHA-256 over the times of pictures as fractions of a second in lowest terms, whatever clock they were told by.

    Each is its numerator and denominator as two signed 64-bit numbers, most significant byte first.
    """
    tops = np.asarray(ticks, np.int64) * np.int64(time_base.numerator)
    common = np.gcd(tops, np.int64(time_base.denominator))
    pairs = np.stack([tops // common, time_base.denominator // common], axis=1)
    return hashlib.sha256(pairs.astype(">i8").tobytes()).hexdigest()


def write_manifest(manifest: Manifest, path: Path) -> None:
    """Write `manifest` to `path`, which is replaced only by the whole of it; raises OSError."""
    draft = path.with_name(f".{path.name}.partial")
    try:
        with draft.open("w", encoding="utf-8", newline="\n") as file:
            json.dump(_as_json(manifest), file, indent=1, sort_keys=True)
            file.write("\n")
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def read_manifest(path: Path) -> Manifest:
    """The manifest at `path`; raises CheckError when it cannot be read or was written by a newer program."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise ValueError("too large")
        return _from_json(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError, AttributeError, ArithmeticError, RecursionError) as error:
        raise CheckError(
            f"The manifest {path.name} cannot be read.",
            "Ask for the copy and its manifest again, or check the copy against its original alone.",
        ) from error


def _as_json(manifest: Manifest) -> dict[str, Any]:
    search = manifest.search
    return {
        "manifest": VERSION,
        "copy": {"sha256": manifest.copy_sha256, "sounds": manifest.sounds},
        "original": {"sha256": manifest.original_sha256, "size": manifest.original_size},
        "frames": {"count": manifest.frames, "times": manifest.times, "time_base": str(manifest.time_base)},
        "profile": profile_json(manifest.profile),
        "search": {"find": sorted(search.find), "depth": str(search.depth)},
        "packs": [as_json(pack) for pack in search.packs],
        "streams": list(manifest.streams),
        **({} if manifest.assembly is None else {"assembly": assembly_json(manifest.assembly)}),
        "encoder": manifest.encoder,
        "silences": [silence_json(s) for s in manifest.review.silences.values() if s.hides],
        "regions": [region_json(r) for r in manifest.review.regions.values()],
        "report": manifest.report,
        "product": manifest.product,
        "released": manifest.released,
    }


def report_json(report: CheckReport) -> dict[str, Any]:
    """What a check found and what was decided on its hits, without reasons."""
    hits = [
        {
            "id": hit.id,
            "frame": hit.frame,
            "seconds": hit.seconds,
            "subject": str(hit.subject),
            "box": [round(v, 1) for v in (hit.box.x, hit.box.y, hit.box.width, hit.box.height)],
            "score": round(hit.score, 3),
            "detector": hit.detector,
        }
        for hit in report.hits
    ]
    findings = [{"point": str(f.point), "held": f.held, "sentence": f.sentence} for f in report.findings]
    settled = {i: str(s.how) for i, s in report.settled.items()}  # reasons may name people
    told = {"verdict": str(report.verdict), "findings": findings, "hits": hits, "settled": settled}
    return {**told, "estimate": estimates_as_json(report.estimates)}


def _from_json(raw: dict[str, Any]) -> Manifest:
    if raw["manifest"] not in READ:
        raise ValueError("another version")
    search, frames = raw["search"], raw["frames"]
    time_base = Fraction(frames["time_base"])
    if time_base <= 0:
        raise ValueError("numbers out of range")
    return Manifest(
        copy_sha256=str(raw["copy"]["sha256"]),
        original_sha256=str(raw["original"]["sha256"]),
        original_size=int(raw["original"]["size"]),
        frames=int(frames["count"]),
        times=str(frames["times"]),
        time_base=time_base,
        profile=profile_from(raw["profile"]),
        search=Search(frozenset(Subject(s) for s in search["find"]), Depth(search["depth"]), packs=_packs(raw)),
        review=of(region_from(r) for r in raw["regions"]).silencing(
            silence_from(s)
            for s in raw.get("silences", ())  # there were none once
        ),
        sounds=int(raw["copy"]["sounds"]),
        streams=tuple(int(s) for s in raw.get("streams", ())),
        report=dict(raw["report"]),
        product=str(raw["product"]),
        released=str(raw["released"]),
        assembly=assembly_from(raw["assembly"]) if "assembly" in raw else None,
        encoder=str(raw.get("encoder", "")),
    )


def _packs(raw: dict[str, Any]) -> tuple[ModelPack, ...]:
    return tuple(from_json(pack) for pack in raw.get("packs", ()))  # there were none once

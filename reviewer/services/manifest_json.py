"""Regions, silences, profiles and assemblies as the manifest has them: JSON, without names and reasons."""

from dataclasses import asdict
from itertools import pairwise
from typing import Any

from reviewer.core.assembly import Assembly, Card, Kept, Piece
from reviewer.core.detection import Subject
from reviewer.core.geometry import Box
from reviewer.core.outline import Outline
from reviewer.core.profile import Profile, Quality, SoundPolicy
from reviewer.core.region import Decision, Keyframe, Region, RegionId, Shape
from reviewer.core.silence import Silence, SilenceId, Treatment
from reviewer.core.stamp import Corner, Stamp
from reviewer.core.timing import Span, Tick


def region_json(region: Region) -> dict[str, Any]:
    """Where a region is, and how it is covered: not who it is, nor why."""
    # Numbers are kept to the last bit: the check covers by them and compares.
    corners = [
        None if k.outline is None else [[float(x), float(y)] for x, y in k.outline.corners] for k in region.keyframes
    ]
    boxes = [[float(v) for v in (k.box.x, k.box.y, k.box.width, k.box.height)] for k in region.keyframes]
    return {
        "id": region.id,
        "subject": str(region.subject),
        "covered": region.hides,
        "shape": str(region.shape),
        "effect": region.effect,
        "span": [region.span.start, region.span.end],
        "keyframes": [[k.tick, *box] for k, box in zip(region.keyframes, boxes, strict=True)],
        **({"outlines": corners} if any(corners) else {}),
        **({"gaps": [[g.start, g.end] for g in region.gaps]} if region.gaps else {}),
        **({"inverse": True} if region.inverse else {}),
        **({"label": region.label} if region.label else {}),
    }


def silence_json(silence: Silence) -> dict[str, Any]:
    """When a silence is, of what, and what is heard instead."""
    streams, channels = (None if s is None else sorted(s) for s in (silence.streams, silence.channels))
    return {
        "id": silence.id,
        "span": [silence.span.start, silence.span.end],
        "streams": streams,
        "treatment": str(silence.treatment),
        **({} if channels is None else {"channels": channels}),
    }


def region_from(raw: dict[str, Any]) -> Region:
    """The region that `region_json` told of; raises ValueError, KeyError or TypeError for anything else."""
    start, end = (Tick(int(t)) for t in raw["span"])
    outlines = raw.get("outlines") or [None] * len(raw["keyframes"])
    rows = zip(raw["keyframes"], outlines, strict=True)
    keyframes = tuple(
        Keyframe(Tick(int(t)), Box(*(float(v) for v in box)), _outline_from(corners)) for (t, *box), corners in rows
    )
    return Region(
        id=RegionId(str(raw["id"])),
        subject=Subject(raw["subject"]),
        span=Span(start, end),
        keyframes=tuple(sorted(keyframes, key=lambda k: k.tick)),
        shape=Shape(raw["shape"]),
        effect=None if raw["effect"] is None else str(raw["effect"]),
        decision=Decision.PROPOSED if raw["covered"] else Decision.REJECTED,
        gaps=tuple(Span(Tick(int(a)), Tick(int(b))) for a, b in raw.get("gaps", ())),
        inverse=bool(raw.get("inverse", False)),
        label=str(raw.get("label", "")),
    )


def silence_from(raw: dict[str, Any]) -> Silence:
    """The silence that `silence_json` told of; raises ValueError, KeyError or TypeError for anything else."""
    start, end = (Tick(int(t)) for t in raw["span"])
    streams, channels = (
        None if s is None else frozenset(int(n) for n in s) for s in (raw["streams"], raw.get("channels"))
    )
    return Silence(
        id=SilenceId(str(raw["id"])),
        span=Span(start, end),
        streams=streams,
        channels=channels,
        treatment=Treatment(raw.get("treatment", Treatment.MUTE)),  # there was no other once
    )


def _outline_from(corners: list[list[float]] | None) -> Outline | None:
    return None if corners is None else Outline(tuple((float(x), float(y)) for x, y in corners))


def profile_json(profile: Profile) -> dict[str, Any]:
    """How a copy was made."""
    stamp = None if profile.stamp is None else asdict(profile.stamp)
    return {
        "effect": profile.effect,
        "fill": list(profile.fill),
        "sound": str(profile.sound),
        "quality": str(profile.quality),
        "hardware": profile.hardware,
        "stamp": stamp,
    }


def profile_from(raw: dict[str, Any]) -> Profile:
    """The profile that `profile_json` told of; raises ValueError, KeyError or TypeError for anything else."""
    red, green, blue = (int(v) for v in raw["fill"])
    if not all(0 <= v <= 255 for v in (red, green, blue)):
        raise ValueError("a colour out of range")
    stamp = raw.get("stamp")  # there were none once, nor qualities
    made = None if stamp is None else Stamp(**{**stamp, "corner": Corner(stamp["corner"])})
    quality, hardware = Quality(raw.get("quality", Quality.BALANCED)), bool(raw.get("hardware", False))
    return Profile(str(raw["effect"]), (red, green, blue), SoundPolicy(raw["sound"]), quality, hardware, made)


def assembly_json(assembly: Assembly) -> list[dict[str, Any]]:
    """The pieces of a copy, one by one."""
    return [_piece(p) for p in assembly.pieces]


def assembly_from(raw: list[dict[str, Any]]) -> Assembly:
    """The assembly that `assembly_json` told of; raises ValueError, KeyError or TypeError for anything else."""
    pieces = tuple(_piece_from(p) for p in raw)
    if not pieces or any(a.end != b.at for a, b in pairwise(pieces)):
        raise ValueError("pieces of a copy that do not meet")
    return Assembly(pieces)


def _piece(piece: Piece) -> dict[str, Any]:
    if isinstance(piece, Kept):
        return {"kept": [piece.span.start, piece.span.end], "at": piece.at}
    return {"left_out": [piece.left_out.start, piece.left_out.end], "at": piece.at, "end": piece.end}


def _piece_from(raw: dict[str, Any]) -> Piece:
    start, end = (Tick(int(t)) for t in raw["kept" if "kept" in raw else "left_out"])
    if start >= end:
        raise ValueError("an empty piece of a copy")
    at = Tick(int(raw["at"]))
    return Kept(Span(start, end), at) if "kept" in raw else Card(Span(start, end), at, Tick(int(raw["end"])))

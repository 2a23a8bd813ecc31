"""How model packs are written down: in the log of a case, in the manifest beside a copy, and in sentences."""

import re
from collections.abc import Iterable
from typing import Any

from reviewer.core.detection import Subject
from reviewer.core.settings import ModelPack

SHOWN = 12
"""Digits of a SHA-256 in a sentence; all of them are in the manifest and in the list of packs."""


def as_json(pack: ModelPack) -> dict[str, Any]:
    """A pack as JSON has it."""
    return {
        "name": pack.name,
        "subject": str(pack.subject),
        "licence": pack.licence,
        "sha256": pack.sha256,
        "manifest_sha256": pack.manifest,
    }


def from_json(raw: dict[str, Any]) -> ModelPack:
    """The pack that `as_json` wrote; raises KeyError, TypeError or ValueError where it did not."""
    digests = raw["sha256"], raw["manifest_sha256"]
    if not all(isinstance(d, str) and re.fullmatch(r"[0-9a-f]{64}", d) for d in digests):
        raise ValueError("a digest of a model pack is none")
    return ModelPack(str(raw["name"]), Subject(raw["subject"]), str(raw["licence"]), *digests)


def told(packs: Iterable[ModelPack]) -> str:
    """The packs in a sentence: their names, licences and the beginnings of their digests."""
    return ", ".join(f"{p.name} (looks for {p.subject}s, {p.licence}, SHA-256 {p.sha256[:SHOWN]})" for p in packs)

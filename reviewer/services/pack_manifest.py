"""The manifest of a pack: digests of its files, and what made the copy: program, libraries, models and settings."""

import hashlib
import importlib.metadata
import json
import platform
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from reviewer.core import places
from reviewer.core.assembly import Assembly
from reviewer.core.errors import CheckError
from reviewer.services.diagnostics import PACKAGES, product
from reviewer.services.manifest_json import assembly_from, assembly_json, profile_json
from reviewer.services.pack_record import as_json
from reviewer.services.pack_request import PackRequest
from reviewer.vision.weights import read_manifest

VERSION = 1
"""Of the layout; a newer one is refused."""

LIBRARIES = (*(name for name in PACKAGES if name != "PySide6-Essentials"), "cryptography", "typst")
"""What found, rendered, checked, set and signed."""


def contents(request: PackRequest, files: Mapping[str, str]) -> str:
    """The manifest as JSON; `files` are the digests of everything else by name. Nothing in it names anyone."""
    search, copy = request.manifest.search, request.copy
    told = {
        "pack": VERSION,
        "copy": {"file": request.video, "sha256": copy.sha256},
        "original": {"sha256": request.footage.sha256, "size": request.footage.size},
        "released": copy.released,
        "program": {"rendered": request.manifest.product, "packed": product()},
        "python": platform.python_version(),
        "libraries": {name: _version(name) for name in LIBRARIES},
        "models": [
            {"name": m.name, "sha256": m.sha256, "licence": m.licence}
            for m in read_manifest(places.models() / "manifest.toml")
        ],
        "model_packs": [as_json(pack) for pack in search.packs],
        "settings": {
            "search": {"find": sorted(str(s) for s in search.find), "depth": str(search.depth)},
            "profile": profile_json(copy.profile),
        },
        "assembly": assembly_json(request.assembly),
        "check": str(copy.report.verdict),
        "files": dict(sorted(files.items())),
    }
    return json.dumps(told, indent=1, ensure_ascii=False) + "\n"


def read_contents(data: bytes) -> tuple[dict[str, Any], Assembly]:
    """The manifest of a pack and how its copy is put together; raises CheckError for anything else."""
    try:
        told = json.loads(data)
        if told["pack"] != VERSION:
            raise ValueError("another version")
        parts = told["copy"]["file"], told["copy"]["sha256"], told["original"]["sha256"], *told["files"].values()
        if not all(isinstance(part, str) for part in parts):
            raise TypeError("a name or a digest is none")
        return told, assembly_from(told["assembly"])
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise CheckError(
            "The manifest of the pack cannot be read.", "Do not rely on these files. Ask for them again."
        ) from error


def digest_of_file(path: Path) -> str:
    """SHA-256 of a small file; raises OSError."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _version(name: str) -> str:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return "unknown"

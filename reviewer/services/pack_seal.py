"""What a pack is sealed with: its signature, its files, and that its manifests and its schedule tell of its copy."""

import re
import stat
from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path

from reviewer.core.errors import CheckError, ReviewerError
from reviewer.services.fingerprinting import fingerprinted
from reviewer.services.jobs import Progress
from reviewer.services.manifest import manifest_name, read_manifest
from reviewer.services.pack_manifest import read_contents
from reviewer.services.pack_request import (
    ALLOWED,
    MANIFEST,
    SCHEDULE_CSV,
    SECRET_PDF,
    SIGNATURE,
    SIGNER,
    SUMS,
)
from reviewer.services.pack_table import expected, lines_of
from reviewer.services.signing import PublicKey, public_key, verified

MOST_BYTES = 64 * 1024 * 1024
"""A list, a manifest or a table of a pack is smaller; what is larger was not made by this program."""

MOST_FILES = 1000
"""Files of a pack; there are a dozen, and its captions."""

TOLD = 5
"""Files that one sentence names."""

_LINE = re.compile(r"([0-9a-f]{64}) [ *]([^/\\]+)")


@dataclass(frozen=True, slots=True)
class Held:
    """What was looked at in a pack, and whether it held, in a sentence."""

    held: bool
    sentence: str


def lies_in_pack(copy: Path) -> bool:
    """Whether the copy lies in a pack."""
    return (copy.parent / SUMS).exists()


def is_restricted(folder: Path) -> bool:
    """Whether it is the folder beside a pack, with what must not be disclosed and no copy."""
    return (folder / SECRET_PDF).exists()


def seal_of(folder: Path) -> Generator[Progress, None, tuple[Held, ...]]:
    """What was looked at in a pack without its copy's pictures and sound; progress counts bytes.

    What is in it may be hostile: nothing outside of it is opened, and nothing but a finding is raised.
    """
    findings: list[Held] = []
    try:
        data = _read(folder / SUMS)
        findings.append(Held(True, _said(_signed(folder, data))))
        listed = _listed(data)
        findings += yield from _files(folder, listed)
        if all(f.held for f in findings) and not is_restricted(folder):
            findings.append(Held(True, _agreeing(folder, listed)))
    except ReviewerError as error:
        findings.append(Held(False, str(error)))
    except OSError as error:
        findings.append(Held(False, f"The pack cannot be read: {error.strerror or error}."))
    return tuple(findings)


def _signed(folder: Path, sums: bytes) -> PublicKey:
    """Who signed the list of digests; raises CheckError."""
    key = verified(sums, _text(folder / SIGNATURE))
    if public_key(_text(folder / SIGNER)) != key or _text(folder / ALLOWED).strip() != key.allowed:
        raise CheckError(f"The key in {SIGNER} or {ALLOWED} is not the one that signed.", "Do not rely on these files.")
    return key


def _said(key: PublicKey) -> str:
    return (
        f"The list of files is signed by the key {key.fingerprint}. Whose that is the pack cannot prove: compare it "
        "with the fingerprint that its sender tells you some other way."
    )


def _listed(sums: bytes) -> dict[str, str]:
    """The digests by name; raises CheckError for a list that leads elsewhere or is none."""
    lines = sums.decode("utf-8", errors="replace").splitlines()
    found: dict[str, str] = {}
    for line in lines[: MOST_FILES + 1]:
        match = _LINE.fullmatch(line)
        if match is None or match[2] in found or match[2] in (".", "..", SUMS, SIGNATURE):
            raise CheckError(f"The list {SUMS} cannot be read.", "Do not rely on these files. Ask for them again.")
        found[match[2]] = match[1]
    if not found or len(lines) > MOST_FILES:
        raise CheckError(f"The list {SUMS} cannot be read.", "Do not rely on these files. Ask for them again.")
    return found


def _files(folder: Path, listed: dict[str, str]) -> Generator[Progress, None, list[Held]]:
    """Whether exactly the listed files are there, each as it was."""
    entries = {path.name: path for path in folder.iterdir()}
    odd = [name for name, path in entries.items() if not stat.S_ISREG(path.lstat().st_mode)]
    extra = sorted((set(entries) - set(listed) - {SUMS, SIGNATURE}) | set(odd))
    missing = sorted(set(listed) - set(entries))
    other = []
    for name, digest in sorted(listed.items()):
        path = entries.get(name)
        if path is not None and name not in odd and (yield from fingerprinted(path)) != digest:
            other.append(name)
    faults = [
        Held(False, f"{what}: {_named(names)}.")
        for what, names in (
            ("These files were changed after they were signed", other),
            ("These files are missing", missing),
            ("These files do not belong to it", extra),
        )
        if names
    ]
    return faults or [
        Held(True, f"All {len(listed)} files that are listed are there, as they were signed, and no other.")
    ]


def _agreeing(folder: Path, listed: dict[str, str]) -> str:
    """That the manifests and the schedule tell of this very copy; raises CheckError where they do not."""
    told, assembly = read_contents(_read(folder / MANIFEST))
    video = str(told["copy"]["file"])
    stated = {str(name): str(digest) for name, digest in told["files"].items()}
    if video not in listed or any(listed.get(name) != digest for name, digest in stated.items()):
        raise CheckError("The manifest of the pack names other files.", "Do not rely on these files.")
    manifest = read_manifest(manifest_name(folder / video))
    ours, theirs = (listed[video], told["original"]["sha256"]), (manifest.copy_sha256, manifest.original_sha256)
    if ours != theirs or told["copy"]["sha256"] != listed[video]:
        raise CheckError(f"The manifests are not those of {video}.", "Do not rely on these files.")
    lines = lines_of(_read(folder / SCHEDULE_CSV))
    if lines != expected(manifest, assembly):
        raise CheckError("The schedule does not list what the manifest says is hidden.", "Do not rely on these files.")
    return f"The manifests and the schedule agree with {video}."


def video_of(folder: Path) -> str:
    """The name of the copy in a pack whose seal holds; raises CheckError."""
    told, _ = read_contents(_read(folder / MANIFEST))
    return str(told["copy"]["file"])


def _read(path: Path) -> bytes:
    """A small file that is really there; raises CheckError for anything else."""
    try:
        if not stat.S_ISREG(path.lstat().st_mode) or path.lstat().st_size > MOST_BYTES:
            raise CheckError(f"{path.name} is not a file of a pack.", "Do not rely on these files.")
        return path.read_bytes()
    except OSError as error:
        raise CheckError(
            f"{path.name} cannot be read: {error.strerror or error}.", "Ask for the pack again."
        ) from error


def _text(path: Path) -> str:
    return _read(path).decode("utf-8", errors="replace")


def _named(names: list[str]) -> str:
    shown = ", ".join("".join(c if c.isprintable() else "?" for c in name) for name in names[:TOLD])
    return shown if len(names) <= TOLD else f"{shown} and {len(names) - TOLD} more"

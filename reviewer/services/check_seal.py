"""What a copy is sealed with: its fingerprint, its manifest, and all that lies in its pack agree with the file.

Before there is a manifest, that of a copy which is being released is made for trial and read back.
"""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from reviewer.core.copy import CheckReport, Copy
from reviewer.core.errors import ReviewerError
from reviewer.core.footage import Footage
from reviewer.core.profile import Profile
from reviewer.core.review import Review
from reviewer.core.settings import Search
from reviewer.services.check_words import MOST_FAULTS, Said
from reviewer.services.manifest import Manifest, covers, manifest_of, read_manifest, write_manifest

ALTERED = "The file is not the one that its manifest was made for."
SHOWN = 12
"""Digits of a fingerprint that a sentence shows."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Sealing:
    """A file with the fingerprint `sha256`, and what it is, or is to be, sealed with.

    `pack` are sentences on what does not agree in its pack (the signature, the schedule, other files), None where it
    lies in none.
    """

    sha256: str
    manifest: Manifest | None
    pack: Sequence[str] | None
    original: Footage | None
    review: Review | None
    profile: Profile
    search: Search


def seal_said(sealing: Sealing) -> Said:
    """Whether all of it agrees with the file, and the sentence; never raises."""
    if sealing.manifest is None and sealing.pack is None:
        return _to_be(sealing)
    faults = list(sealing.pack or ())
    manifest, original = sealing.manifest, sealing.original
    if manifest is None:
        faults.append("The pack holds no manifest for this file.")
    elif manifest.copy_sha256 != sealing.sha256:
        faults.append(ALTERED)
    if manifest is not None and original is not None and manifest.original_sha256 != original.sha256:
        faults.append("The manifest was made for a copy of another original.")
    if faults:
        return False, " ".join(faults[:MOST_FAULTS])
    told = f"The file's SHA-256, {sealing.sha256[:SHOWN]}…, is the one in its manifest."
    if sealing.pack is None:
        return True, f"{told} There is no pack with it, so no signature and no schedule."
    return True, f"{told} The signature and the schedule in its pack agree with it."


def _to_be(sealing: Sealing) -> Said:
    """On a copy that has no manifest yet: what it will be sealed with, or why it cannot be."""
    if sealing.original is None or sealing.review is None:
        return False, "There is no manifest beside the file: nobody can tell whether it is as it was released."
    try:
        fault = _trial(sealing, sealing.original, review=sealing.review)
    except (OSError, ValueError, ReviewerError) as error:
        fault = f"A manifest of these decisions cannot be made: {error}."
    if fault:
        return False, fault
    return True, (
        f"The file's SHA-256 is {sealing.sha256[:SHOWN]}…, which goes into its manifest. One that was made for "
        "trial, and read back, tells of the very same regions, silences and times."
    )


def _trial(sealing: Sealing, original: Footage, *, review: Review) -> str:
    """A sentence when a manifest of this copy, read back, does not say what was decided; empty when it does."""
    copy = Copy(
        footage=original.id,
        path=Path("copy.mp4"),
        sha256=sealing.sha256,
        profile=sealing.profile,
        released="",
        report=CheckReport(()),
    )
    made = manifest_of(copy, original, review=review, search=sealing.search, product="")
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "manifest.json"
        write_manifest(made, place)
        read = read_manifest(place)
    told, wanted = ((m.copy_sha256, m.times, m.profile, m.assembly, covers(_whole(m))) for m in (read, made))
    return "" if told == wanted else "A manifest of this copy, read back, does not say what was decided."


def _whole(manifest: Manifest) -> Review:
    """The review of a manifest as far as it is told in one: the cuts are in its assembly."""
    return Review(regions=manifest.review.regions, silences=manifest.review.silences)

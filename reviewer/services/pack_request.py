"""What goes into a pack, and what its files are called: names that nobody takes for one another."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from reviewer.core.assembly import Assembly, assembled
from reviewer.core.audit import AuditEvent
from reviewer.core.copy import Copy
from reviewer.core.footage import Footage
from reviewer.core.removal import Removed
from reviewer.core.review import Review
from reviewer.services.manifest import Manifest

READ_ME = "READ ME FIRST.txt"
SCHEDULE_PDF, SCHEDULE_CSV = "DISCLOSE schedule.pdf", "DISCLOSE schedule.csv"
CHECK = "check report.txt"
MANIFEST = "manifest.json"
SUMS = "SHA256SUMS.txt"
SIGNATURE, SIGNER, ALLOWED = f"{SUMS}.sig", "signer.pub", "allowed_signers"

RESTRICTED = " - RESTRICTED DO NOT DISCLOSE"
"""Follows the name of the pack in that of the folder beside it."""

SECRET_READ_ME = "RESTRICTED READ ME FIRST.txt"
SECRET_PDF, SECRET_CSV = "RESTRICTED schedule.pdf", "RESTRICTED schedule.csv"
SECRET_LOG, SECRET_LOG_TEXT = "RESTRICTED log.jsonl", "RESTRICTED log.txt"
SECRET_CHECK = "RESTRICTED check report.txt"

SEALS = (SUMS, SIGNATURE, SIGNER, ALLOWED)
"""What is made last, and is not in the list of digests itself."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PackRequest:
    """What to pack as the folder `target`: `draft`, the file of `copy` where it lies now, with all that is known of it.

    `case` is the case's title and `log` the extract of its log, for the restricted part alone; so are the values in
    `removed`. `texts` are captions and transcripts as they may be disclosed, by file name. `keys` is the folder of the
    signing key.
    """

    copy: Copy
    draft: Path
    manifest: Manifest
    footage: Footage
    review: Review
    removed: tuple[Removed, ...]
    case: str
    log: tuple[AuditEvent, ...]
    texts: Mapping[str, bytes]
    target: Path
    keys: Path

    @property
    def video(self) -> str:
        """The name of the copy's file in its pack."""
        return video_name(self.target)

    @property
    def assembly(self) -> Assembly:
        """How the copy's ticks and the footage's go together."""
        recording = self.footage.recording
        return assembled(recording.index, self.review.kept, time_base=recording.video.time_base)


def video_name(target: Path) -> str:
    """What the copy is called in the pack `target`: after the folder that it is handed over in."""
    return f"{target.name}.mp4"


def restricted_folder(target: Path) -> Path:
    """Where what must not be disclosed lies: beside the pack and never in it, so that the pack can be given as it is.

    A folder in the pack would go with it whenever the pack is copied, compressed or burned as a whole, which is the way
    in which packs are handed over.
    """
    return target.with_name(target.name + RESTRICTED)

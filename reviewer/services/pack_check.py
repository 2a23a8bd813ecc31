"""Check a pack again, offline, also for someone who has nothing else: its signature, its files, and its copy."""

from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path

from reviewer.core.copy import CheckReport, Verdict
from reviewer.core.errors import FootageError
from reviewer.services.check_alone import check_alone
from reviewer.services.check_detectors import LookersFor, catalogued
from reviewer.services.jobs import Progress
from reviewer.services.pack_request import SUMS
from reviewer.services.pack_seal import Held, is_restricted, seal_of, video_of


@dataclass(frozen=True, slots=True, kw_only=True)
class PackReport:
    """What the check of a pack found; `report` is that of its copy, None where there is none or it was not come to.

    `restricted` says that it is the folder beside a pack, which holds no copy.
    """

    findings: tuple[Held, ...]
    report: CheckReport | None
    restricted: bool

    @property
    def settled(self) -> bool:
        """Whether everything held and the check of the copy is settled."""
        copy = self.restricted or (self.report is not None and self.report.verdict is Verdict.SETTLED)
        return copy and bool(self.findings) and all(f.held for f in self.findings)


def check_pack(
    folder: Path, *, original: Path | None = None, lookers: LookersFor = catalogued
) -> Generator[Progress, None, PackReport]:
    """Check the pack in `folder`, or the folder beside it with what is restricted.

    Its copy is checked last, with the manifest in it and `original`, where it is given, and only where the files are
    what was signed. Raises FootageError when there is no such folder, or no pack in it.
    """
    if not folder.is_dir():
        raise FootageError(f"There is no folder {folder}.", "Check the name.")
    if not (folder / SUMS).exists():
        raise FootageError(
            f"{folder} is no pack: it holds no {SUMS}.",
            "Name the folder of a pack, or a copy, a file that ends in .mp4.",
        )
    findings = yield from seal_of(folder)
    restricted = is_restricted(folder)
    report = None
    if not restricted and all(f.held for f in findings):
        copy = folder / video_of(folder)
        report = yield from check_alone(copy, original=original, lookers=lookers, pack=())
    return PackReport(findings=findings, report=report, restricted=restricted)

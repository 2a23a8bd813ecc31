"""Released copies in the database: where each lies, its fingerprint, how it was made and what its check found."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from reviewer.core.copy import CheckReport, Copy, Finding, Hit, HitId, Point, Settled, Settlement
from reviewer.core.detection import Subject
from reviewer.core.disclosure import Disclosure
from reviewer.core.estimate import Estimate
from reviewer.core.footage import FootageId
from reviewer.core.geometry import Box
from reviewer.core.profile import Profile, Quality, SoundPolicy
from reviewer.core.stamp import Corner, Stamp
from reviewer.core.timing import Tick
from reviewer.store.audit_log import AuditLog
from reviewer.store.database import Database
from reviewer.store.packing import pack_path, unpack_path
from reviewer.store.problems import readable

_COLUMNS = "footage, path, sha256, profile, released, report, disclosure"


class Copies:
    """The copies released from one case, which lies in `folder`."""

    def __init__(self, database: Database, log: AuditLog, *, folder: Path) -> None:
        self._database = database
        self._log = log
        self._folder = folder

    def record(self, copy: Copy) -> None:
        """Note a released copy, and log it with what its check found."""
        row = (
            copy.footage,
            pack_path(copy.path, self._folder),
            copy.sha256,
            json.dumps(asdict(copy.profile)),
            copy.released,
            json.dumps(asdict(copy.report)),
            json.dumps(asdict(copy.disclosure)),
        )
        detail = {
            "footage": copy.footage,
            "path": str(copy.path),
            "sha256": copy.sha256,
            "profile": asdict(copy.profile),
            "verdict": copy.report.verdict,
            "findings": [asdict(f) for f in copy.report.findings],
            "hits": len(copy.report.hits),
            "disclosure": asdict(copy.disclosure),
        }
        with self._database.transaction() as connection:
            connection.execute(f"INSERT INTO copy({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)", row)
            self._log.append(connection, action="Release copy", detail=detail)

    def replace(self, before: Copy, after: Copy, *, action: str, detail: dict[str, Any]) -> None:
        """Put what is known of a copy by now in place of what was, with its event in the log, or neither.

        Copies are known by their path and fingerprint; raises KeyError when `before` is not one of the case.
        """
        path = pack_path(after.path, self._folder)
        told = (json.dumps(asdict(part)) for part in (after.report, after.disclosure))
        values = (path, after.sha256, after.released, *told)
        known = (pack_path(before.path, self._folder), before.sha256)
        with self._database.transaction() as connection:
            done = connection.execute(
                "UPDATE copy SET path = ?, sha256 = ?, released = ?, report = ?, disclosure = ? "
                "WHERE path = ? AND sha256 = ?",
                (*values, *known),
            )
            if done.rowcount != 1:
                raise KeyError(before.path.name)
            self._log.append(connection, action=action, detail={"footage": after.footage, **detail})

    def released(self) -> list[Copy]:
        """All copies, in the order they were released."""
        rows = self._database.rows(f"SELECT {_COLUMNS} FROM copy ORDER BY position")
        with readable(self._database.name):
            return [self._copy(row) for row in rows]

    def _copy(self, row: tuple[Any, ...]) -> Copy:
        footage, path, sha256, profile, released, report, disclosure = row
        return Copy(
            footage=FootageId(footage),
            path=unpack_path(path, self._folder),
            sha256=sha256,
            profile=_profile(json.loads(profile)),
            released=released,
            report=_report(json.loads(report)),
            disclosure=Disclosure(**json.loads(disclosure)),
        )


def _profile(body: dict[str, Any]) -> Profile:
    fill, sound = tuple(body["fill"]), SoundPolicy(body["sound"])
    quality, stamp = Quality(body.get("quality", Quality.BALANCED)), body.get("stamp")  # there were none once
    made = None if stamp is None else Stamp(**{**stamp, "corner": Corner(stamp["corner"])})
    return Profile(**{**body, "fill": fill, "sound": sound, "quality": quality, "stamp": made})


def _report(body: dict[str, Any]) -> CheckReport:
    findings = (Finding(Point(f["point"]), f["held"], f["sentence"]) for f in body["findings"])
    estimates = tuple(_estimate(e) for e in body.get("estimates", ()))  # there were none once
    settled = {HitId(k): _settled(v) for k, v in body.get("settled", {}).items()}
    return CheckReport(tuple(findings), tuple(_hit(h) for h in body["hits"]), estimates, settled)


def _settled(body: dict[str, Any]) -> Settled:
    return Settled(**{**body, "how": Settlement(body["how"])})


def _estimate(body: dict[str, Any]) -> Estimate:
    return Estimate(**{**body, "subject": Subject(body["subject"])})


def _hit(body: dict[str, Any]) -> Hit:
    tick, subject, box = Tick(body["tick"]), Subject(body["subject"]), Box(**body["box"])
    return Hit(**{**body, "tick": tick, "subject": subject, "box": box})

"""Released copies in the database: where each lies, its fingerprint, how it was made and what its check found."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from reviewer.core.copy import CheckReport, Copy, Finding, Hit, Point
from reviewer.core.detection import Subject
from reviewer.core.estimate import Estimate
from reviewer.core.footage import FootageId
from reviewer.core.geometry import Box
from reviewer.core.profile import Profile, SoundPolicy
from reviewer.core.timing import Tick
from reviewer.store.audit_log import AuditLog
from reviewer.store.database import Database
from reviewer.store.packing import pack_path, unpack_path
from reviewer.store.problems import readable

_COLUMNS = "footage, path, sha256, profile, released, report"


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
        )
        detail = {
            "footage": copy.footage,
            "path": str(copy.path),
            "sha256": copy.sha256,
            "profile": asdict(copy.profile),
            "verdict": copy.report.verdict,
            "findings": [asdict(f) for f in copy.report.findings],
            "hits": len(copy.report.hits),
        }
        with self._database.transaction() as connection:
            connection.execute(f"INSERT INTO copy({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?)", row)
            self._log.append(connection, action="Release copy", detail=detail)

    def released(self) -> list[Copy]:
        """All copies, in the order they were released."""
        rows = self._database.rows(f"SELECT {_COLUMNS} FROM copy ORDER BY position")
        with readable(self._database.name):
            return [self._copy(row) for row in rows]

    def _copy(self, row: tuple[Any, ...]) -> Copy:
        footage, path, sha256, profile, released, report = row
        return Copy(
            footage=FootageId(footage),
            path=unpack_path(path, self._folder),
            sha256=sha256,
            profile=_profile(json.loads(profile)),
            released=released,
            report=_report(json.loads(report)),
        )


def _profile(body: dict[str, Any]) -> Profile:
    fill, sound = tuple(body["fill"]), SoundPolicy(body["sound"])
    return Profile(**{**body, "fill": fill, "sound": sound})


def _report(body: dict[str, Any]) -> CheckReport:
    findings = (Finding(Point(f["point"]), f["held"], f["sentence"]) for f in body["findings"])
    estimates = tuple(_estimate(e) for e in body.get("estimates", ()))  # there were none once
    return CheckReport(tuple(findings), tuple(_hit(h) for h in body["hits"]), estimates)


def _estimate(body: dict[str, Any]) -> Estimate:
    return Estimate(**{**body, "subject": Subject(body["subject"])})


def _hit(body: dict[str, Any]) -> Hit:
    tick, subject, box = Tick(body["tick"]), Subject(body["subject"]), Box(**body["box"])
    return Hit(**{**body, "tick": tick, "subject": subject, "box": box})

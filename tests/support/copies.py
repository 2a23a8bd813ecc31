"""Copies with hits, as a case records them."""

import shutil
from pathlib import Path

from reviewer.core.copy import CheckReport, Copy, Finding, Hit, Point
from reviewer.core.detection import Subject
from reviewer.core.footage import Footage
from reviewer.core.geometry import Box
from reviewer.core.profile import Profile
from reviewer.media.fingerprint import fingerprint

HELD = tuple(Finding(point, True, f"All of {point} was looked at.") for point in Point)


def a_hit(footage: Footage, number: int, *, subject: Subject = Subject.FACE, x: float = 40.0) -> Hit:
    """A hit in that frame."""
    recording = footage.recording
    tick = recording.index.tick(number)
    return Hit(
        frame=number,
        tick=tick,
        seconds=float(tick * recording.video.time_base),
        subject=subject,
        box=Box(x, 60, 40, 50),
        score=0.62,
        detector="CenterFace",
        reason="CenterFace found it in the whole picture with a score of 0.62; the original shows it too.",
    )


def a_copy(footage: Footage, place: Path, *hits: Hit, findings: tuple[Finding, ...] = HELD) -> Copy:
    """An open copy of the footage at `place`, which shows what the original does."""
    shutil.copyfile(footage.path, place)
    return Copy(
        footage=footage.id,
        path=place,
        sha256=fingerprint(place),
        profile=Profile(),
        released="2026-01-01T00:00:00+00:00",
        report=CheckReport(findings, hits),
    )

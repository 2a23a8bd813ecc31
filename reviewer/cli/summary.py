"""What a person is told about a copy: what was found, where it lies, and what the check looked at."""

from collections.abc import Iterator

from reviewer.cli.console import duration, shortened
from reviewer.core.copy import CheckReport, Verdict
from reviewer.core.timing import clock
from reviewer.services.estimate import estimate_said
from reviewer.services.moments import moments, moments_said
from reviewer.services.pipeline import RedactResult
from reviewer.services.render import Rendered

HITS_SHOWN = 20
"""Hits that are listed one by one; the manifest beside the copy has them all."""


def describe(result: RedactResult) -> Iterator[str]:
    """The lines of the summary after a redaction."""
    recording = result.footage.recording
    found = " and ".join(_counted(number, f"{subject} track") for subject, number in result.tracks.items())
    length = f"{_counted(len(recording.index), 'frame')}, {clock(recording.duration)}"
    yield f"{result.footage.path.name} ({length}): {found} found, {_counted(result.regions, 'region')} covered."
    if result.plates_read is not None:
        yield f"  {_counted(result.plates_read, 'plate')} could be read; what they say is kept in the case."
    for note in recording.notes:
        yield f"  Note: {note}"
    yield from _damage(result.release.rendered)
    yield from _doubts(result)
    if result.release.rounds > 1:
        yield f"  Rendered {result.release.rounds} times, to cover what the check of the first found."
    yield f"Copy: {shortened(result.copy.path)}"
    yield f"SHA-256: {result.copy.sha256}"
    yield from describe_check(result.report)
    took = ", ".join(f"{stage} {duration(time)}" for stage, time in result.seconds.items())
    yield f"Took: {took}; at most {result.peak_rss / 1e6:,.0f} MB of memory."


def describe_check(report: CheckReport) -> Iterator[str]:
    """The lines about a check: each point, each hit, and what follows; it never promises that nothing was missed."""
    for finding in report.findings:
        yield f"  [{'held' if finding.held else 'OPEN'}] {finding.point}: {finding.sentence}"
    yield from _hits(report)
    for estimate in report.estimates:
        yield f"  {estimate_said(estimate)}"
    if report.verdict is Verdict.SETTLED:
        yield "Check settled: every point above held. It says what was looked at; watch the copy before it leaves you."
    else:
        yield "Check OPEN: do not release this copy. Decide on what is listed above, in the window or by hand."


def _doubts(result: RedactResult) -> Iterator[str]:
    doubts = len(result.appraisal.doubts)
    if doubts:
        first = moments_said(moments(result.appraisal, result.footage.recording), result.footage.recording)
        yield f"  {_counted(doubts, 'doubt')} about the analysis" + (f": look first at {first}." if first else ".")
    if not result.report.estimates:
        yield "  What may be uncovered was not estimated: no sample of faces or plates was taken."


def _hits(report: CheckReport) -> Iterator[str]:
    hits = (*report.open_hits, *(h for h in report.hits if h.id in report.settled))
    for hit in hits[:HITS_SHOWN]:
        box = f"x {hit.box.x:.0f}, y {hit.box.y:.0f}, {hit.box.width:.0f} by {hit.box.height:.0f} pixels"
        where = f"{clock(hit.seconds)} (frame {hit.frame})"
        settled = report.settled.get(hit.id)
        decided = f"; settled by a person: {settled.how}" if settled else ""
        yield f"  hit at {where}: a {hit.subject}? {box}; {hit.detector}, score {hit.score:.2f}{decided}"
    if len(hits) > HITS_SHOWN:
        yield f"  and {len(hits) - HITS_SHOWN} more hits; the manifest beside the copy lists them all."


def _damage(rendered: Rendered) -> Iterator[str]:
    if rendered.corrupt:
        yield (
            f"  Note: {_counted(rendered.corrupt, 'packet')} of the picture could not be decoded; "
            "where a picture is lost, the one before it stays on show."
        )
    if rendered.lost_sound:
        yield f"  Note: {_counted(rendered.lost_sound, 'packet')} of the sound could not be decoded and became silence."
    if rendered.note:
        yield f"  Note: {rendered.note}"
    if rendered.not_disguised:
        blocks = _counted(rendered.not_disguised, "part")
        yield f"  Note: {blocks} of the sound could not be disguised and became silence."


def _counted(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"

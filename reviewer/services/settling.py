"""Decisions on hits: carried over from the check of one copy to that of the next, and what they come to, in words."""

from reviewer.core.copy import CheckReport, Hit, Settled, Settlement

STANDING = frozenset({Settlement.LAWFUL, Settlement.NOT_ONE})
"""Decisions that let a find stand; one to cover it is answered by the next copy, or stays to be made."""

APART = 0.2
"""Seconds by which two finds of the same thing may lie apart: the best picture of it may be another one."""

ALIKE = 0.5
"""Intersection over union of their boxes."""


def carried_over(earlier: CheckReport, report: CheckReport) -> CheckReport:
    """The report of a copy that was rendered again, with the decisions that were made on the very same finds before.

    A find is the same when it has the same id, or is of the same subject, in the same place, within a fifth of a
    second. Decisions to cover are not carried over, and what the report has settled already stays as it is.
    """
    known = [(hit, earlier.settled[hit.id]) for hit in earlier.hits if hit.id in earlier.settled]
    lasting = [(hit, settled) for hit, settled in known if settled.how in STANDING]
    for hit in report.open_hits:
        settled = _on(hit, lasting)
        if settled is not None:
            report = report.settling(hit.id, settled)
    return report


def _on(hit: Hit, known: list[tuple[Hit, Settled]]) -> Settled | None:
    """What was decided on the same find: the one that overlaps it most."""
    own = next((settled for other, settled in known if other.id == hit.id), None)
    if own is not None:
        return own
    alike = [(other.box.overlap(hit.box), settled) for other, settled in known if _same(other, hit)]
    return max(alike, key=lambda a: a[0])[1] if alike else None


def _same(one: Hit, other: Hit) -> bool:
    near = abs(one.seconds - other.seconds) <= APART + 1e-9
    return near and one.subject is other.subject and one.box.overlap(other.box) >= ALIKE


def standing_said(report: CheckReport) -> str:
    """How far the hits of a copy are settled, in a sentence that promises nothing."""
    total, left = len(report.hits), len(report.open_hits)
    if not total:
        return "No hit; something may remain that no detector finds."
    told = f"{total - left} of {total} hit{'' if total == 1 else 's'} settled"
    cover = len(report.to_cover)
    again = f", {cover} of them to be covered in a copy that is rendered again" if cover else ""
    return f"{told}{again}; something may remain that no detector finds."


def unsealable(report: CheckReport) -> str:
    """Why a copy with this report cannot be sealed, in a sentence; empty where it can."""
    left, cover = len(report.open_hits), len(report.to_cover)
    failed = [str(f.point) for f in report.findings if not f.held]
    if left:
        return f"{left} hit{' is' if left == 1 else 's are'} open: decide on each before the copy is sealed."
    if cover:
        which = "A hit is" if cover == 1 else f"{cover} hits are"
        return f"{which} to be covered, and this copy does not cover {'it' if cover == 1 else 'them'}: render it again."
    if failed:
        one = len(failed) == 1
        return f"The point{'' if one else 's'} {' and '.join(failed)} of the check {'does' if one else 'do'} not hold."
    return "" if report.findings else "The copy was not checked."

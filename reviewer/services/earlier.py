"""What people decided on the hits of a copy, as far as its manifest tells."""

from typing import Any

from reviewer.core.copy import CheckReport, Hit, Settled, Settlement
from reviewer.core.detection import Subject
from reviewer.core.geometry import Box
from reviewer.core.timing import Tick
from reviewer.services.manifest import Manifest


def decided(manifest: Manifest) -> CheckReport:
    """The hits of the check that the copy was sealed with and the decisions on them; who decided and why is not in it.

    What cannot be read is left out, so that it is open.
    """
    told: dict[str, Any] = manifest.report
    report = CheckReport((), ())
    try:
        settled = {str(name): Settlement(how) for name, how in dict(told.get("settled", {})).items()}
        for raw in told.get("hits", ()):
            if raw.get("id") in settled:
                report = _with(report, _hit(raw, manifest), how=settled[raw["id"]])
    except (ValueError, KeyError, TypeError, AttributeError, ArithmeticError):
        return CheckReport((), ())
    return report


def _with(report: CheckReport, hit: Hit, *, how: Settlement) -> CheckReport:
    said = Settled(how=how, reason="", by="", at="")
    return CheckReport((), (*report.hits, hit), (), {**report.settled, hit.id: said})


def _hit(raw: dict[str, Any], manifest: Manifest) -> Hit:
    x, y, width, height = (float(v) for v in raw["box"])
    time = float(raw["seconds"])
    return Hit(
        frame=int(raw["frame"]),
        tick=Tick(round(time / manifest.time_base)),
        seconds=time,
        subject=Subject(raw["subject"]),
        box=Box(x, y, width, height),
        score=float(raw["score"]),
        detector=str(raw["detector"]),
    )

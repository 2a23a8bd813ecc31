"""`reviewer redact`: recordings in, redacted and checked copies out."""

from argparse import Namespace
from typing import Any

from reviewer.cli import console
from reviewer.cli.conduct import Stop, drive
from reviewer.cli.defects import DEFECT, report_defect
from reviewer.cli.request import requests_of
from reviewer.cli.summary import describe
from reviewer.core.copy import Verdict
from reviewer.core.errors import CheckError, ReviewerError
from reviewer.services.pack_record import told as packs_told
from reviewer.services.pack_request import restricted_folder
from reviewer.services.pipeline import RedactRequest
from reviewer.services.pipeline import redact as redact_one


def redact(given: Namespace) -> int:
    """Redact each recording in turn.

    One that fails does not keep the others from being redacted. The exit status is that of the first that failed,
    else 4 where the check of any copy is not settled. With --json the last line is the object of the one
    recording, or for several {"copies": [an object each]}; one that failed has "error" and "status" in its object.
    """
    requests = requests_of(given)
    several = len(requests) > 1
    made = several and not given.output.exists()
    if made:
        given.output.mkdir()
    try:
        outcomes = _outcomes(requests, several=several)
    finally:
        if made and not any(given.output.iterdir()):
            given.output.rmdir()
    if given.json:
        told = [value for _, value in outcomes]
        console.say_json({"copies": told} if several else told[0])
    failed = [status for status, _ in outcomes if status not in (0, CheckError.status)]
    return failed[0] if failed else max(status for status, _ in outcomes)


def _outcomes(requests: list[RedactRequest], *, several: bool) -> list[tuple[int, dict[str, Any]]]:
    """The exit status and the JSON object of each recording, until the user says stop."""
    outcomes = []
    with Stop() as stop:
        for number, request in enumerate(requests, start=1):
            if several:
                console.tell(f"[{number} of {len(requests)}] {request.video.name}")
            outcomes.append(redact_and_tell(request, stop))
            if stop.asked:
                break
    return outcomes


def redact_and_tell(request: RedactRequest, stop: Stop) -> tuple[int, dict[str, Any]]:
    """Redact one recording and tell the user about it; its exit status and its JSON object."""
    try:
        result = drive(redact_one(request), stop)
    except ReviewerError as error:
        console.complain(error, name=request.video.name)
        return error.status, _failure(request, error.status, sentence=str(error), advice=error.advice)
    except Exception as error:
        report_defect(error, command="redact", private=[str(request.video), str(request.target), str(request.case)])
        return DEFECT, _failure(request, DEFECT, sentence="A mistake in the program; a problem report was written.")
    for line in describe(result):
        console.say(line)
    if request.search.packs:
        console.say(f"Model packs that looked besides the program's own detectors: {packs_told(request.search.packs)}.")
    told = result.as_json()
    if request.pack:
        told["pack"] = str(result.pack) if result.pack is not None else None
    if result.pack is not None:
        console.say(f"Pack: {console.shortened(result.pack)}, ready to be handed over.")
        console.say(f"RESTRICTED, not to be handed over: {console.shortened(restricted_folder(result.pack))}")
    return 0 if result.report.verdict is Verdict.SETTLED else CheckError.status, told


def _failure(request: RedactRequest, status: int, *, sentence: str, advice: str = "") -> dict[str, Any]:
    return {"footage": str(request.video), "copy": None, "error": sentence, "advice": advice, "status": status}

"""`reviewer check`: look at a copy again, also without its case, its original or even its manifest; or at a pack."""

from argparse import Namespace
from pathlib import Path

from reviewer.cli import console
from reviewer.cli.conduct import Stop, drive
from reviewer.cli.summary import describe_check
from reviewer.core.copy import Verdict
from reviewer.core.errors import CheckError
from reviewer.services.check_alone import check_alone
from reviewer.services.pack_check import check_pack
from reviewer.services.usage import Stopwatch


def check(given: Namespace) -> int:
    """Print every point and every hit; exit status 0 only where the check is settled, 4 otherwise."""
    if given.copy.is_dir():
        return _pack(given.copy, given.original)
    job = Stopwatch().stage("check", check_alone(given.copy, original=given.original), title="Checking the copy")
    with Stop() as stop:
        report = drive(job, stop)
    console.say(f"{console.shortened(given.copy)}:")
    for line in describe_check(report):
        console.say(line)
    return 0 if report.verdict is Verdict.SETTLED else CheckError.status


def _pack(folder: Path, original: Path | None) -> int:
    """The same for a pack, after its signature and its files."""
    job = Stopwatch().stage("check", check_pack(folder, original=original), title="Checking the pack")
    with Stop() as stop:
        found = drive(job, stop)
    console.say(f"{console.shortened(folder)}:")
    for finding in found.findings:
        console.say(f"  [{'held' if finding.held else 'BROKEN'}] {finding.sentence}")
    if found.report is not None:
        for line in describe_check(found.report):
            console.say(line)
    elif not found.restricted:
        console.say("Its copy was not looked at. Do not rely on this pack; ask for it again.")
    else:
        console.say("This folder is RESTRICTED: it is not to be disclosed. It holds no copy.")
    return 0 if found.settled else CheckError.status

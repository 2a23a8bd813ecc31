"""`reviewer check`: look at a copy again, also without its case, its original or even its manifest."""

from argparse import Namespace

from reviewer.cli import console
from reviewer.cli.conduct import Stop, drive
from reviewer.cli.summary import describe_check
from reviewer.core.copy import Verdict
from reviewer.core.errors import CheckError
from reviewer.services.check_alone import check_alone
from reviewer.services.usage import Stopwatch


def check(given: Namespace) -> int:
    """Print every point and every hit; exit status 0 only where the check is settled, 4 otherwise."""
    job = Stopwatch().stage("check", check_alone(given.copy, original=given.original), title="Checking the copy")
    with Stop() as stop:
        report = drive(job, stop)
    console.say(f"{console.shortened(given.copy)}:")
    for line in describe_check(report):
        console.say(line)
    return 0 if report.verdict is Verdict.SETTLED else CheckError.status

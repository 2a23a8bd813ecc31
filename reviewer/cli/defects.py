"""What happens when the program itself is at fault: a report for its makers, and a few words for the user."""

from collections.abc import Iterable

from reviewer.cli import console

DEFECT = 1
"""The exit status after an error that no user can do anything about."""


def report_defect(error: BaseException, *, command: str, private: Iterable[str], log: Iterable[str] = ()) -> None:
    """Write the problem report, without the words in `private`, and say where it is."""
    console.tell("Reviewer made a mistake and had to stop. Originals are unchanged, and no unfinished copy was left.")
    _keep(error, command=command, private=private, log=log)


def report_part(error: BaseException, *, command: str, private: Iterable[str], log: Iterable[str] = ()) -> None:
    """The same, where the work could go on without the part that failed."""
    console.tell("A part of Reviewer failed by a mistake of its own; what could not be done is named above.")
    _keep(error, command=command, private=private, log=log)


def _keep(error: BaseException, *, command: str, private: Iterable[str], log: Iterable[str]) -> None:
    from reviewer.services.diagnostics import keep_report, problem_report

    report = problem_report(error, command=command, private=private, log=log)
    kept = keep_report(report)
    if kept is None:
        console.tell("The problem report could not be written to a file; here it is:")
        console.tell(report)
    else:
        console.tell(f"A problem report is in {kept}. It names none of your files and holds nothing of the footage.")

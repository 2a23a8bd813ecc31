"""What happens when the program itself is at fault: a report for its makers, and a few words for the user."""

from collections.abc import Iterable

from reviewer.cli import console

DEFECT = 1
"""The exit status after an error that no user can do anything about."""


def report_defect(error: BaseException, *, command: str, private: Iterable[str]) -> None:
    """Write the problem report, without the words in `private`, and say where it is."""
    from reviewer.services.diagnostics import keep_report, problem_report

    report = problem_report(error, command=command, private=private)
    kept = keep_report(report)
    console.tell("Reviewer made a mistake and had to stop. Originals are unchanged, and no unfinished copy was left.")
    if kept is None:
        console.tell("The problem report could not be written to a file; here it is:")
        console.tell(report)
    else:
        console.tell(f"A problem report is in {kept}. It names none of your files and holds nothing of the footage.")

"""The command line: a contract that scripts depend on, over the same services as the window.

Exit status: 0 done; 1 a defect in the program (a problem report was written); 2 usage; 3 footage cannot be read;
4 the check is not settled; 5 case or disk; 130 interrupted, nothing partial left.
"""

import sys
from collections.abc import Sequence

from reviewer.cli import arguments, console
from reviewer.cli.defects import DEFECT, report_defect, report_part
from reviewer.core.errors import CancelError, ReviewerError
from reviewer.services.recent_log import RecentLog


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status; `argv` is without the program's name."""
    words = list(sys.argv[1:] if argv is None else argv)
    command = words[0] if words and words[0] in arguments.COMMANDS else "window"
    private = [word for word in words if word != command and not word.startswith("-")]
    console.prepare()
    with RecentLog() as log:
        status = _run(words, command=command, private=private, log=log)
        if log.failure is not None and status != DEFECT:
            report_part(log.failure, command=command, private=private, log=log.lines)
    return status


def _run(words: list[str], *, command: str, private: list[str], log: RecentLog) -> int:
    try:
        given = arguments.parse(words)
        return int(given.run(given))
    except ReviewerError as error:
        console.complain(error)
        return error.status
    except KeyboardInterrupt:
        return CancelError.status
    except Exception as error:
        report_defect(error, command=command, private=private, log=log.lines)
        return DEFECT

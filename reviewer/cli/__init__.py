"""The command line: a contract that scripts depend on, over the same services as the window.

Exit status: 0 done; 1 a defect in the program (a problem report was written); 2 usage; 3 footage cannot be read;
4 the check is not settled; 5 case or disk; 130 interrupted, nothing partial left.
"""

import sys
from collections.abc import Sequence

from reviewer.cli import arguments, console
from reviewer.cli.defects import DEFECT, report_defect
from reviewer.core.errors import CancelError, ReviewerError


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status; `argv` is without the program's name."""
    words = list(sys.argv[1:] if argv is None else argv)
    console.prepare()
    try:
        arguments_given = arguments.parse(words)
        return int(arguments_given.run(arguments_given))
    except ReviewerError as error:
        console.complain(error)
        return error.status
    except KeyboardInterrupt:
        return CancelError.status
    except Exception as error:
        command = words[0] if words and words[0] in arguments.COMMANDS else "window"
        report_defect(error, command=command, private=[w for w in words if w != command and not w.startswith("-")])
        return DEFECT

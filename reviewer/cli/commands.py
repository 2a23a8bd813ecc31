"""What each command runs, imported only when it is asked for: most of them need half a second of libraries."""

from argparse import Namespace


def window(given: Namespace) -> int:
    """Open the window, on a case where one is named."""
    from reviewer.cli.extras import window as run

    return run(given)


def redact(given: Namespace) -> int:
    """The whole job without a window."""
    from reviewer.cli.redact import redact as run

    return run(given)


def tracks(given: Namespace) -> int:
    """What the analysis found, as JSON lines."""
    from reviewer.cli.cases import tracks as run

    return run(given)


def check(given: Namespace) -> int:
    """Check a copy again."""
    from reviewer.cli.check import check as run

    return run(given)


def audit(given: Namespace) -> int:
    """Verify the log of a case."""
    from reviewer.cli.cases import audit as run

    return run(given)


def models(given: Namespace) -> int:
    """Add, list, switch and remove model packs."""
    from reviewer.cli.models import models as run

    return run(given)


def demo(given: Namespace) -> int:
    """Make a recording and redact it."""
    from reviewer.cli.extras import demo as run

    return run(given)


def selftest(given: Namespace) -> int:
    """Try every part of the program."""
    from reviewer.cli.extras import selftest as run

    return run(given)

"""`python -m reviewer`, and what the installed and the built program start with."""

import multiprocessing
import sys

from reviewer.cli import main

__all__ = ["main"]

if __name__ == "__main__":
    # In a built program a child process starts here too; this call makes it do its work and end.
    multiprocessing.freeze_support()
    sys.exit(main())

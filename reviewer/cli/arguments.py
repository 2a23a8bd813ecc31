"""Which words follow `reviewer`, and which command each leads to.

Nothing heavy is imported here: `reviewer --help` answers at once, and each command imports what it needs.
"""

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn

from reviewer import __version__
from reviewer.cli import commands
from reviewer.core.errors import UsageError

COMMANDS = ("redact", "tracks", "check", "audit", "models", "demo", "selftest")
"""The first words that name a command; any other first word is a case for the window."""

STATUSES = """\
exit status: 0 done; 1 a mistake in the program; 2 usage; 3 footage cannot be read; 4 the check is not settled
(the copy keeps a name that says so); 5 case or disk; 130 interrupted, nothing partial left"""


class _Parser(argparse.ArgumentParser):
    """A parser that leaves it to the caller to tell the user, in the same form as every other error."""

    def error(self, message: str) -> NoReturn:
        raise UsageError(f"The command cannot be understood: {message}.", f"See: {self.prog} --help")


def parse(words: Sequence[str]) -> argparse.Namespace:
    """The command and its arguments; `run` in it takes the whole. Raises UsageError, and SystemExit after --help."""
    if words and words[0] in COMMANDS:
        return _commands().parse_args(words)
    if any(word in ("-h", "--help", "--version") for word in words):
        return _commands().parse_args(words)
    return _window().parse_args(words)


def _window() -> argparse.ArgumentParser:
    parser = _Parser(prog="reviewer", add_help=False)
    parser.add_argument("case", nargs="?", type=Path, metavar="CASE")
    parser.set_defaults(run=commands.window)
    return parser


def _commands() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="reviewer",
        usage="reviewer [CASE]\n       reviewer COMMAND ...",
        description="Redacts body-worn video. Without a command it opens the window, on CASE where one is given.",
        epilog=STATUSES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"reviewer {__version__}")
    kinds = parser.add_subparsers(prog="reviewer", metavar="COMMAND", required=True)
    for name, (title, arguments, run) in _KINDS.items():
        command = kinds.add_parser(
            name,
            help=title,
            description=title,
            epilog=STATUSES,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        arguments(command)
        command.set_defaults(run=run)
    return parser


def _redact(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("videos", nargs="+", type=Path, metavar="VIDEO", help="a recording; it is read and never altered")
    add(
        "-o",
        dest="output",
        type=Path,
        required=True,
        metavar="PATH",
        help="the copy, a name that ends in .mp4 and is not taken yet; for several recordings a folder, in which "
        "each copy is named after its recording",
    )
    add("--case", type=Path, metavar="DIR", help="keep the work as a case in this folder, or go on with the one there")
    add("--find", default="face,plate", metavar="KINDS", help="any of face,plate,text (default: face,plate)")
    add(
        "--read-plates",
        action="store_true",
        help="read the plates that are found, and keep the texts in the case; off unless asked for",
    )
    add("--profile", default="balanced", metavar="NAME", help="fast, balanced or thorough (default: balanced)")
    effects = "solid, mosaic, blur, silhouette, outline or label (default: solid)"
    add("--effect", default="solid", metavar="NAME", help=effects)
    add("--fill", default="000000", metavar="RRGGBB", help="the colour of what is covered (default: 000000)")
    add("--sound", default="keep", metavar="HOW", help="keep, silent or none (default: keep)")
    add(
        "--pack",
        action="store_true",
        help="make PATH a folder with the copy, its schedule, what was removed, the check and a signature, ready to be "
        "handed over, and a second one beside it with what is restricted; for several recordings a folder of these",
    )
    add("--json", action="store_true", help="make the last line of the output one JSON object")


def _tracks(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("case", type=Path, metavar="CASE", help="the folder of a case that has been analysed")
    parser.add_argument(
        "-o", dest="output", type=Path, required=True, metavar="FILE.jsonl", help="one line for each frame with boxes"
    )


def _check(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("copy", type=Path, metavar="COPY", help="a copy, with its manifest beside it, or a pack")
    parser.add_argument("--original", type=Path, metavar="VIDEO", help="the recording, to compare the pictures with")


def _audit(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("case", type=Path, metavar="CASE", help="the folder of a case")


def _models(parser: argparse.ArgumentParser) -> None:
    kinds = parser.add_subparsers(dest="deed", metavar="WHAT", required=True)
    add = kinds.add_parser("add", help="copy a model pack to its place, after trying it out on a plain picture")
    add.add_argument("file", type=Path, metavar="FILE", help="its manifest, a .toml file, or the .onnx file beside one")
    add.add_argument("--everyone", action="store_true", help="for everyone on this computer, not only for you")
    kinds.add_parser("list", help="what has been added, where it is from, and whether it is as it was")
    for deed, title in (("remove", "take one away"), ("on", "have one look again"), ("off", "have one look no more")):
        kinds.add_parser(deed, help=title).add_argument("name", metavar="NAME", help="its name, as the list has it")


def _none(_parser: argparse.ArgumentParser) -> None:
    pass


_KINDS: dict[str, tuple[str, Callable[[argparse.ArgumentParser], None], Callable[[argparse.Namespace], int]]] = {
    "redact": ("Find, cover, render and check: recordings in, redacted copies out.", _redact, commands.redact),
    "tracks": ("Write what the analysis found, frame by frame, as JSON lines.", _tracks, commands.tracks),
    "check": ("Check a copy or a pack again, also without its case.", _check, commands.check),
    "audit": ("Verify the log of a case.", _audit, commands.audit),
    "models": ("Add detectors to the program, list them, switch them, remove them.", _models, commands.models),
    "demo": ("Make a short recording with a real face and a plate in it, and redact it.", _none, commands.demo),
    "selftest": ("Try every part of the program, a line each.", _none, commands.selftest),
}

"""The rules of the house, on every file of the repository: there is no list of exceptions."""

import ast
import fnmatch
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from PySide6 import QtCore, QtGui, QtWidgets

ROOT = Path(__file__).resolve().parents[1]
MODULE_LINES, FUNCTION_LINES, PARAMETERS, POSITIONAL = 400, 40, 5, 2
Function = ast.FunctionDef | ast.AsyncFunctionDef

AVOIDED = {"annotation", "annotations", "annotate", "project", "projects", "export", "exports", "exporter"}
"""Words that the glossary has better ones for, and that no name in the program has another use for."""


def tool(*command: str) -> None:
    """Runs one of the development tools in the repository, and fails with what it says."""
    done = subprocess.run([sys.executable, *command], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout}{done.stderr}"


def repository_files() -> Iterator[Path]:
    """Every file that is, or would be, committed: all but what .gitignore names."""
    ignored = [line for line in (ROOT / ".gitignore").read_text().splitlines() if line and not line.startswith("#")]
    folders = [ROOT]
    while folders:
        for path in folders.pop().iterdir():
            if path.name == ".git" or any(_ignores(pattern, path) for pattern in ignored):
                continue
            if path.is_dir():
                folders.append(path)
            else:
                yield path


def _ignores(pattern: str, path: Path) -> bool:
    """What git makes of a pattern, as far as ours go: a slash at the end means folders, one before it anchors."""
    if pattern.endswith("/"):
        if not path.is_dir():
            return False
        pattern = pattern[:-1]
    if "/" in pattern:
        return fnmatch.fnmatchcase(path.relative_to(ROOT).as_posix(), pattern.lstrip("/"))
    return fnmatch.fnmatchcase(path.name, pattern)


def sources() -> list[Path]:
    """The modules that the size limits hold for: the program, its start and what the tests share."""
    shared = [ROOT / "start.py", ROOT / "tests" / "conftest.py"]
    return sorted([*(ROOT / "reviewer").rglob("*.py"), *(ROOT / "tests" / "support").rglob("*.py"), *shared])


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), name_of(path))


def functions(tree: ast.Module) -> Iterator[tuple[Function, bool]]:
    """Every function, and whether it is a method that takes self or cls."""
    methods = {
        id(member)
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
        for member in node.body
        if isinstance(member, Function) and not any(_is(d, "staticmethod") for d in member.decorator_list)
    }
    for node in ast.walk(tree):
        if isinstance(node, Function):
            yield node, id(node) in methods


def _is(decorator: ast.expr, name: str) -> bool:
    return isinstance(decorator, ast.Name) and decorator.id == name


def too_large(path: Path) -> Iterator[str]:
    """What in one module breaks a size limit, a sentence each."""
    lines = len(path.read_text(encoding="utf-8").splitlines())
    if lines > MODULE_LINES:
        yield f"{name_of(path)} has {lines} lines"
    for function, method in functions(tree_of(path)):
        where = f"{name_of(path)}:{function.lineno} {function.name}"
        length = (function.end_lineno or 0) - function.lineno + 1
        if length > FUNCTION_LINES:
            yield f"{where} has {length} lines"
        yield from _too_many_parameters(function, method=method, where=where)


def _too_many_parameters(function: Function, *, method: bool, where: str) -> Iterator[str]:
    positional = len(function.args.posonlyargs) + len(function.args.args) - method
    every = positional + len(function.args.kwonlyargs)
    if every > PARAMETERS:
        yield f"{where} takes {every} parameters"
    if positional > POSITIONAL and not (method and _called_from_outside(function.name)):
        yield f"{where} takes {positional} parameters by position"


def _called_from_outside(name: str) -> bool:
    """Whether Python or Qt calls the method so, by position: an exit with its three, a model's `setData`."""
    return name in ("__exit__", "__setitem__", "__set__") or name in _names_in_qt()


@cache
def _names_in_qt() -> frozenset[str]:
    # By name: what a module of Qt holds is made when it is first asked for.
    kinds = [getattr(module, name) for module in (QtCore, QtGui, QtWidgets) for name in dir(module)]
    return frozenset(name for kind in kinds if isinstance(kind, type) for name in dir(kind) if not name.startswith("_"))


def test_the_layers_import_only_downwards_and_libraries_stay_where_they_belong() -> None:
    tool("-c", "from importlinter.cli import lint_imports_command; lint_imports_command()", "--no-cache")


def test_ruff_finds_nothing() -> None:
    tool("-m", "ruff", "check", "--no-fix", ".")


def test_the_code_is_formatted() -> None:
    tool("-m", "ruff", "format", "--check", ".")


@pytest.mark.timeout(600)
@pytest.mark.parametrize("platform", ["linux", "win32"])
def test_the_types_hold_on(platform: str) -> None:
    # What one system's guard leaves out is unreachable on the other, and meant so.
    unreachable = "--warn-unreachable" if platform == "linux" else "--no-warn-unreachable"
    tool("-m", "mypy", "--platform", platform, unreachable, "--cache-dir", f".mypy_cache/{platform}")


def test_no_module_function_or_parameter_list_outgrows_its_limit() -> None:
    broken = [sentence for path in sources() for sentence in too_large(path)]
    assert not broken, "\n".join(broken)


def test_every_module_and_everything_public_in_it_says_what_it_is_for() -> None:
    silent = [name_of(p) for p in sources() if p.name != "__init__.py" and not ast.get_docstring(tree_of(p))]
    assert not silent, f"without a docstring: {silent}"


def test_names_use_the_words_of_the_house() -> None:
    broken = []
    for path in (ROOT / "reviewer").rglob("*.py"):
        names = [path.stem, *(n.name for n in ast.walk(tree_of(path)) if isinstance(n, Function | ast.ClassDef))]
        broken += [f"{name_of(path)}: {n}" for n in names if AVOIDED & set(_words(n))]
    assert not broken, "\n".join(broken)


def _words(name: str) -> list[str]:
    return [word.lower() for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", name)]


def texts() -> Iterator[tuple[str, str]]:
    """Name and text of every text file of the repository; the licence is quoted word for word, addresses included."""
    for path in repository_files():
        data = path.read_bytes()
        if b"\0" not in data and path != ROOT / "LICENSE":
            yield name_of(path), data.decode("utf-8")


def test_no_file_holds_a_network_address() -> None:
    # The name of the SVG format looks like an address and is none.
    address = re.compile(r"\b(https?|ftp|git|ssh|wss?):/" + r"/(?!www\.w3\.org/(2000/svg|1999/xlink)\b)", re.I)
    assert not [name for name, text in texts() if address.search(text)]


def test_no_file_names_a_place_on_the_machine_where_it_was_written() -> None:
    place = re.compile(r"(?<![\w.)}\]])/(work/(main|shared)|root/|opt/|tmp/\w)")
    found = [f"{name}: {line.strip()}" for name, text in texts() for line in text.splitlines() if place.search(line)]
    assert not [line for line in found if not line.startswith("tests/test_architecture.py")], "\n".join(found)


def test_the_locks_pin_everything_by_digest_and_say_nothing_of_where_it_comes_from() -> None:
    for name in ("requirements.lock", "requirements-dev.lock"):
        lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
        assert not [line for line in lines if line.lstrip().startswith("--") and "--hash=sha256:" not in line]
        pinned = [line for line in lines if line and not line.startswith((" ", "#"))]
        assert pinned
        assert not [line for line in pinned if not re.match(r"[a-z0-9-]+==\S+ (; .+ )?\\$", line)]

"""PDFs from data and a template, in a child process: tagged for screen readers, and the same on every computer.

Templates lie in resources/pack. What is to be told reaches them as JSON, and nothing in it is ever read as markup. The
typesetter sees a folder of its own with the templates and pictures, no packages, and the letters that it brings along.
"""

import json
import shutil
import tempfile
import unicodedata
from collections.abc import Generator, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from reviewer.core import places
from reviewer.core.errors import ReviewerError
from reviewer.services.jobs import Progress
from reviewer.services.staging import disk_error
from reviewer.services.workers import DiedError, Limits, in_child

STANDARD: Literal["ua-1"] = "ua-1"
"""PDF/UA-1 (ISO 14289-1): structure, language, title and alternative texts, or no PDF at all."""

LONGEST = 2000
"""Characters of one text; the rest of a longer one is an ellipsis. The table of the schedule has it in full."""

PATIENCE = 900.0
"""Seconds for one PDF: some thousand rows took three on a slow machine."""

_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
"""Unicode's categories of what has no sign: controls, what turns the order of letters round, halves of pairs."""

_NOTHING = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff") | {chr(n) for n in range(0xFE00, 0xFE10)}
"""What joins, parts or varies letters: text from a web page is full of it, and reads the same without."""

_TRY = b"""\
#set document(title: "t")
#set text(lang: "en", font: ("Libertinus Serif", "DejaVu Sans Mono"))
#for c in sys.inputs.text.clusters() [#c #parbreak()]
"""
"""A page with each letter by itself, which fails where one of them cannot be shown."""


@dataclass(frozen=True, slots=True)
class Page:
    """What becomes one PDF: the template's name, its data (JSON), and pictures (JPEG) by the names it knows them by."""

    template: str
    data: Mapping[str, Any]
    made: datetime
    pictures: Mapping[str, bytes] = field(default_factory=dict)


def typeset(page: Page) -> Generator[Progress, None, bytes]:
    """The PDF, made in a child process; raises ReviewerError where it cannot be made."""
    try:
        return (yield from in_child(_set, page, name="the schedule", limits=Limits(silence=PATIENCE)))
    except DiedError as error:
        raise ReviewerError(
            f"The schedule could not be made: the typesetter stopped ({error.cause}).",
            "Nothing was released. Close other programs and try again; the copy itself is unchanged.",
        ) from error


def drawn(page: Page, *, ppi: float = 60) -> list[bytes]:
    """The pages as pictures (PNG), for those who look at templates."""
    return _compiled(page, form="png", ppi=ppi)


def _set(page: Page) -> Generator[Progress, None, bytes]:
    """What the child does; there is nothing to be heard on the way."""
    yield Progress(0, None, "schedule")
    try:
        [made] = _compiled(page, form="pdf", ppi=72)
    except OSError as error:  # where temporary files go
        raise disk_error(error, Path(tempfile.gettempdir())) from error
    return made


def _compiled(page: Page, *, form: Literal["pdf", "png"], ppi: float) -> list[bytes]:
    import typst  # a large library, of use only where something is set

    with tempfile.TemporaryDirectory(prefix="reviewer-pages-") as name:
        folder = Path(name)
        shutil.copytree(places.resources() / "pack", folder, dirs_exist_ok=True)
        (folder / "none").mkdir()
        for picture, data in page.pictures.items():
            (folder / picture).write_bytes(data)
        main = folder / page.template
        if any(b'"@' in path.read_bytes() for path in folder.glob("*.typ")):
            raise ValueError("a template asks for a package, which the typesetter would fetch from the network")
        for text in _texts(page.data):
            try:
                values = {"data": text, "made": page.made.isoformat()}
                made = typst.Compiler(
                    str(main),
                    root=str(folder),
                    font_paths=typst.Fonts(include_system_fonts=False),
                    sys_inputs=values,
                    package_path=str(folder / "none"),
                    package_cache_path=str(folder / "none"),
                ).compile(format=form, ppi=ppi, pdf_standards=[STANDARD], timestamp=page.made.replace(microsecond=0))
                return [part for part in (made if isinstance(made, list) else [made]) if part]
            except typst.TypstError as error:
                failed = error
    raise failed


def _texts(data: Mapping[str, Any]) -> Iterable[str]:
    """The data as it can be shown; where that fails all the same, with nothing but plain letters."""
    clean = _plain(data)
    bad = unshown(json.dumps(clean, ensure_ascii=False))
    yield json.dumps(_replaced(clean, bad), ensure_ascii=False)
    yield json.dumps(_replaced(clean, {c for c in json.dumps(clean, ensure_ascii=False) if not c.isascii()}))


def unshown(text: str) -> set[str]:
    """The characters of `text` that the letters at hand do not have."""
    return _sorted_out(sorted({c for c in text if not c.isascii()}))


def _sorted_out(letters: list[str]) -> set[str]:
    """Those of `letters` that cannot be shown, found by halves: mostly there are none."""
    import typst

    if not letters:
        return set()
    try:
        typst.compile(
            _TRY,
            format="pdf",
            pdf_standards=[STANDARD],
            font_paths=typst.Fonts(include_system_fonts=False),
            sys_inputs={"text": "".join(letters)},
        )
    except typst.TypstError:
        if len(letters) == 1:
            return set(letters)
        half = len(letters) // 2
        return _sorted_out(letters[:half]) | _sorted_out(letters[half:])
    return set()


def _plain(value: Any) -> Any:
    """The data with every text in one line of at most LONGEST characters, without what has no sign."""
    if isinstance(value, str):
        kept = "".join(" " if c.isspace() else _seen(c) for c in value[: LONGEST + 1])
        return kept if len(value) <= LONGEST else kept[:LONGEST] + "…"
    if isinstance(value, Mapping):
        return {str(k): _plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(v) for v in value]
    return value


def _seen(character: str) -> str:
    if character in _NOTHING:
        return ""
    return code(character) if unicodedata.category(character) in _UNSEEN else character


def code(character: str) -> str:
    """What stands for a character that cannot be shown, as in [U+4E2D]."""
    return f"[U+{ord(character):04X}]"


def _replaced(value: Any, bad: set[str]) -> Any:
    if isinstance(value, str):
        return "".join(code(c) if c in bad else c for c in value)
    if isinstance(value, dict):
        return {k: _replaced(v, bad) for k, v in value.items()}
    if isinstance(value, list):
        return [_replaced(v, bad) for v in value]
    return value

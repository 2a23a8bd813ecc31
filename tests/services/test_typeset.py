"""PDFs from templates: they see their own folder, reach nothing else, and their text is never markup."""

import io
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pypdf
import pytest
import typst

from reviewer.core import places
from reviewer.services.jobs import finished
from reviewer.services.typeset import LONGEST, Page, drawn, typeset
from tests.support import sealed

NOW = datetime(2026, 1, 2, 3, 4, 5, 678, tzinfo=UTC)
PLAIN = '#set document(title: "t")\n#set text(lang: "en")\n#let data = json(bytes(sys.inputs.data))\n'
EMPTY: dict[str, object] = {
    **dict.fromkeys(("title", "statement", "counts", "more", "removed_words"), "x"),
    **{key: [] for key in ("facts", "notes", "rows", "means", "removed", "findings", "settled", "remains")},
}
"""The data of a schedule of nothing."""


@pytest.fixture
def template(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The template x.typ of an installation of its own, still to be written."""
    (tmp_path / "resources" / "pack").mkdir(parents=True)
    monkeypatch.setattr(places, "resources", lambda: tmp_path / "resources")
    return tmp_path / "resources" / "pack" / "x.typ"


@pytest.mark.parametrize("markup", ['#read("../secret.txt")', '#read("/../secret.txt")', '#read("/etc/hostname")'])
def test_a_template_reaches_nothing_outside_its_folder(template: Path, tmp_path: Path, markup: str) -> None:
    (tmp_path / "secret.txt").write_text("secret")
    (tmp_path / "resources" / "secret.txt").write_text("secret")
    template.write_text(PLAIN + markup)
    with pytest.raises(typst.TypstError):
        drawn(Page("x.typ", {}, NOW))


def test_a_template_that_would_fetch_a_package_is_refused_before_the_typesetter_sees_it(template: Path) -> None:
    template.write_text(PLAIN + '#import "@preview/cetz:0.3.0": canvas')
    with pytest.raises(ValueError, match="asks for a package"):
        drawn(Page("x.typ", {}, NOW))


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the kernel's filter is that of Linux")
def test_setting_a_page_makes_no_internet_socket() -> None:
    code = (
        "from datetime import UTC, datetime; from reviewer.services.typeset import Page, drawn;"
        f"print(len(drawn(Page('disclose.typ', {EMPTY!r}, datetime.now(UTC)))))"
    )
    command = [sys.executable, sealed.__file__, sys.executable, "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "1\n"), done.stderr


def test_a_template_is_given_its_pictures_and_its_data(template: Path) -> None:
    template.write_text(PLAIN + '#raw(read("a.jpg")) #data.said')
    assert drawn(Page("x.typ", {"said": "]#panic()["}, NOW, {"a.jpg": b"in it"}))


def test_a_text_that_is_too_long_for_paper_ends_in_an_ellipsis(template: Path) -> None:
    template.write_text(
        PLAIN + '#assert(data.said.clusters().len() == data.at("n"))\n#assert(data.said.ends-with("…"))'
    )
    assert drawn(Page("x.typ", {"said": "x" * (LONGEST + 9), "n": LONGEST + 1}, NOW))


def test_what_has_no_sign_is_told_by_its_number_and_joiners_by_nothing(template: Path) -> None:
    template.write_text(PLAIN + '#assert(data.said == "a[U+0007]b c[U+4E2D]d")')
    assert drawn(Page("x.typ", {"said": "a\x07\u200bb\nc中d"}, NOW))


def test_the_page_is_made_in_a_process_of_its_own() -> None:
    data = finished(typeset(Page("disclose.typ", EMPTY, NOW)))
    assert "FOR DISCLOSURE" in pypdf.PdfReader(io.BytesIO(data)).pages[0].extract_text()

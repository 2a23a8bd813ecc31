"""A pack: what lies in it, that nothing restricted does, and that it is there whole or not at all."""

import csv
import hashlib
import io
import json
import os
import shutil
import stat
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pypdf
import pytest

from reviewer.core.copy import CheckReport
from reviewer.core.errors import CheckError, DiskError, ReviewerError, UsageError
from reviewer.core.footage import Footage
from reviewer.core.region import RegionId
from reviewer.core.removal import Kind, Removed
from reviewer.core.review import of
from reviewer.services import pack as packing
from reviewer.services import pack_pages
from reviewer.services.jobs import finished
from reviewer.services.manifest import read_manifest
from reviewer.services.pack import PackRequest, make_pack
from reviewer.services.pack_request import (
    ALLOWED,
    SCHEDULE_CSV,
    SCHEDULE_PDF,
    SECRET_CHECK,
    SECRET_CSV,
    SECRET_LOG,
    SECRET_LOG_TEXT,
    SECRET_PDF,
    SIGNATURE,
    SUMS,
    restricted_folder,
)
from reviewer.services.signing import KEY_NAME
from tests.support.packs import KNOWN, WORD, a_log, a_review, middle, recording, request_of

TOOL = shutil.which("ssh-keygen")


@pytest.fixture(scope="module")
def footage(tmp_path_factory: pytest.TempPathFactory) -> Footage:
    return recording(tmp_path_factory.mktemp("original"))


@pytest.fixture
def request_(footage: Footage, tmp_path: Path) -> PackRequest:
    return request_of(footage, tmp_path)


@pytest.fixture(scope="module")
def packed(footage: Footage, tmp_path_factory: pytest.TempPathFactory) -> PackRequest:
    """A request that has been packed; its target is there."""
    request = request_of(footage, tmp_path_factory.mktemp("packed"))
    finished(make_pack(request))
    return request


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def pdf_texts(path: Path) -> Iterator[str]:
    """All that a reader of the PDF is told: its pages, alternative texts, title and every other string in it."""
    reader = pypdf.PdfReader(path)
    yield "\n".join(page.extract_text() for page in reader.pages)
    for number in range(1, int(reader.trailer["/Size"])):
        item = reader.get_object(pypdf.generic.IndirectObject(number, 0, reader))
        yield repr(item)
        if isinstance(item, pypdf.generic.StreamObject):
            yield item.get_data().decode("latin-1")


def pictures_in(path: Path) -> int:
    return sum(len(page.images) for page in pypdf.PdfReader(path).pages)


def everything_in(folder: Path) -> Iterator[tuple[str, str]]:
    for path in folder.rglob("*"):
        yield path.name, str(path.relative_to(folder))
        data = path.read_bytes()
        for encoding in ("latin-1", "utf-16-le", "utf-16-be"):
            yield path.name, data.decode(encoding, errors="ignore")
        if path.suffix == ".pdf":
            for text in pdf_texts(path):
                yield path.name, text


def leaks(folder: Path) -> list[str]:
    return sorted({name for name, text in everything_in(folder) if WORD.lower() in text.lower()})


def test_the_pack_holds_what_it_should_and_the_restricted_folder_lies_beside_it(packed: PackRequest) -> None:
    assert names(packed.target) == sorted(
        [
            "Pack 7.mp4",
            "Pack 7.mp4.manifest.json",
            "DISCLOSE schedule.pdf",
            "DISCLOSE schedule.csv",
            "READ ME FIRST.txt",
            "SHA256SUMS.txt",
            "SHA256SUMS.txt.sig",
            "allowed_signers",
            "captions.srt",
            "check report.txt",
            "manifest.json",
            "signer.pub",
        ]
    )
    restricted = restricted_folder(packed.target)
    assert restricted.name == "Pack 7 - RESTRICTED DO NOT DISCLOSE"
    secret = set(names(restricted)) - {"SHA256SUMS.txt", "SHA256SUMS.txt.sig", "allowed_signers", "signer.pub"}
    assert all(name.startswith("RESTRICTED ") for name in secret)
    assert names(packed.target.parent) == ["Pack 7", restricted.name, "keys"]  # nothing else, and the draft is moved
    assert read_manifest(packed.target / "Pack 7.mp4.manifest.json").copy_sha256 == packed.copy.sha256


def test_nothing_restricted_is_in_what_is_handed_over(packed: PackRequest) -> None:
    assert leaks(packed.target) == []
    assert pictures_in(packed.target / SCHEDULE_PDF) == 0


def test_the_search_would_have_found_it(packed: PackRequest) -> None:
    """What is looked for above is really there to be found, in each file of the other folder that tells of it."""
    restricted = restricted_folder(packed.target)
    assert leaks(restricted) == sorted([SECRET_PDF, SECRET_CSV, SECRET_LOG, SECRET_LOG_TEXT, SECRET_CHECK])
    assert pictures_in(restricted / SECRET_PDF) == 4  # three regions and a hit
    text = "\n".join(page.extract_text() for page in pypdf.PdfReader(restricted / SECRET_PDF).pages)
    flat = " ".join(text.split())
    for told in (f"Jane {WORD}", f"Sergeant {WORD} on duty", f"Percy {WORD}", f"+51.5-000.1/ {WORD}", f"{WORD} agreed"):
        assert told in flat


def test_each_schedule_says_on_every_page_which_it_is_and_both_are_accessible(packed: PackRequest) -> None:
    kinds = {
        packed.target / SCHEDULE_PDF: ("FOR DISCLOSURE", "RESTRICTED:"),
        restricted_folder(packed.target) / SECRET_PDF: ("RESTRICTED: do not disclose", "FOR DISCLOSURE"),
    }
    for path, (mark, other) in kinds.items():
        reader = pypdf.PdfReader(path)
        assert reader.pages
        for page in reader.pages:
            text = page.extract_text()
            assert mark in text
            assert other not in text
        root = reader.trailer["/Root"]
        assert root["/Lang"] == "en-GB"
        assert root["/MarkInfo"]["/Marked"]
        assert "/StructTreeRoot" in root
        assert root["/ViewerPreferences"]["/DisplayDocTitle"]
        assert reader.metadata is not None
        assert "Pack 7" in str(reader.metadata.title)
        assert b"pdfuaid" in path.read_bytes()


def test_the_schedule_says_what_the_file_is_and_lists_every_place_with_its_times(packed: PackRequest) -> None:
    text = "\n".join(page.extract_text() for page in pypdf.PdfReader(packed.target / SCHEDULE_PDF).pages)
    flat = " ".join(text.split())
    for told in ("REDACTED COPY", packed.footage.sha256, packed.copy.sha256, "Face", "Number plate", "Sound", KNOWN):
        assert told in flat
    assert "raw" not in flat.lower().split()
    rows = list(csv.reader(io.StringIO((packed.target / SCHEDULE_CSV).read_bytes().decode("utf-8-sig"), newline="")))
    head, *lines = rows
    about = [dict(zip(head, line, strict=True)) for line in lines]
    assert [line["Sort"] for line in about] == ["picture", "picture", "sound", "removed"]
    assert [line["Reason"] for line in about[:2]] == ["Recorded in the restricted schedule", KNOWN]
    assert about[0]["From (original)"] == about[0]["From (copy)"] == "0:00:00.067"


def test_the_digests_hold_and_every_file_is_in_the_list(packed: PackRequest) -> None:
    for folder in (packed.target, restricted_folder(packed.target)):
        listed = dict(reversed(line.split("  ", 1)) for line in (folder / SUMS).read_text().splitlines())
        assert sorted(listed) == sorted(set(names(folder)) - {SUMS, SIGNATURE})
        for name, digest in listed.items():
            assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest
    told = json.loads((packed.target / "manifest.json").read_text(encoding="utf-8"))
    assert told["files"]["DISCLOSE schedule.pdf"] == listed_digest(packed.target, "DISCLOSE schedule.pdf")
    assert told["copy"]["sha256"] == packed.copy.sha256
    assert {"typst", "av", "onnxruntime"} <= set(told["libraries"])
    assert {m["name"] for m in told["models"]} >= {"centerface"}


def listed_digest(folder: Path, name: str) -> str:
    return hashlib.sha256((folder / name).read_bytes()).hexdigest()


@pytest.mark.skipif(TOOL is None or shutil.which("sha256sum") is None, reason="ssh-keygen or sha256sum is not here")
def test_the_tools_that_people_have_verify_the_pack_with_the_commands_that_it_gives(packed: PackRequest) -> None:
    folder = packed.target
    read_me = (folder / "READ ME FIRST.txt").read_text(encoding="utf-8")
    [command] = [line.strip() for line in read_me.splitlines() if line.strip().startswith("ssh-keygen")]
    done = subprocess.run(["sh", "-c", command], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    fingerprint = done.stdout.split("key ")[1].strip()
    assert fingerprint in read_me
    subprocess.run(["sha256sum", "--quiet", "--strict", "-c", SUMS], cwd=folder, check=True)
    assert "allowed_signers" in command
    assert (folder / ALLOWED).read_text().startswith("reviewer namespaces=")


def test_a_zip_of_the_pack_holds_nothing_restricted(packed: PackRequest, tmp_path: Path) -> None:
    made = shutil.make_archive(str(tmp_path / "pack"), "zip", packed.target)
    assert not [name for name in zipfile.ZipFile(made).namelist() if "RESTRICTED" in name.upper()]


def test_cuts_have_lines_of_their_own_and_what_lies_in_them_has_none(footage: Footage, tmp_path: Path) -> None:
    request = request_of(footage, tmp_path, review=a_review(footage, kept=(middle(footage),)))
    finished(make_pack(request))
    rows = list(csv.reader(io.StringIO((request.target / SCHEDULE_CSV).read_text("utf-8-sig"), newline="")))
    sorts = [row[1] for row in rows]
    assert sorts == ["Sort", "cut", "picture", "picture", "sound", "cut", "removed"]
    assert rows[1][3:7] == ["0:00:00.000", "0:00:00.200", "0:00:00.000", "0:00:02.000"]
    assert rows[2][5] == "0:00:02.000"  # the face is hidden from the first picture after the card on


@pytest.mark.parametrize("text", ["= Heading", "#panic(1)", "](x)[ *", "$ a $", '"\\', "=1+1", "@SUM(A1)", "\t=1"])
def test_no_text_is_ever_read_as_markup_or_as_a_formula(footage: Footage, tmp_path: Path, text: str) -> None:
    gone = Removed(kind=Kind.TAG, where=text, what=text, value=text)
    review = a_review(footage)
    regions = [replace(region, reason=text) for region in review.regions.values()]
    request = request_of(footage, tmp_path, review=review.adding(regions), removed=(gone,))
    finished(make_pack(request))
    for path in (request.target / SCHEDULE_PDF, restricted_folder(request.target) / SECRET_PDF):
        pages = " ".join(" ".join(page.extract_text() for page in pypdf.PdfReader(path).pages).split())
        assert " ".join(text.split()) in pages
    cells = [
        cell for row in csv.reader(io.StringIO((request.target / SCHEDULE_CSV).read_text("utf-8-sig"))) for cell in row
    ]
    assert not [cell for cell in cells if cell.lstrip().startswith(("=", "+", "-", "@"))]


def test_reasons_in_any_script_are_printed_or_stand_as_their_code_points(footage: Footage, tmp_path: Path) -> None:
    review = a_review(footage)
    said = "Żółć Ελλάδα Жук 中文 😀 \u202egnorw\x00 \ud800 العربية e\u0301"
    request = request_of(
        footage, tmp_path, review=review.adding(replace(r, reason=said) for r in review.regions.values())
    )
    finished(make_pack(request))
    path = restricted_folder(request.target) / SECRET_PDF
    text = " ".join(" ".join(page.extract_text() for page in pypdf.PdfReader(path).pages).split())
    for told in ("Żółć Ελλάδα Жук", "[U+4E2D]", "[U+1F600]", "[U+202E]", "[U+0000]", "[U+D800]"):
        assert told in text


def test_a_pack_is_never_written_over(request_: PackRequest) -> None:
    for place in (request_.target, restricted_folder(request_.target)):
        place.mkdir()
        with pytest.raises(UsageError, match="is there already"):
            finished(make_pack(request_))
        assert names(place) == []
        place.rmdir()
    assert request_.draft.exists()


LONG = "\u4e2d" * 80  # few characters, and more bytes than a disk takes


@pytest.mark.parametrize(
    "name",
    [
        *("a:b", "a\nb", " a", "a.", "x" * 101, LONG, "con", "Lpt1.x", "P.CHECK-OPEN", "P.check-open 2"),
        *("P - RESTRICTED DO NOT DISCLOSE", "p - restricted do not disclose 2"),
    ],
)
def test_a_name_that_makes_trouble_is_refused(request_: PackRequest, name: str) -> None:
    with pytest.raises(UsageError):
        finished(make_pack(replace(request_, target=request_.target.parent / name)))


@pytest.mark.parametrize("name", ["../x.srt", "a/b.srt", "Pack 7.mp4", "MANIFEST.json", "sha256sums.TXT", "", "x "])
def test_captions_cannot_take_another_place(request_: PackRequest, name: str) -> None:
    with pytest.raises(UsageError, match="Captions cannot be called"):
        finished(make_pack(replace(request_, texts={name: b"x"})))


def test_an_open_check_makes_no_pack(request_: PackRequest) -> None:
    report = CheckReport(request_.copy.report.findings, request_.copy.report.hits)
    with pytest.raises(CheckError, match="is open"):
        finished(make_pack(replace(request_, copy=replace(request_.copy, report=report))))
    assert names(request_.target.parent) == ["draft.mp4"]


def test_a_file_that_is_not_the_one_that_was_checked_makes_no_pack(request_: PackRequest) -> None:
    with request_.draft.open("ab") as file:
        file.write(b"more")
    with pytest.raises(CheckError, match="not the one that was checked"):
        finished(make_pack(request_))
    assert names(request_.target.parent) == ["draft.mp4", "keys"]


def test_a_file_that_is_written_to_while_its_pack_is_made_makes_none(request_: PackRequest) -> None:
    job = make_pack(request_)
    while next(job).done < 2:  # its bytes have been read by then
        pass
    with request_.draft.open("ab") as file:
        file.write(b"more")
    with pytest.raises(CheckError, match="not the one that was checked"):
        finished(job)
    assert names(request_.target.parent) == ["draft.mp4", "keys"]


def test_a_key_that_cannot_be_used_keeps_the_pack_from_being_made(request_: PackRequest) -> None:
    request_.keys.mkdir()
    (request_.keys / KEY_NAME).write_bytes(b"nonsense")
    with pytest.raises(ReviewerError, match="cannot be used"):
        finished(make_pack(request_))
    assert names(request_.target.parent) == ["draft.mp4", "keys"]


def test_cancelled_at_any_stage_nothing_is_left_and_the_draft_is_where_it_was(request_: PackRequest) -> None:
    before = request_.draft.read_bytes()
    step = 0
    while True:
        job = make_pack(request_)
        try:
            for _ in range(step + 1):
                next(job)
        except StopIteration:
            break
        job.close()
        assert names(request_.target.parent) == ["draft.mp4", "keys"], f"after {step} steps"
        assert request_.draft.read_bytes() == before
        step = step * 2 + 1
    assert step > 3


def test_a_full_disk_leaves_nothing(request_: PackRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    real = Path.write_bytes

    def full(self: Path, data: bytes) -> int:
        if self.name == SECRET_PDF:
            raise OSError(28, "No space left on device", str(self))
        return real(self, data)

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(DiskError, match="no room left"):
        finished(make_pack(request_))
    assert names(request_.target.parent) == ["draft.mp4", "keys"]


@pytest.mark.parametrize("last", ["restricted", "pack"])
def test_when_a_folder_cannot_be_put_in_place_all_is_as_before(
    request_: PackRequest, monkeypatch: pytest.MonkeyPatch, last: str
) -> None:
    real = packing.move_into_place

    def move(finished_: Path, target: Path) -> None:
        if finished_.name == last:
            raise DiskError("No.", "")
        real(finished_, target)

    monkeypatch.setattr(packing, "move_into_place", move)
    with pytest.raises(DiskError):
        finished(make_pack(request_))
    assert names(request_.target.parent) == ["draft.mp4", "keys"]


def test_a_draft_on_another_disk_is_copied_and_then_removed(
    request_: PackRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packing, "_other_disk", lambda *_: True)
    made = finished(make_pack(request_))
    assert hashlib.sha256(made.read_bytes()).hexdigest() == request_.copy.sha256
    assert not request_.draft.exists()


def test_a_clock_that_was_put_back_is_told_and_stops_nothing(request_: PackRequest) -> None:
    log = a_log("2026-01-02T09:00:00+00:00", "2026-01-02T03:01:00+00:00")
    finished(make_pack(replace(request_, log=log)))
    text = (restricted_folder(request_.target) / SECRET_LOG_TEXT).read_text(encoding="utf-8")
    assert "clock was put back once" in text
    assert "before the last event of the log" in text
    lines = (restricted_folder(request_.target) / SECRET_LOG).read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["digest"] for line in lines] == [event.digest for event in log]


@pytest.mark.skipif(sys.platform == "win32", reason="rights are told otherwise there")
def test_the_restricted_folder_is_its_owners_alone(packed: PackRequest) -> None:
    assert stat.S_IMODE(os.stat(restricted_folder(packed.target)).st_mode) == 0o700  # noqa: PTH116


def test_a_copy_without_anything_hidden_makes_a_pack_too(footage: Footage, tmp_path: Path) -> None:
    review = a_review(footage)
    bare = review.without(list(review.regions)).sounding(list(review.silences))
    request = request_of(footage, tmp_path, review=bare, removed=())
    finished(make_pack(replace(request, log=(), texts={})))
    assert "0 places in the picture" in " ".join(
        " ".join(page.extract_text() for page in pypdf.PdfReader(request.target / SCHEDULE_PDF).pages).split()
    )


def test_thousands_of_places_are_all_in_the_tables_and_the_paper_says_how_many_it_shows(
    footage: Footage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pack_pages, "MOST_ROWS", 40)
    face = a_review(footage).regions[RegionId("face-1")]
    many = [replace(face, id=RegionId(f"face {n}"), reason=f"number {n} of {WORD}") for n in range(100)]
    request = request_of(footage, tmp_path, review=of(many))
    finished(make_pack(request))
    places = {
        request.target / SCHEDULE_PDF: request.target / SCHEDULE_CSV,
        restricted_folder(request.target) / SECRET_PDF: restricted_folder(request.target) / SECRET_CSV,
    }
    for paper, table in places.items():
        rows = list(csv.reader(io.StringIO(table.read_text("utf-8-sig"), newline="")))
        assert sum(row[1] == "picture" for row in rows) == 100
        text = " ".join(" ".join(page.extract_text() for page in pypdf.PdfReader(paper).pages).split())
        assert f"The first 40 of 100 lines are printed here; {table.name} has all." in text
    assert "number 99 of" in places[restricted_folder(request.target) / SECRET_PDF].read_text("utf-8-sig")
    assert leaks(request.target) == []

"""Checking a pack that was handed over: whole it is settled, and nothing in it can be changed without being told."""

import hashlib
import json
import shutil
from collections.abc import Callable, Generator
from dataclasses import replace
from pathlib import Path

import pytest

from reviewer.core.copy import CheckReport
from reviewer.core.errors import FootageError
from reviewer.core.footage import Footage
from reviewer.services import check_alone as alone
from reviewer.services.check import CheckRequest
from reviewer.services.jobs import Progress, finished
from reviewer.services.pack import PackRequest, make_pack
from reviewer.services.pack_check import PackReport, check_pack
from reviewer.services.pack_request import ALLOWED, MANIFEST, SCHEDULE_CSV, SIGNATURE, SIGNER, SUMS, restricted_folder
from reviewer.services.pack_seal import seal_of
from reviewer.services.signing import signer_in
from tests.support.packs import a_report, a_review, middle, recording, request_of

Again = Callable[[Path], PackReport]


@pytest.fixture(scope="module")
def footage(tmp_path_factory: pytest.TempPathFactory) -> Footage:
    return recording(tmp_path_factory.mktemp("original"))


@pytest.fixture(scope="module")
def made(footage: Footage, tmp_path_factory: pytest.TempPathFactory) -> PackRequest:
    request = request_of(footage, tmp_path_factory.mktemp("packed"))
    finished(make_pack(request))
    return request


@pytest.fixture
def pack(made: PackRequest, tmp_path: Path) -> Path:
    """A copy of the pack, without what is restricted, as somebody receives it."""
    return Path(shutil.copytree(made.target, tmp_path / "received"))


@pytest.fixture
def checks(footage: Footage, monkeypatch: pytest.MonkeyPatch) -> list[CheckRequest]:
    """What the check of the copy was asked; it finds the hit that was settled, with nobody's decision on it."""
    asked: list[CheckRequest] = []

    def check(request: CheckRequest) -> Generator[Progress, None, CheckReport]:
        asked.append(request)
        yield Progress(0, 1, "check")
        return replace(a_report(footage), settled={})

    monkeypatch.setattr(alone, "check", check)
    return asked


def resigned(folder: Path, keys: Path) -> None:
    """List and sign anew what lies in the folder, as a forger would."""
    signer = signer_in(keys)
    (folder / SIGNER).write_text(signer.public.line + "\n")
    (folder / ALLOWED).write_text(signer.public.allowed + "\n")
    lines = [
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n"
        for path in sorted(folder.iterdir())
        if path.name not in (SUMS, SIGNATURE)
    ]
    (folder / SUMS).write_text("".join(lines))
    (folder / SIGNATURE).write_text(signer.sign("".join(lines).encode()))


def test_a_pack_alone_is_settled_and_says_by_whom_it_is_signed(
    pack: Path, made: PackRequest, checks: list[CheckRequest]
) -> None:
    found = finished(check_pack(pack))
    assert found.settled, found.findings
    told = " ".join(f.sentence for f in found.findings)
    assert signer_in(made.keys).public.fingerprint in told
    assert "agree with Pack 7.mp4" in told
    [check] = checks
    assert check.copy == pack / "Pack 7.mp4"
    assert check.manifest is not None
    assert check.pack == ()
    assert found.report is not None
    assert [s.how for s in found.report.settled.values()] == ["lawful to show"]  # as the manifest says


def test_a_pack_with_cuts_is_settled_too(footage: Footage, tmp_path: Path, checks: list[CheckRequest]) -> None:
    request = request_of(footage, tmp_path, review=a_review(footage, kept=(middle(footage),)))
    finished(make_pack(request))
    found = finished(check_pack(request.target))
    assert found.settled, found.findings


def test_the_copy_in_a_pack_is_checked_with_its_pack(pack: Path, checks: list[CheckRequest]) -> None:
    finished(alone.check_alone(pack / "Pack 7.mp4"))
    (pack / "check report.txt").write_text("All is well.")
    finished(alone.check_alone(pack / "Pack 7.mp4"))
    (tmp := pack.parent / "loose").mkdir()
    shutil.copy(pack / "Pack 7.mp4", tmp)
    finished(alone.check_alone(tmp / "Pack 7.mp4"))
    [whole, altered, loose] = checks
    assert whole.pack == []
    assert altered.pack == ["These files were changed after they were signed: check report.txt."]
    assert loose.pack is None


def test_the_restricted_folder_is_verified_without_a_copy(made: PackRequest, checks: list[CheckRequest]) -> None:
    found = finished(check_pack(restricted_folder(made.target)))
    assert found.settled
    assert found.restricted
    assert not checks


@pytest.mark.parametrize("what", ["altered", "gone", "more", "folder", "link"])
def test_a_file_that_is_altered_gone_or_too_many_is_named(pack: Path, checks: list[CheckRequest], what: str) -> None:
    victim = pack / "captions.srt"
    if what == "altered":
        victim.write_bytes(victim.read_bytes() + b" ")
    elif what == "gone":
        victim.unlink()
    elif what == "more":
        (pack / "captions.srt.bak").write_text("x")
    elif what == "folder":
        (pack / "captions.srt.d").mkdir()
    else:
        elsewhere = pack.parent / "captions.srt"
        victim.rename(elsewhere)
        victim.symlink_to(elsewhere)
    found = finished(check_pack(pack))
    assert not found.settled
    assert "captions.srt" in found.findings[-1].sentence
    assert found.report is None
    assert not checks  # what is not as it was signed is not even opened


def test_every_file_of_the_pack_is_guarded(pack: Path, checks: list[CheckRequest]) -> None:
    for path in sorted(pack.iterdir()):
        before = path.read_bytes()
        path.write_bytes(before[:-1] + bytes([before[-1] ^ 4]))
        assert not finished(check_pack(pack)).settled, path.name
        path.write_bytes(before)
    assert finished(check_pack(pack)).settled


def test_a_pack_signed_by_another_key_has_another_fingerprint(
    pack: Path, made: PackRequest, tmp_path: Path, checks: list[CheckRequest]
) -> None:
    resigned(pack, tmp_path / "forger")
    found = finished(check_pack(pack))
    assert found.settled  # the pack cannot prove whose key it is, and says so
    assert signer_in(made.keys).public.fingerprint not in found.findings[0].sentence
    assert "Whose that is the pack cannot prove" in found.findings[0].sentence


def forged_schedule(pack: Path) -> None:
    path = pack / SCHEDULE_CSV
    lines = path.read_bytes().split(b"\r\n")
    path.write_bytes(b"\r\n".join([*lines[:1], *lines[2:]]))


def forged_manifest(pack: Path) -> None:
    told = json.loads((pack / MANIFEST).read_text(encoding="utf-8"))
    told["original"]["sha256"] = "0" * 64
    (pack / MANIFEST).write_text(json.dumps(told), encoding="utf-8")


def forged_way_out(pack: Path) -> None:
    told = json.loads((pack / MANIFEST).read_text(encoding="utf-8"))
    told["copy"]["file"] = "../elsewhere.mp4"
    (pack / MANIFEST).write_text(json.dumps(told), encoding="utf-8")


def no_manifest(pack: Path) -> None:
    (pack / MANIFEST).write_text("[" * 100_000, encoding="utf-8")


@pytest.mark.parametrize("forge", [forged_schedule, forged_manifest, forged_way_out, no_manifest])
def test_parts_that_do_not_agree_are_told_even_when_all_is_signed_anew(
    pack: Path, tmp_path: Path, checks: list[CheckRequest], forge: Callable[[Path], None]
) -> None:
    forge(pack)
    if forge is forged_schedule:  # the digest in the manifest as well
        told = json.loads((pack / MANIFEST).read_text(encoding="utf-8"))
        told["files"][SCHEDULE_CSV] = hashlib.sha256((pack / SCHEDULE_CSV).read_bytes()).hexdigest()
        (pack / MANIFEST).write_text(json.dumps(told), encoding="utf-8")
    resigned(pack, tmp_path / "forger")
    found = finished(check_pack(pack))
    assert not found.settled
    assert found.findings[-1].sentence.startswith(("The schedule", "The manifest"))
    assert not checks


@pytest.mark.parametrize(
    "line",
    [b"", b"nonsense\n", b"0" * 64 + b"  ../../etc/passwd\n", b"0" * 64 + b"  ..\n", b"\xff\xfe\x00", b"x" * 100_000],
)
def test_a_list_that_is_none_is_told(pack: Path, tmp_path: Path, checks: list[CheckRequest], line: bytes) -> None:
    (pack / SUMS).write_bytes(line)
    (pack / SIGNATURE).write_text(signer_in(tmp_path / "forger").sign(line))
    for name in (SIGNER, ALLOWED):
        key = signer_in(tmp_path / "forger").public
        (pack / name).write_text((key.line if name == SIGNER else key.allowed) + "\n")
    found = finished(seal_of(pack))
    assert not found[-1].held
    assert "SHA256SUMS.txt cannot be read" in found[-1].sentence


@pytest.mark.parametrize("name", [SIGNATURE, SIGNER, ALLOWED])
def test_without_a_part_of_the_signature_nothing_is_settled(pack: Path, checks: list[CheckRequest], name: str) -> None:
    (pack / name).unlink()
    found = finished(check_pack(pack))
    assert not found.settled
    assert name in found.findings[-1].sentence


def test_a_folder_that_is_no_pack_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FootageError, match="is no pack"):
        finished(check_pack(tmp_path))
    with pytest.raises(FootageError, match="no folder"):
        finished(check_pack(tmp_path / "nowhere"))

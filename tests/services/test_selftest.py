"""The self-test says what is wrong, and goes on; that it passes where nothing is wrong, test_no_network shows."""

from pathlib import Path

import pytest

from reviewer.core import places
from reviewer.services import models as service
from reviewer.services.selftest import selftest
from reviewer.vision.packs import MODEL, OFF
from tests.support import models as m
from tests.support.models import put


def test_what_fails_is_said_and_what_needs_it_counts_as_failed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "portrait.png").write_text("no picture")
    monkeypatch.setattr(places, "portrait", lambda: tmp_path / "portrait.png")
    lines = {name: (well, sentence) for name, well, sentence in selftest()}
    assert list(lines) == ["models", "packs", "encode", "decode", "detect", "database", "release", "seal", "check"]
    assert [well for well, _ in lines.values()] == [True] * 2 + [False] * 7
    assert "portrait.png" in lines["encode"][1]
    assert lines["detect"][1] == lines["check"][1] == "not tried, since a part before it failed"


def test_a_model_that_is_not_the_shipped_one_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    manifest = (places.models() / "manifest.toml").read_text(encoding="utf-8")
    (tmp_path / "manifest.toml").write_text(manifest, encoding="utf-8")
    (tmp_path / "blazeface_short_range.tflite").write_bytes(b"another")
    monkeypatch.setattr(places, "models", lambda: tmp_path)
    lines = selftest()
    name, well, sentence = next(lines)
    lines.close()  # type: ignore[attr-defined]
    assert (name, well) == ("models", False)
    assert "blazeface-short-range" in sentence


def packs_line() -> tuple[bool, str]:
    """What the self-test says of the model packs."""
    lines = selftest()
    found = next((well, sentence) for name, well, sentence in lines if name == "packs")
    lines.close()  # type: ignore[attr-defined]
    return found


def test_each_pack_that_is_on_looks_once() -> None:
    assert packs_line() == (True, "none is switched on")
    put(places.pack_folders().own, "bright")
    (put(places.pack_folders().everyone, "idle") / OFF).touch()
    assert packs_line() == (True, "each looked at a plain picture: bright")


def test_a_pack_that_ends_the_process_is_named_and_ends_only_the_child(monkeypatch: pytest.MonkeyPatch) -> None:
    put(places.pack_folders().own, "bright")
    monkeypatch.setattr(service, "try_out", m.deadly)
    well, sentence = packs_line()
    assert not well
    assert sentence == "The model of the pack bright ended, or hung, the process in which it was tried."


def test_every_pack_that_fails_is_named() -> None:
    own = places.pack_folders().own
    for name in ("altered", "bright", "missing"):
        put(own, name)
    (own / "altered" / MODEL).write_bytes(b"other")
    (own / "missing" / MODEL).unlink()
    well, sentence = packs_line()
    assert not well
    assert "The model altered is not the one that was added" in sentence
    assert "The model missing is missing from its model pack" in sentence
    assert "bright" not in sentence

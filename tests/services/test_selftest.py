"""The self-test says what is wrong, and goes on; that it passes where nothing is wrong, test_no_network shows."""

from pathlib import Path

import pytest

from reviewer.core import places
from reviewer.services.selftest import selftest


def test_what_fails_is_said_and_what_needs_it_counts_as_failed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "portrait.png").write_text("no picture")
    monkeypatch.setattr(places, "portrait", lambda: tmp_path / "portrait.png")
    lines = {name: (well, sentence) for name, well, sentence in selftest()}
    assert list(lines) == ["models", "encode", "decode", "detect", "database", "release", "check"]
    assert [well for well, _ in lines.values()] == [True] + [False] * 6
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

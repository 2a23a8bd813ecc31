"""A file is known again by its bytes."""

import hashlib
from pathlib import Path

import pytest

from reviewer.core.errors import FootageError
from reviewer.media.fingerprint import BLOCK, fingerprint, fingerprint_steps


def test_the_fingerprint_is_the_sha_256_of_the_bytes(tmp_path: Path) -> None:
    data = b"body worn" * 1_000_000
    (tmp_path / "a").write_bytes(data)
    assert fingerprint(tmp_path / "a") == hashlib.sha256(data).hexdigest()


def test_steps_tell_how_far_they_are(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(bytes(BLOCK + 5))
    assert list(fingerprint_steps(tmp_path / "a")) == [BLOCK, BLOCK + 5]


def test_a_file_that_is_gone_is_said_to_be(tmp_path: Path) -> None:
    with pytest.raises(FootageError, match="cannot be read"):
        fingerprint(tmp_path / "a")

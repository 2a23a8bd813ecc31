"""Packs are written down so that they come back as they were."""

import json

import pytest

from reviewer.core.detection import Subject
from reviewer.core.settings import ModelPack
from reviewer.services.pack_record import as_json, from_json, told

PACK = ModelPack("yunet", Subject.FACE, "Apache-2.0", "ab" * 32, "cd" * 32)


def test_a_pack_comes_back_as_it_was_written() -> None:
    assert from_json(json.loads(json.dumps(as_json(PACK)))) == PACK


@pytest.mark.parametrize(
    ("field", "value"), [("subject", "ghost"), ("sha256", "ab"), ("sha256", None), ("manifest_sha256", "AB" * 32)]
)
def test_a_pack_with_a_field_that_makes_no_sense_is_refused(field: str, value: object) -> None:
    with pytest.raises(ValueError, match=r"ghost|digest"):
        from_json({**as_json(PACK), field: value})


def test_a_sentence_names_each_pack_with_its_licence_and_digest() -> None:
    assert told([PACK]) == "yunet (looks for faces, Apache-2.0, SHA-256 abababababab)"

import json
import zlib

import numpy as np
import pytest

from reviewer.core.errors import CaseError
from reviewer.core.footage import FootageId
from reviewer.core.watched import Kind, Term
from reviewer.store.cases import Case
from tests.store.conftest import Tamper
from tests.support.transcripts import said

TERMS = (Term(Kind.NAME, "John Smith"), Term(Kind.PHONE, "07700 900123"), Term(Kind.NAME, "Ángel"))


def test_a_transcript_comes_back_as_it_was_kept(case: Case, footage: FootageId) -> None:
    assert case.transcripts.of(footage) is None
    kept = said("My name is Ångström ❤", "and", estimated=True)
    case.transcripts.keep(footage, said("another"))
    case.transcripts.keep(footage, kept)
    found = case.transcripts.of(footage)
    assert found is not None
    assert (found.name, found.sha256, found.texts) == (kept.name, kept.sha256, kept.texts)
    assert (found.speakers, found.notes) == (kept.speakers, kept.notes)
    for name in ("starts", "ends", "estimated", "cues"):
        column = getattr(found, name)
        assert column.dtype == getattr(kept, name).dtype
        assert np.array_equal(column, getattr(kept, name))
    case.transcripts.drop(footage)
    assert case.transcripts.of(footage) is None
    with pytest.raises(KeyError):
        case.transcripts.drop(footage)


def test_the_log_has_that_a_transcript_came_and_not_a_word_of_it(case: Case, footage: FootageId) -> None:
    case.transcripts.keep(footage, said("Siobhan lives here"))
    case.transcripts.watch(TERMS)
    case.transcripts.drop(footage)
    events = list(case.log.events())[-3:]
    assert [e.action for e in events] == ["Import transcript", "Change watch-list", "Remove transcript"]
    assert events[0].detail == {"footage": footage, "sha256": "ab" * 32, "words": 3}
    assert events[1].detail == {"terms": {"name": 2, "phone": 1}}
    text = json.dumps([e.detail for e in events])
    assert not [word for word in ("Siobhan", "lives", "said.srt", "Smith", "900123") if word in text]


def test_the_watch_list_keeps_its_order(case: Case) -> None:
    assert case.transcripts.watched() == ()
    case.transcripts.watch(TERMS)
    assert case.transcripts.watched() == TERMS
    case.transcripts.watch(TERMS[1:])
    assert case.transcripts.watched() == TERMS[1:]


@pytest.mark.parametrize(
    "body",
    [b"", b"x", zlib.compress(b"[]"), zlib.compress(b"{}"), zlib.compress(b"\xff"), zlib.compress(b'{"texts": 1}')],
    ids=["nothing", "no bytes of ours", "a list", "no columns", "no text", "no words"],
)
def test_a_transcript_that_was_damaged_is_told_and_nothing_else(
    body: bytes, case: Case, footage: FootageId, tamper: Tamper
) -> None:
    case.transcripts.keep(footage, said("a"))
    tamper(f"UPDATE transcript SET body = x'{body.hex()}'")
    with pytest.raises(CaseError, match="is damaged"):
        case.transcripts.of(footage)


def test_a_term_of_an_unknown_kind_is_told(case: Case, tamper: Tamper) -> None:
    case.transcripts.watch(TERMS)
    tamper("UPDATE watched_term SET kind = 'shoe size'")
    with pytest.raises(CaseError, match="is damaged"):
        case.transcripts.watched()

"""What edits make of silences."""

import json
from dataclasses import replace

import pytest

from reviewer.core.edits import Edit
from reviewer.core.region import Decision, PersonId
from reviewer.core.review import Review
from reviewer.core.silence import Silence, SilenceId, Treatment
from reviewer.core.sound_edits import AddSilences, Aim, AlterSilences, RemoveSilences, RespanSilence
from reviewer.core.timing import Span, Tick

A, B, C = (SilenceId(name) for name in "abc")
FIRST = Silence(id=A, span=Span(Tick(5), Tick(9)))
SECOND = Silence(
    id=B,
    span=Span(Tick(20), Tick(30)),
    streams=frozenset({1}),
    channels=frozenset({0}),
    treatment=Treatment.BLEEP,
    reason="DG6",
    person=PersonId("Person 1"),
)
BEFORE = Review().silencing([FIRST, SECOND])


@pytest.mark.parametrize(
    "edit",
    [
        AddSilences((replace(FIRST, id=C),)),
        RemoveSilences((A,)),
        RespanSilence(A, Span(Tick(1), Tick(2))),
        AlterSilences(silences=(A, B), treatment=Treatment.NOISE),
        Aim((A, B), streams=frozenset({2, 0}), channels=None),
    ],
    ids=lambda edit: type(edit).__name__,
)
def test_every_edit_leaves_the_review_it_was_applied_to_alone_and_can_be_logged(edit: Edit) -> None:
    same = dict(BEFORE.silences)
    after = edit.apply(BEFORE)
    assert after != BEFORE
    assert BEFORE.silences == same
    assert edit.title
    assert json.loads(json.dumps(edit.detail())) == edit.detail()


def test_altering_sets_what_is_given_on_all_of_them_and_leaves_the_rest() -> None:
    edit = AlterSilences(silences=(A, B), treatment=Treatment.DISGUISE, reason="Child: someone under 18")
    first, second = edit.apply(BEFORE).silences.values()
    assert {s.treatment for s in (first, second)} == {Treatment.DISGUISE}
    assert {s.reason for s in (first, second)} == {"Child: someone under 18"}
    assert (first.person, first.streams, first.span) == (None, None, FIRST.span)
    assert (second.person, second.streams, second.channels) == (SECOND.person, SECOND.streams, SECOND.channels)
    assert edit.detail() == {
        "silences": ["a", "b"],
        "treatment": "disguise",
        "reason": "Child: someone under 18",
    }


def test_what_was_said_of_a_silence_can_be_taken_back() -> None:
    after = AlterSilences(silences=(B,), reason="", person=PersonId("")).apply(BEFORE).silences[B]
    assert (after.reason, after.person, after.treatment) == ("", None, Treatment.BLEEP)


def test_a_silence_can_be_rejected_and_then_its_sound_is_heard() -> None:
    after = AlterSilences(silences=(A,), decision=Decision.REJECTED).apply(BEFORE)
    assert [s.id for s in after.silent_at(Tick(6))] == []
    assert [s.id for s in BEFORE.silent_at(Tick(6))] == [A]


def test_silences_are_aimed_at_streams_and_channels_and_at_all_of_them_again() -> None:
    aimed = Aim((A,), streams=frozenset({2}), channels=frozenset({1})).apply(BEFORE)
    assert (aimed.silences[A].streams, aimed.silences[A].channels) == (frozenset({2}), frozenset({1}))
    assert aimed.silences[B] is SECOND
    everywhere = Aim((A, B), streams=None, channels=None).apply(aimed)
    assert all(s.streams is None and s.channels is None for s in everywhere.silences.values())


@pytest.mark.parametrize(
    "nothing", [{"streams": frozenset(), "channels": None}, {"streams": None, "channels": frozenset()}]
)
def test_a_silence_aimed_at_nothing_is_refused(nothing: dict[str, frozenset[int] | None]) -> None:
    with pytest.raises(ValueError, match="at least one"):
        Aim((A,), **nothing).apply(BEFORE)


@pytest.mark.parametrize(
    "edit",
    [
        AlterSilences(silences=(C,), reason="x"),
        Aim((C,), streams=None, channels=None),
        RespanSilence(C, Span(Tick(0), Tick(1))),
    ],
    ids=lambda edit: type(edit).__name__,
)
def test_a_silence_that_is_not_there_is_not_made_up(edit: Edit) -> None:
    with pytest.raises(KeyError):
        edit.apply(BEFORE)

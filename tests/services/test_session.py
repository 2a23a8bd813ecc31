from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from reviewer.core.edits import AddRegions, Decide, RemoveRegions, Reshape
from reviewer.core.errors import CaseError
from reviewer.core.geometry import Box
from reviewer.core.region import Decision, Keyframe, RegionId
from reviewer.core.review import Review, changed
from reviewer.core.timing import Tick
from reviewer.services.session import Commit, ReviewSession
from reviewer.store.cases import Case
from tests.support.values import a_footage, a_region

A = RegionId("a")


class Memory:
    """Keeps what it is told to save, or refuses."""

    def __init__(self) -> None:
        self.saved: list[tuple[str, frozenset[RegionId], dict[str, Any]]] = []
        self.refuses = False

    def save(self, before: Review, after: Review, *, action: str, detail: dict[str, Any]) -> None:
        if self.refuses:
            raise CaseError("The case is read-only.")
        self.saved.append((action, changed(before, after), detail))


@pytest.fixture
def memory() -> Memory:
    return Memory()


@pytest.fixture
def session(memory: Memory) -> ReviewSession:
    return ReviewSession(Review(), memory)


def test_a_commit_is_applied_saved_and_announced(session: ReviewSession, memory: Memory) -> None:
    heard: list[frozenset[RegionId]] = []
    session.listen(heard.append)
    edit = AddRegions((a_region("a"), a_region("b")))
    commit = session.commit(edit)
    assert commit == Commit(edit, Review(), session.review)
    assert list(session.review.regions) == ["a", "b"]
    assert memory.saved == [("Add regions", {"a", "b"}, {"regions": ["a", "b"]})]
    assert heard == [{"a", "b"}]


def test_the_review_is_swapped_before_listeners_hear_of_it(session: ReviewSession) -> None:
    seen: list[Review] = []
    session.listen(lambda _: seen.append(session.review))
    commit = session.commit(AddRegions((a_region("a"),)))
    assert seen == [commit.after]


def test_a_commit_that_the_store_refuses_changes_and_announces_nothing(session: ReviewSession, memory: Memory) -> None:
    heard: list[frozenset[RegionId]] = []
    session.listen(heard.append)
    before, memory.refuses = session.review, True
    with pytest.raises(CaseError, match=r"^The case is read-only\.$"):
        session.commit(AddRegions((a_region("a"),)))
    assert session.review is before
    assert heard == []


def test_an_edit_that_does_not_apply_is_not_saved(session: ReviewSession, memory: Memory) -> None:
    with pytest.raises(KeyError):
        session.commit(Reshape(A, Keyframe(Tick(0), Box(0, 0, 1, 1))))
    assert memory.saved == []


def test_restoring_returns_to_the_very_same_review_and_says_so_in_the_log(
    session: ReviewSession, memory: Memory
) -> None:
    one = session.commit(AddRegions((a_region("a"),))).after
    two = session.commit(Decide((A,), Decision.CONFIRMED)).after
    session.restore(one, "Undo: Mark region confirmed")
    assert session.review is one
    session.restore(two, "Redo: Mark region confirmed")
    assert session.review is two
    assert [action for action, _, _ in memory.saved[2:]] == [
        "Undo: Mark region confirmed",
        "Redo: Mark region confirmed",
    ]
    assert [ids for _, ids, _ in memory.saved] == [{"a"}] * 4


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    with Case.create(tmp_path / "case", title="A request", actor="Jane Doe") as case:
        case.evidence.add_footage(a_footage())
        yield case


def test_what_the_session_says_and_what_the_case_holds_stay_the_same(case: Case) -> None:
    store = case.reviews(a_footage().id)
    session = ReviewSession(store.load(), store)
    session.commit(AddRegions(tuple(a_region(name) for name in "abc")))
    with_all = session.review
    session.commit(Reshape(A, Keyframe(Tick(50), Box(7, 8, 9, 10))))
    session.commit(RemoveRegions((RegionId("b"),)))
    assert store.load() == session.review
    session.restore(with_all, "Undo: Remove regions")
    assert store.load() == with_all
    assert list(store.load().regions) == ["a", "b", "c"]
    assert [e.action for e in case.log.events()][-4:] == [
        "Add regions",
        "Reshape region",
        "Remove regions",
        "Undo: Remove regions",
    ]
    assert case.log.verify() is None

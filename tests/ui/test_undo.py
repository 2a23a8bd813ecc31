"""Undo and redo, also with a store that refuses."""

from typing import Any

import pytest
from PySide6.QtGui import QUndoStack
from pytestqt.qtbot import QtBot

from reviewer.core.edits import AddRegions, Decide, RemoveRegions, Reshape
from reviewer.core.errors import CaseError
from reviewer.core.geometry import Box
from reviewer.core.region import Decision, Keyframe, RegionId
from reviewer.core.review import Review
from reviewer.core.timing import Tick
from reviewer.services.session import ReviewSession
from reviewer.ui.undo import History
from tests.support.values import a_region


class Store:
    """Remembers what it was given, or refuses."""

    def __init__(self) -> None:
        self.actions: list[str] = []
        self.refuses = False

    def save(self, before: Review, after: Review, *, action: str, detail: dict[str, Any]) -> None:
        if self.refuses:
            raise CaseError("The disk is full.")
        self.actions.append(action)


@pytest.fixture
def store() -> Store:
    return Store()


@pytest.fixture
def session(store: Store) -> ReviewSession:
    return ReviewSession(Review(), store)


@pytest.fixture
def history(qtbot: QtBot, session: ReviewSession) -> History:
    return History(session, QUndoStack())


def moved(x: float) -> Reshape:
    return Reshape(RegionId("a"), Keyframe(Tick(10), Box(x, 0, 5, 5)))


def test_undo_and_redo_return_to_the_very_same_review_and_are_logged(
    history: History, session: ReviewSession, store: Store
) -> None:
    history.apply(AddRegions((a_region("a"),)))
    one = session.review
    history.apply(Decide((RegionId("a"),), Decision.REJECTED))
    two = session.review
    history.undo()
    assert session.review is one
    history.redo()
    assert session.review is two
    assert store.actions[2:] == ["Undo: Mark region rejected", "Redo: Mark region rejected"]


def test_undo_and_redo_do_nothing_when_there_is_nothing_to_undo(history: History, store: Store) -> None:
    history.undo()
    history.redo()
    assert store.actions == []


def test_nudges_of_one_keyframe_undo_as_one(history: History, session: ReviewSession) -> None:
    history.apply(AddRegions((a_region("a"),)))
    start = session.review
    for x in range(5):
        history.apply(moved(float(x)))
    assert history.stack.count() == 2
    history.undo()
    assert session.review is start


def test_an_edit_that_the_store_refuses_leaves_review_and_stack_alone(
    history: History, session: ReviewSession, store: Store
) -> None:
    store.refuses = True
    with pytest.raises(CaseError):
        history.apply(AddRegions((a_region("a"),)))
    assert session.review == Review()
    assert history.stack.count() == 0


def test_an_undo_that_the_store_refuses_leaves_review_and_stack_in_step(
    history: History, session: ReviewSession, store: Store
) -> None:
    history.apply(AddRegions((a_region("a"),)))
    here = session.review
    store.refuses = True
    with pytest.raises(CaseError, match="The disk is full"):
        history.undo()
    assert session.review is here
    assert history.stack.index() == 1
    store.refuses = False
    history.undo()
    assert session.review == Review()
    assert history.stack.index() == 0


def test_a_redo_that_the_store_refuses_leaves_review_and_stack_in_step(
    history: History, session: ReviewSession, store: Store
) -> None:
    history.apply(AddRegions((a_region("a"),)))
    history.undo()
    store.refuses = True
    with pytest.raises(CaseError):
        history.redo()
    assert session.review == Review()
    assert history.stack.index() == 0
    store.refuses = False
    history.redo()
    assert set(session.review.regions) == {"a"}


def test_a_new_edit_after_an_undo_takes_the_place_of_what_could_be_redone(
    history: History, session: ReviewSession
) -> None:
    history.apply(AddRegions((a_region("a"), a_region("b"))))
    history.apply(RemoveRegions((RegionId("a"),)))
    history.undo()
    history.apply(RemoveRegions((RegionId("b"),)))
    assert not history.stack.canRedo()
    history.undo()
    assert set(session.review.regions) == {"a", "b"}


def test_going_to_a_step_is_one_change_that_the_log_names(
    history: History, session: ReviewSession, store: Store
) -> None:
    history.apply(AddRegions((a_region("a"),)))
    history.apply(Decide((RegionId("a"),), Decision.CONFIRMED))
    history.apply(RemoveRegions((RegionId("a"),)))
    history.go_to(1)
    assert session.review.regions[RegionId("a")].decision is not Decision.CONFIRMED
    assert store.actions[-1] == "Go back to: Add regions"
    history.go_to(0)
    assert not session.review.regions
    history.go_to(2)
    assert session.review.regions[RegionId("a")].decision is Decision.CONFIRMED
    assert [text for text, _ in history.steps] == ["Add regions", "Mark region confirmed", "Remove regions"]
    history.redo()
    assert not session.review.regions


def test_a_store_that_refuses_leaves_the_history_where_it_is(
    history: History, session: ReviewSession, store: Store
) -> None:
    history.apply(AddRegions((a_region("a"),)))
    store.refuses = True
    with pytest.raises(CaseError):
        history.go_to(0)
    assert history.stack.index() == 1
    assert session.review.regions
    with pytest.raises(IndexError):
        history.go_to(2)

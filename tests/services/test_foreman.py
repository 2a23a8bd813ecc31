"""Who gets which segment, and what becomes of one that a child died over."""

import itertools
from pathlib import Path

import pytest

from reviewer.core.errors import FootageError
from reviewer.services.foreman import Foreman, chosen
from reviewer.services.kept import Kept
from reviewer.services.segments import segments_of
from reviewer.services.workers import DiedError
from tests.support.looked import a_looked
from tests.support.values import a_footage

FOOTAGE = a_footage(frames=900)
SEGMENTS = segments_of(FOOTAGE.recording)


def dead(cause: str = "exit status -9") -> DiedError:
    error = DiedError("The work on it stopped unexpectedly.")
    error.cause = cause
    return error


def order(hands: int, count: int) -> list[list[int]]:
    """Which numbers each of so many hands gets when all work at one pace."""
    waiting, given = set(range(count)), set[int]()
    last: list[int | None] = [None] * hands
    done: list[list[int]] = [[] for _ in range(hands)]
    while waiting:
        for hand in range(hands):
            if waiting:
                number = chosen(waiting, last[hand], given=given)
                waiting.remove(number)
                given.discard(last[hand] if last[hand] is not None else -1)
                given.add(number)
                done[hand].append(number)
                last[hand] = number
    return done


def test_each_hand_goes_on_where_it_is_and_begins_where_most_is_left() -> None:
    assert order(2, 8) == [[0, 1, 2, 3], [4, 5, 6, 7]]
    assert order(1, 4) == [[0, 1, 2, 3]]


@pytest.mark.parametrize("hands", [1, 2, 3, 5, 16])
@pytest.mark.parametrize("count", [1, 2, 7, 40])
def test_everything_is_given_out_once_whatever_the_number_of_hands(hands: int, count: int) -> None:
    assert sorted(n for one in order(hands, count) for n in one) == list(range(count))


def test_neighbours_are_mostly_done_by_one_hand() -> None:
    onward = sum(b == a + 1 for one in order(4, 100) for a, b in itertools.pairwise(one))
    assert onward > 85


def test_progress_counts_the_frames_of_what_is_done() -> None:
    foreman = Foreman(FOOTAGE, SEGMENTS)
    assert foreman.frames == 900 + len(SEGMENTS) - 1
    call = foreman.next(None)
    assert call is not None
    foreman.finished(call.number, a_looked(SEGMENTS[0]))
    assert foreman.frames_done == SEGMENTS[0].last + 1
    assert foreman.waiting == len(SEGMENTS) - 1


@pytest.mark.logs("segment 0, which is looked at again")
def test_a_segment_whose_child_died_is_given_out_once_more() -> None:
    foreman = Foreman(FOOTAGE, SEGMENTS[:1])
    assert foreman.next(None) is not None
    assert foreman.next(None) is None
    foreman.lost(0, dead())
    again = foreman.next(None)
    assert again is not None
    assert again.args == (SEGMENTS[0],)


@pytest.mark.logs("segment 2, which is looked at again")
def test_a_segment_that_two_children_died_over_is_told_of_by_its_seconds(tmp_path: Path) -> None:
    kept = Kept(tmp_path / "going-on" / "a", key="k", segments=SEGMENTS)
    foreman = Foreman(FOOTAGE, SEGMENTS, kept=kept)
    foreman.finished(0, a_looked(SEGMENTS[0]))
    foreman.lost(2, dead())
    with pytest.raises(FootageError) as caught:
        foreman.lost(2, dead("too much memory"))
    # 900 frames at 29.97 a second make seven segments of some 4.3 s.
    assert "cannot be looked at between 0:08 and 0:13: " in str(caught.value)
    assert "ended 2 times (too much memory)" in str(caught.value)
    assert "14% of the footage is done and kept" in caught.value.advice
    assert not isinstance(caught.value, DiedError)


@pytest.mark.logs("which is looked at again")
def test_without_a_case_nothing_is_said_to_be_kept() -> None:
    foreman = Foreman(FOOTAGE, SEGMENTS)
    foreman.lost(2, dead())
    with pytest.raises(FootageError) as caught:
        foreman.lost(2, dead())
    assert "kept" not in caught.value.advice


def test_what_is_kept_is_not_given_out_again(tmp_path: Path) -> None:
    folder = tmp_path / "going-on" / "a"
    Kept(folder, key="k", segments=SEGMENTS).add(1, a_looked(SEGMENTS[1]))
    foreman = Foreman(FOOTAGE, SEGMENTS, kept=Kept(folder, key="k", segments=SEGMENTS))
    numbers = [call.number for call in iter(lambda: foreman.next(None), None)]
    assert sorted(numbers) == [0, 2, 3, 4, 5, 6]
    assert foreman.frames_done == SEGMENTS[1].last - SEGMENTS[1].first + 1

"""Preferences are values: what was open, what was lately open, and where the parts of the window stand."""

from pathlib import Path

from reviewer.core.preferences import MOST_RECENT, Held, Preferences


def test_the_last_case_comes_first_and_each_only_once() -> None:
    seen = Preferences()
    for name in ("a", "b", "a"):
        seen = seen.opening(Held(Path(name), 1, 2.0))
    assert seen.recent == (Path("a"), Path("b"))


def test_only_as_many_cases_are_remembered_as_there_are_keys_for() -> None:
    seen = Preferences()
    for number in range(MOST_RECENT + 3):
        seen = seen.opening(Held(Path(str(number)), 1, 2.0))
    assert seen.recent == tuple(Path(str(n)) for n in range(MOST_RECENT + 2, 2, -1))


def test_a_window_holds_one_case_at_a_time_and_leaves_those_of_others_alone() -> None:
    other = Held(Path("b"), 7, 1.0)
    seen = Preferences(held=(other,)).opening(Held(Path("a"), 1, 2.0)).opening(Held(Path("c"), 1, 2.0))
    assert seen.held == (other, Held(Path("c"), 1, 2.0))
    assert seen.putting_away(1, began=2.0).held == (other,)
    assert seen.putting_away(1, began=9.0).held == seen.held  # the number of a process is used again


def test_a_part_that_is_placed_leaves_the_others_where_they_are() -> None:
    seen = Preferences().laid_out({"across": b"1", "down": b"2"}).laid_out({"down": b"3"})
    assert seen.layout == {"across": b"1", "down": b"3"}
    assert seen.not_laid_out().layout == {}

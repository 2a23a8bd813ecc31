"""Several children at once as one job, and how many there may be."""

import pytest

from reviewer.core.errors import FootageError
from reviewer.services import pool
from reviewer.services.pool import hands, in_children
from tests.support.looked import result_of
from tests.support.work import count, refuse


def test_several_children_work_at_once_and_their_results_come_in_order() -> None:
    job = in_children(count, [(3,), (5,)], name="a.mp4", total=8)
    assert result_of(job) == [result_of(count(3)), result_of(count(5))]


def test_the_error_of_one_child_ends_the_others() -> None:
    with pytest.raises(FootageError):
        result_of(in_children(refuse, [("a.mp4",), ("a.mp4",)], name="a.mp4", total=2))


def test_there_are_as_many_hands_as_cores_unless_memory_is_short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "cores", lambda: 8)

    def free(size: int) -> int:
        monkeypatch.setattr(pool.psutil, "virtual_memory", lambda: type("Memory", (), {"available": size}))
        return hands()

    assert free(64 * 1024**3) == 8
    assert free(pool.SPARE + 3 * pool.EACH) == 3
    assert free(0) == 1

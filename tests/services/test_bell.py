"""Waking a thread that waits for pipes."""

import threading
from multiprocessing.connection import wait

from reviewer.services.bell import Bell


def test_however_often_it_is_rung_it_is_heard_once_and_then_quiet() -> None:
    bell = Bell()
    for _ in range(100_000):
        bell.ring()
    assert wait([bell.heard], 0) == [bell.heard]
    bell.quiet()
    assert wait([bell.heard], 0) == []
    bell.quiet()
    bell.ring()
    assert wait([bell.heard], 0) == [bell.heard]
    bell.close()


def test_a_thread_that_waits_is_woken() -> None:
    bell, woken = Bell(), threading.Event()

    def sleep() -> None:
        wait([bell.heard])
        woken.set()

    thread = threading.Thread(target=sleep)
    thread.start()
    bell.ring()
    assert woken.wait(10)
    thread.join()
    bell.close()


def test_after_it_was_closed_it_can_be_rung_in_vain() -> None:
    bell = Bell()
    bell.close()
    bell.close()
    bell.ring()
    bell.quiet()

"""Calls from other threads arrive on the main one."""

import threading

from pytestqt.qtbot import QtBot

from reviewer.ui.bridge import MainThread


def in_a_thread(work: threading.Thread) -> None:
    work.start()
    work.join()


def test_calls_arrive_on_the_main_thread_in_order(qtbot: QtBot) -> None:
    main, heard = MainThread(), list[tuple[int, bool]]()
    give = main.call(lambda n: heard.append((n, threading.current_thread() is threading.main_thread())))
    in_a_thread(threading.Thread(target=lambda: [give(n) for n in range(20)]))
    assert heard == []
    qtbot.waitUntil(lambda: len(heard) == 20)
    assert heard == [(n, True) for n in range(20)]


def test_of_many_values_on_their_way_only_the_latest_arrives(qtbot: QtBot) -> None:
    main, heard = MainThread(), list[int]()
    give = main.latest(heard.append)
    in_a_thread(threading.Thread(target=lambda: [give(n) for n in range(20)]))
    qtbot.waitUntil(lambda: bool(heard))
    qtbot.wait(20)
    assert heard == [19]
    give(20)
    qtbot.waitUntil(lambda: len(heard) == 2)
    assert heard == [19, 20]

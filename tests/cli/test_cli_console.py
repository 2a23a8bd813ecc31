"""Progress on a terminal and in a log, and sentences that always can be printed."""

import io

import pytest

from reviewer.cli.console import Meter, duration
from reviewer.services.jobs import Progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def test_a_terminal_gets_a_bar_with_the_time_left() -> None:
    stream, clock = Terminal(), Clock()
    meter = Meter(stream, clock=clock)
    meter.show(Progress(0, 100, "Rendering"))
    clock.now += 10
    meter.show(Progress(25, 100, "Rendering"))
    last = stream.getvalue().split("\r")[-1]
    assert "Rendering [" in last
    assert "25%" in last
    assert "30 s left" in last
    assert "\n" not in stream.getvalue()


def test_the_time_left_is_told_by_what_was_done_since_and_not_by_what_was_done_before() -> None:
    stream, clock = Terminal(), Clock()
    meter = Meter(stream, clock=clock)
    meter.show(Progress(60, 100, "Looking, going on from 60%"))
    clock.now += 10
    meter.show(Progress(70, 100, "Looking, going on from 60%"))
    assert "70%, 30 s left" in stream.getvalue()


def test_a_bar_never_outgrows_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    stream, clock = Terminal(), Clock()
    meter = Meter(stream, clock=clock)
    for done in range(0, 1000, 50):
        clock.now += 1
        meter.show(Progress(done, 1000, "Looking for faces and plates and text"))
    assert max(len(line) for line in stream.getvalue().split("\r")) <= 40


def test_a_log_gets_a_line_every_tenth_and_not_more() -> None:
    stream, clock = io.StringIO(), Clock()
    meter = Meter(stream, clock=clock)
    for done in range(1001):
        clock.now += 0.1
        meter.show(Progress(done, 1000, "Rendering"))
    meter.end()
    lines = stream.getvalue().splitlines()
    assert 10 <= len(lines) <= 13
    assert lines[0] == "Rendering ..."
    assert all(line.startswith("Rendering: ") for line in lines[1:])
    assert "left" in lines[5]


def test_a_log_is_not_flooded_by_short_work() -> None:
    stream, clock = io.StringIO(), Clock()
    meter = Meter(stream, clock=clock)
    for done in range(101):
        clock.now += 0.01
        meter.show(Progress(done, 100, "Checking"))
    meter.end()
    assert stream.getvalue() == "Checking ...\n"


def test_a_log_shows_that_slow_work_still_goes_on() -> None:
    stream, clock = io.StringIO(), Clock()
    meter = Meter(stream, clock=clock)
    for _ in range(600):
        clock.now += 0.2
        meter.show(Progress(3, 1000, "Rendering"))
    assert 7 <= len(stream.getvalue().splitlines()) <= 9


def test_work_of_unknown_size_shows_what_is_done_and_no_guess() -> None:
    stream, clock = io.StringIO(), Clock()
    meter = Meter(stream, clock=clock)
    meter.show(Progress(0, None, "Reading"))
    clock.now += 20
    meter.show(Progress(400, None, "Reading"))
    assert stream.getvalue().splitlines() == ["Reading ...", "Reading: 400 done"]


def test_each_stage_starts_afresh_and_the_one_before_it_says_how_long_it_took() -> None:
    stream, clock = io.StringIO(), Clock()
    meter = Meter(stream, clock=clock)
    meter.show(Progress(1, 2, "Rendering"))
    clock.now += 70
    meter.show(Progress(1, 2, "Checking"))
    assert stream.getvalue().splitlines() == ["Rendering ...", "Rendering: finished after 1 min 10 s", "Checking ..."]


def test_progress_goes_on_when_nobody_reads_it() -> None:
    class Closed(io.StringIO):
        def write(self, _text: str) -> int:
            raise BrokenPipeError

    Meter(Closed(), clock=Clock()).show(Progress(1, 2, "Rendering"))


@pytest.mark.parametrize(
    ("time", "words"), [(0, "0 s"), (59.4, "59 s"), (60, "1 min 00 s"), (3599, "59 min 59 s"), (7500, "2 h 05 min")]
)
def test_durations_are_said_in_words(time: float, words: str) -> None:
    assert duration(time) == words

"""Work for child processes, of every kind that a hostile file can turn it into. Module level: it has to be pickled."""

import os
import signal
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from pathlib import Path

from reviewer.core.errors import FootageError
from reviewer.services.jobs import Progress

Work = Generator[Progress, None, object]


def count(last: int) -> Work:
    """Yields one progress a number and returns their sum."""
    for number in range(last):
        yield Progress(number, last, "counting")
    return sum(range(last))


def refuse(name: str) -> Work:
    """Fails as an adapter does that cannot read its file."""
    yield Progress(0, None)
    raise FootageError(f"{name} cannot be read.", "Ask for another copy of it.")


def blunder() -> Work:
    """Fails as a defect does."""
    yield Progress(0, None)
    raise ZeroDivisionError("a defect")


def leave(status: int) -> Work:
    """Ends the process without a word."""
    yield Progress(0, None)
    os._exit(status)


def crash() -> Work:
    """Dies as native code does that reads where it may not, or that the system stops."""
    yield Progress(0, None)
    os.kill(os.getpid(), signal.SIGKILL)


def run_out() -> Work:
    """Asks for more memory than there is."""
    yield Progress(0, None)
    raise MemoryError


def grow(silently: bool) -> Work:
    """Takes eight more megabytes every few milliseconds, and stops by itself at two gigabytes."""
    held = []
    for number in range(256):
        held.append(bytearray(os.urandom(1 << 20)) * 8)
        if not silently:
            yield Progress(number, 256)
        time.sleep(0.005)
    yield Progress(256, 256)
    return len(held)


def hang() -> Work:
    """Says that it has begun, and nothing after."""
    yield Progress(0, None)
    time.sleep(600)


def stall(flag: Path) -> Work:
    """Waits in one step for ever; when it is asked to end, its cleanup says so in `flag`."""
    try:
        yield Progress(1, None)
        time.sleep(600)
    finally:
        flag.write_text("cleaned up", encoding="utf-8")


def write_partial(partial: Path) -> Work:
    """Works on a partial file step by step, and removes it at the end, however it comes."""
    try:
        partial.write_text("half", encoding="utf-8")
        while True:
            yield Progress(1, None)
            time.sleep(0.01)
    finally:
        partial.unlink()


def unsendable() -> Work:
    """Returns what no process can send to another."""
    yield Progress(0, None)
    return lambda: None


def parent_of_nobody(partial: Path) -> Work:
    """Says its own process id, then works on a partial file for ever."""
    yield Progress(os.getpid(), None)
    yield from write_partial(partial)


@contextmanager
def adding(start: int) -> Iterator[Callable[[int], Work]]:
    """A bench that adds up all the numbers that it is given, and says the sum each time."""
    total = start

    def add(number: int) -> Work:
        nonlocal total
        yield Progress(0, 1)
        total += number
        return total

    yield add


@contextmanager
def no_bench() -> Iterator[Callable[[], Work]]:
    """A bench that cannot be set up."""
    raise FootageError("There is no bench.")
    yield lambda: count(1)


@contextmanager
def leaving(status: int) -> Iterator[Callable[[], Work]]:
    """A bench that ends the process without a word."""
    os._exit(status)
    yield lambda: count(1)


@contextmanager
def telling(word: str) -> Iterator[Callable[[int], Work]]:
    """A bench that says its word, the number that it is given, and which process it is in."""

    def tell(number: int) -> Work:
        yield Progress(0, 1)
        time.sleep(0.1)  # long enough for the other child to have its share
        return f"{word} {number}", os.getpid()

    yield tell


@contextmanager
def at_once() -> Iterator[Callable[[int, int], Work]]:
    """A bench that says at once how far it is, and again for a while."""

    def say(done: int, times: int) -> Work:
        for _ in range(times):
            yield Progress(done, None)
            time.sleep(0.05)

    yield say


@contextmanager
def dying_once(at: int) -> Iterator[Callable[[Path, int], Work]]:
    """A bench that dies over the number `at`, unless the flag says that this has happened."""

    def give_back(flag: Path, number: int) -> Work:
        yield Progress(0, 1)
        if number == at and not flag.exists():
            flag.touch()
            yield from crash()
        return number

    yield give_back


@contextmanager
def deadly() -> Iterator[Callable[[int], Work]]:
    """A bench that dies over everything."""
    yield lambda _: crash()


@contextmanager
def refusing() -> Iterator[Callable[[str], Work]]:
    """A bench that fails as an adapter does that cannot read its file."""
    yield refuse


@contextmanager
def stuck() -> Iterator[Callable[[int | str], Work]]:
    """A bench that is silent for ever, or grows, over anything but a number; over a number it is busy for long."""

    def be(given: int | str) -> Work:
        yield Progress(1, None)
        if isinstance(given, str):
            held = os.urandom(1 << 20) * 256
            time.sleep(600)
            return held
        for _ in range(6000):
            yield Progress(1, None)
            time.sleep(0.1)
        return given

    yield be


@contextmanager
def partial_writing() -> Iterator[Callable[[Path], Work]]:
    """A bench that works on partial files for ever, and removes each at the end."""
    yield write_partial

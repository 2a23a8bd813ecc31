"""A thing to do in the sample case."""

from collections.abc import Callable
from dataclasses import dataclass

from reviewer.core.footage import Footage
from reviewer.core.review import Review


@dataclass(frozen=True, slots=True)
class Lesson:
    """What is to be done, how, and whether a review of the sample footage has it done."""

    title: str
    how: str
    done: Callable[[Review, Footage], bool]

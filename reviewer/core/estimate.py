"""How much of a footage may be uncovered, as far as a sample of its frames can tell."""

from dataclasses import dataclass

from reviewer.core.detection import Subject


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """Frames in which a subject may be uncovered, each subject counted for itself: three faces in a frame count three.

    `uncovered` is the best guess, and with a probability of about 95 % it lies between `low` and `high`; `covered` is
    how many are covered. All four are for the whole footage, of `frames` frames, of which `looked` were looked at by
    two looks. `seen` is how many places those looks found uncovered; not all of them are what they were taken for.
    """

    subject: Subject
    uncovered: int
    low: int
    high: int
    covered: int
    seen: int
    looked: int
    frames: int

"""The effects there are, by name; a new one is a module beside this and a line here."""

from reviewer.core.detection import Subject
from reviewer.effects.blur import Blur
from reviewer.effects.effect import Effect
from reviewer.effects.mosaic import Mosaic
from reviewer.effects.solid import Solid

SOLID = Solid()

EFFECTS: dict[str, Effect] = {effect.name: effect for effect in (SOLID, Mosaic(), Blur())}

LOOKS = frozenset({Subject.FACE})
"""Subjects that another effect than solid may hide; plates and text, and whatever is added, are always solid."""


def names() -> tuple[str, ...]:
    """The names that the command line and the window offer, the default first."""
    return tuple(EFFECTS)


def effect_for(subject: Subject, name: str) -> Effect:
    """The effect called `name` for `subject`: solid where the subject or the catalogue does not know another."""
    return EFFECTS.get(name, SOLID) if subject in LOOKS else SOLID

"""The effects there are, by name; a new one is a module beside this, a line here, and its scores in measured.py."""

from collections.abc import Callable, Mapping

from reviewer.core.detection import Subject
from reviewer.core.geometry import Box
from reviewer.core.region import Region
from reviewer.effects.blur import Blur
from reviewer.effects.body import body
from reviewer.effects.effect import Effect
from reviewer.effects.label import Label
from reviewer.effects.mosaic import Mosaic
from reviewer.effects.outline import OutlineOnly
from reviewer.effects.silhouette import Silhouette
from reviewer.effects.solid import Solid

SOLID = Solid()

EFFECTS: dict[str, Effect] = {
    effect.name: effect for effect in (SOLID, Mosaic(), Blur(), Silhouette(), OutlineOnly(), Label())
}

LOOKS = frozenset({Subject.FACE})
"""Subjects that any effect may hide."""

SOLIDS = frozenset({"solid", "label"})
"""What may hide plates, text and whatever is added. A label is solid with words on it, which come from no pixel."""

REACHES: Mapping[str, Callable[[Box], Box]] = {"silhouette": body}
"""Effects that hide more than the region: how far around its box."""

SMALL = frozenset({"silhouette", "label"})
"""Effects that are drawn to the size of one thing, so not over all of a picture but that."""


def names() -> tuple[str, ...]:
    """The names that the command line and the window offer, the default first."""
    return tuple(EFFECTS)


def offered(subject: Subject) -> tuple[str, ...]:
    """The names of the effects that may hide `subject`, the default first."""
    return tuple(n for n in EFFECTS if subject in LOOKS or n in SOLIDS)


def effect_for(subject: Subject, name: str) -> Effect:
    """The effect called `name` for `subject`: solid where the subject or the catalogue does not know another."""
    return EFFECTS.get(name, SOLID) if subject in LOOKS or name in SOLIDS else SOLID


def effect_on(region: Region, usual: str) -> Effect:
    """The effect that hides `region`: its own, else the profile's `usual` one, else solid."""
    effect = effect_for(region.subject, region.effect or usual)
    return SOLID if region.inverse and effect.name in SMALL else effect


def reach(effect: Effect, box: Box) -> Box | None:
    """All that `effect` hides around a region's `box`, as a rectangle; None where it is the region's own shape."""
    grown = REACHES.get(effect.name)
    return None if grown is None else grown(box)

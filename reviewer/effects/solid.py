"""One flat colour: the default, and the only effect for plates and text."""

from reviewer.core.frame import Plane
from reviewer.effects.effect import Area, flat
from reviewer.effects.grade import Grade, Letter
from reviewer.effects.measured import MEASURED


class Solid:
    """Fills the area with the profile's colour."""

    name = "solid"
    grade = Grade(
        Letter.A,
        "Every pixel is replaced by one constant; nothing of the interior is used.",
        "By construction. Replacement by a constant is what Todt, Hanisch and Strufe (Fantomas: Understanding Face "
        "Anonymization Reversibility, 2022) find hardest to reverse of the methods they tried.",
        "Hair, clothes, build, gait and voice stay.",
        MEASURED["solid"],
    )

    def tones(self, area: Area) -> tuple[Plane, Plane, Plane]:
        """The fill, as arrays of shape (1, 1)."""
        luma, blue, red = (flat(value) for value in area.fill)
        return luma, blue, red

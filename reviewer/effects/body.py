"""How far a person reaches around their face, by proportions alone, and a plain figure to stand for anyone.

Sizes are means of men in Gordon and others, 2012 Anthropometric Survey of U.S. Army Personnel (ANSUR II, 2014), as
parts of the height of the head from chin to crown: stature 7.5 of it (the artists' canon says so too), shoulders
2.2 across. Nothing here looks at a picture, so it knows neither who it is nor how they stand: someone who lies, sits
aslant or bends far reaches elsewhere and needs a region of their own.
"""

from reviewer.core.geometry import Box

TIGHT = 0.65
"""The least part of a head's height that a box around a face shows: from the brows to the chin."""

STATURE = 7.5
SHOULDERS = 2.2
"""Heights of the head in a person's height and across the shoulders."""

ABOVE = (1 - TIGHT) / TIGHT + 0.4
"""Sides of the box above it: the rest of a head of which only the least is in it, and hair or a hat."""

BELOW = STATURE / TIGHT - 1
"""Sides of the box below it: down to the soles."""

ACROSS = SHOULDERS / TIGHT * 1.35
"""Sides of the box across: the shoulders, and about a third more for elbows and for arms that swing."""


def body(face: Box) -> Box:
    """Where the person is whose face lies in `face`; it may reach out of the picture.

    The longer side of the box counts, so that a face that the edge of the picture cuts keeps its body.
    """
    side = max(abs(face.width), abs(face.height))
    middle = (face.x + face.right) / 2
    top, bottom = min(face.y, face.bottom), max(face.y, face.bottom)
    top = min(top, bottom - side) - ABOVE * side
    return Box(middle - ACROSS * side / 2, top, ACROSS * side, bottom + BELOW * side - top)

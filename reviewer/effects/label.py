"""Solid with words on it: what was hidden, or why, in place of it.

The words are those that a reviewer typed for the region, or else what kind of thing it is. They never come from
whose it is: see `Region.person`. Under them is what the solid effect draws.

OpenCV and the typesetter, which are large, are loaded where words are drawn: the window lists effects before.
"""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from reviewer.core.detection import Subject
from reviewer.core.frame import Plane
from reviewer.core.region import Region
from reviewer.effects.cells import NEUTRAL
from reviewer.effects.effect import Area, flat
from reviewer.effects.grade import Grade, Letter
from reviewer.effects.measured import MEASURED

USUAL: Mapping[Subject, str] = {Subject.FACE: "FACE", Subject.PLATE: "PLATE", Subject.TEXT: "TEXT"}
"""What is written where nobody typed anything."""

LONGEST = 24
"""Characters that are written; what is longer could not be read in a region."""

DRAWN = 96
"""Pixels in which words are set once, to be made as small as each frame needs them."""

PART, TALLEST, LEAST = 0.3, 160.0, 7.0
"""How high words are: a part of the box's height, at most and at least so many pixels; smaller ones are left out."""

ROOM = 0.86
"""The part of the box's width that words may take."""

DARK, BRIGHT, MIDDLE = 24, 228, 120
"""Luma of words on a bright and on a dark fill, and what parts the two: inside narrow and full range alike."""

Coverage = NDArray[np.uint8]


class Label:
    """Fills the area with the profile's colour and writes the region's words in the middle of its box."""

    name = "label"
    grade = Grade(
        Letter.A,
        "Every pixel is replaced by one constant, and words are written over it; nothing of the interior is used.",
        "By construction, as for solid. The words are typed by a person or name the kind of thing; they do not come "
        "from the picture.",
        "Hair, clothes, build, gait and voice stay, and whatever the words themselves give away.",
        MEASURED["label"],
    )

    def tones(self, area: Area) -> tuple[Plane, Plane, Plane]:
        """The fill with the words, which are grey."""
        over = _over(area)
        if over is None:
            luma, blue, red = (flat(value) for value in area.fill)
            return luma, blue, red
        import cv2

        ink = BRIGHT if area.fill[0] < MIDDLE else DARK
        rows, columns = over.shape
        even = cv2.copyMakeBorder(over, 0, rows % 2, 0, columns % 2, cv2.BORDER_REPLICATE)
        half = cv2.resize(even, (-(-columns // 2), -(-rows // 2)), interpolation=cv2.INTER_AREA)
        luma = _mixed(over, area.fill[0], ink=ink)
        blue, red = (_mixed(half, value, ink=NEUTRAL) for value in area.fill[1:])
        return luma, blue, red


def words_for(region: Region) -> str:
    """What is written over a region."""
    from reviewer.effects.lettering import plain

    return plain(region.label)[:LONGEST].strip() or USUAL.get(region.subject, "HIDDEN")


def _mixed(over: NDArray[np.number], ground: int, *, ink: int) -> Plane:
    part = over.astype(np.float32) / 255
    return np.asarray(np.rint(ground + (ink - ground) * part), np.uint8)


def _over(area: Area) -> Coverage | None:
    """How much of each pixel of the area the words cover, 0 to 255; None where they cover none."""
    if not area.words.strip():
        return None
    import cv2

    from reviewer.effects.lettering import letters

    drawn = letters(area.words, height=DRAWN)
    box = area.box
    scale = min(PART * abs(box.height), TALLEST) / drawn.shape[0]
    scale = min(scale, ROOM * abs(box.width) / drawn.shape[1])
    height, width = int(drawn.shape[0] * scale), int(drawn.shape[1] * scale)
    if height < LEAST or width < 1:
        return None
    left = int(np.floor(box.centre[0] - width / 2 + 0.5)) - area.left
    top = int(np.floor(box.centre[1] - height / 2 + 0.5)) - area.top
    rows, columns = area.bottom - area.top, area.right - area.left
    if left >= columns or top >= rows or left + width <= 0 or top + height <= 0:
        return None
    small = cv2.resize(drawn, (width, height), interpolation=cv2.INTER_AREA)
    over = np.zeros((rows, columns), np.uint8)
    inside = small[max(0, -top) : rows - top, max(0, -left) : columns - left]
    y, x = max(0, top), max(0, left)
    over[y : y + inside.shape[0], x : x + inside.shape[1]] = inside
    return over

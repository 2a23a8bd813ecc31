"""Masks of ink: lines of text, rounded rectangles, and how a colour is laid through a mask."""

import cv2
import numpy as np

from tests.training.forms import Colour
from tests.training.glyphs import Lettering, Picture, glyph, width_of


def blend(picture: Picture, mask: Picture, *, colour: Colour) -> None:
    """Paints a colour where the mask says, in place."""
    x, y, w, h = cv2.boundingRect(mask)
    if w == 0:
        return
    part = picture[y : y + h, x : x + w]
    weight = mask[y : y + h, x : x + w, None].astype(np.uint16)
    paint = np.array(colour, np.uint16)
    part[:] = ((part * (255 - weight) + paint * weight + 127) // 255).astype(np.uint8)


def text_mask(text: str, tall: int, *, lettering: Lettering, space: float = 0.16) -> Picture:
    """Ink of a line of text, `tall` pixels high; spaces are half a character wide."""
    tall = max(2, tall)
    gap = max(1, round(space * tall))
    cells = [cell(c, lettering, tall=tall) if c != " " else np.zeros((tall, tall // 2), np.uint8) for c in text or "-"]
    width = sum(c.shape[1] for c in cells) + gap * (len(cells) - 1)
    line = np.zeros((tall, max(1, width)), np.uint8)
    x = 0
    for one in cells:
        line[:, x : x + one.shape[1]] = one
        x += one.shape[1] + gap
    return line


def cell(character: str, lettering: Lettering, *, tall: int) -> Picture:
    """Ink of one character, `tall` pixels high."""
    wide = max(1, round(width_of(character, lettering) * tall))
    return np.asarray(cv2.resize(glyph(character, lettering), (wide, tall), interpolation=cv2.INTER_AREA), np.uint8)


def set_in(mask: Picture, centre: tuple[int, int], *, size: tuple[int, int], limit: float) -> Picture:
    """A mask of `size` (width, height) with the small one centred in it, shrunk to `limit` of the width if wider."""
    if mask.shape[1] > size[0] * limit:
        factor = size[0] * limit / mask.shape[1]
        mask = np.asarray(
            cv2.resize(
                mask,
                (max(1, round(size[0] * limit)), max(1, round(mask.shape[0] * max(factor, 0.7)))),
                interpolation=cv2.INTER_AREA,
            ),
            np.uint8,
        )
    whole = np.zeros((size[1], size[0]), np.uint8)
    x, y = centre[0] - mask.shape[1] // 2, centre[1] - mask.shape[0] // 2
    a, b, c, d = max(0, x), max(0, y), min(size[0], x + mask.shape[1]), min(size[1], y + mask.shape[0])
    if c > a and d > b:
        whole[b:d, a:c] = mask[b - y : d - y, a - x : c - x]
    return whole


def rounded_mask(size: tuple[int, int], radius: float, *, inset: int) -> Picture:
    """Coverage of a rectangle with rounded corners, `inset` pixels inside the size (width, height)."""
    mask = np.zeros((size[1], size[0]), np.uint8)
    r = int(max(0, min(radius - inset, (size[1] - 2 * inset) / 2 - 1)))
    a, b, c, d = inset, inset, size[0] - 1 - inset, size[1] - 1 - inset
    cv2.rectangle(mask, (a + r, b), (c - r, d), 255, -1)
    cv2.rectangle(mask, (a, b + r), (c, d - r), 255, -1)
    for x, y in ((a + r, b + r), (c - r, b + r), (a + r, d - r), (c - r, d - r)):
        cv2.circle(mask, (x, y), r, 255, -1, cv2.LINE_AA)
    return mask

"""Draws one number plate of a form, new and evenly lit, as a flat picture with its outline."""

from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from tests.training import forms_americas, forms_asia, forms_britain, forms_europe, forms_south_asia
from tests.training.forms import BLACK, WHITE, Band, Colour, Form, Row, spell, word
from tests.training.forms_invented import invented
from tests.training.glyphs import Lettering, Picture
from tests.training.inking import blend, cell, rounded_mask, set_in, text_mask
from tests.training.scripts import SIGNS, sign

FAMILIES = (
    (forms_britain.FORMS, 0.36),
    (forms_europe.FORMS, 0.26),
    (forms_americas.FORMS, 0.13),
    (forms_asia.FORMS, 0.12),
    (forms_south_asia.FORMS, 0.08),
)
"""The groups of forms with their shares of all plates; what is left are invented ones."""


@dataclass(frozen=True, slots=True)
class Plate:
    """A flat plate: BGR picture, its outline as coverage 0 to 255, its size in millimetres, its ink's mask."""

    picture: Picture
    outline: Picture
    ink: Picture
    width: float
    height: float
    form: Form

    @property
    def scale(self) -> float:
        """Pixels to the millimetre."""
        return float(self.picture.shape[1] / self.width)


def choose_form(rng: np.random.Generator) -> Form:
    """One form, by the shares of families and forms."""
    draw = float(rng.random())
    for forms, part in FAMILIES:
        if draw < part:
            shares = _shares(forms)
            return forms[int(np.searchsorted(shares, rng.random() * shares[-1]))]
        draw -= part
    return invented(rng)


@lru_cache(maxsize=8)
def _shares(forms: tuple[Form, ...]) -> NDArray[np.float64]:
    return np.cumsum([form.share for form in forms])


def draw_plate(form: Form, rng: np.random.Generator, *, scale: float = 1.0) -> Plate:
    """A plate of the form with a fresh mark, at `scale` pixels to the millimetre."""
    scheme = form.schemes[int(rng.integers(len(form.schemes)))]
    size = (round(form.width * scale), round(form.height * scale))
    picture = _ground(size, scheme.ground, lower=scheme.lower, strength=float(rng.uniform(0.5, 1)))
    _strips(picture, form, rng=rng)
    band = form.bands[int(rng.integers(len(form.bands)))]
    left, right = _band(picture, band, scale=scale, rng=rng)
    ink = np.zeros((size[1], size[0]), np.uint8)
    base = form.letterings[int(rng.integers(len(form.letterings)))]
    for row in form.rows:
        _row(ink, row, span=(left, size[0] - right), form=(form, base), rng=rng)
    blend(picture, ink, colour=scheme.ink)
    for legend in form.legends:
        if rng.random() < 0.8:
            text = (
                spell(legend.text, rng) if legend.text else " ".join(word(rng) for _ in range(int(rng.integers(1, 4))))
            )
            mask = text_mask(text, round(legend.tall * scale), lettering=Lettering(0.14, 0.6, 0.4))
            place = (round(legend.x * size[0]), round(legend.y * size[1]))
            blend(picture, set_in(mask, place, size=size, limit=0.8), colour=legend.colour or scheme.ink)
    if scheme.border:
        inset, line = round(float(rng.uniform(0, 5)) * scale), max(1, round(float(rng.uniform(2.5, 5)) * scale))
        edge = rounded_mask(size, form.corner * scale, inset=inset) - rounded_mask(
            size, form.corner * scale, inset=inset + line
        )
        blend(picture, edge, colour=scheme.border)
    return Plate(picture, rounded_mask(size, form.corner * scale, inset=0), ink, form.width, form.height, form)


def _ground(size: tuple[int, int], colour: Colour, *, lower: Colour | None, strength: float) -> Picture:
    picture = np.empty((size[1], size[0], 3), np.uint8)
    picture[:] = colour
    if lower is not None:
        t = np.clip(np.linspace(-0.3, 1.2, size[1]) * strength, 0, 1)[:, None, None]
        picture[:] = np.array(colour) * (1 - t) + np.array(lower) * t
    return picture


def _strips(picture: Picture, form: Form, *, rng: np.random.Generator) -> None:
    high, wide = picture.shape[:2]
    for s in form.strips:
        picture[round(s.top * high) : round(s.bottom * high), round(s.left * wide) : round(s.right * wide)] = s.colour
    if form.emblem is not None:
        # A hill, a tree or a sun in pale colours, as many American states print behind the characters.
        for _ in range(int(rng.integers(1, 4))):
            centre = (int(rng.integers(wide)), int(rng.uniform(0.2, 1.1) * high))
            tint = [int(v) for v in rng.uniform(90, 240, 3)]
            cv2.ellipse(
                picture,
                centre,
                (int(wide * rng.uniform(0.05, 0.3)), int(high * rng.uniform(0.1, 0.4))),
                0,
                0,
                360,
                tint,
                -1,
            )


def _band(picture: Picture, band: Band | None, *, scale: float, rng: np.random.Generator) -> tuple[int, int]:
    """Draws the stripe at one end; pixels that it takes at the left and at the right."""
    if band is None:
        return 0, 0
    high, wide = picture.shape[:2]
    width = min(round(band.width * scale), wide // 3)
    left = 0 if band.side == "left" else wide - width
    part = picture[:, left : left + width]
    part[:] = band.colours[int(rng.integers(len(band.colours)))]
    light = float(np.mean(part[0, 0])) > 150
    _badge(part, band.badge, rng=rng)
    letters = band.letters[int(rng.integers(len(band.letters)))]
    if letters:
        mask = text_mask(letters, round(high * 0.22), lettering=Lettering(0.17, 0.6, 0.4))
        blend(
            part,
            set_in(mask, (width // 2, round(high * 0.76)), size=(width, high), limit=0.8),
            colour=BLACK if light else WHITE,
        )
    if band.side == "left" and rng.random() < 0.3 and band.badge == "stars":
        return width, width // 2
    return (width, 0) if band.side == "left" else (0, width)


def _badge(part: Picture, badge: str, *, rng: np.random.Generator) -> None:
    """Stars in a circle, a small flag, a crest or a hologram in the upper half of the stripe."""
    high, wide = part.shape[:2]
    cx, cy, r = wide / 2, high * 0.34, min(wide * 0.3, high * 0.2)
    if badge == "stars":
        for k in range(12):
            at = (round(cx + r * np.sin(k * np.pi / 6)), round(cy - r * np.cos(k * np.pi / 6)))
            cv2.circle(part, at, max(1, round(r * 0.17)), (40, 210, 250), -1, cv2.LINE_AA)
    elif badge == "flag":
        a, b = (round(cx - r * 1.3), round(cy - r * 0.7)), (round(cx + r * 1.3), round(cy + r * 0.7))
        ground, cross = [
            ((110, 40, 10), (240, 240, 240)),
            ((240, 240, 240), (40, 20, 200)),
            ((90, 160, 30), (30, 30, 200)),
        ][int(rng.integers(3))]
        cv2.rectangle(part, a, b, ground, -1)
        cv2.line(part, a, b, cross, max(1, round(r * 0.2)), cv2.LINE_AA)
        cv2.line(part, (a[0], b[1]), (b[0], a[1]), cross, max(1, round(r * 0.2)), cv2.LINE_AA)
        cv2.line(part, (a[0], round(cy)), (b[0], round(cy)), (40, 20, 200), max(1, round(r * 0.35)))
        cv2.line(part, (round(cx), a[1]), (round(cx), b[1]), (40, 20, 200), max(1, round(r * 0.35)))
    elif badge:
        tint = [int(v) for v in rng.uniform(60, 255, 3)]
        cv2.ellipse(
            part, (round(cx), round(cy)), (max(1, round(r * 0.7)), max(1, round(r))), 0, 0, 360, tint, -1, cv2.LINE_AA
        )


def _row(
    ink: Picture, row: Row, *, span: tuple[int, int], form: tuple[Form, Lettering], rng: np.random.Generator
) -> None:
    """Sets one row of characters into the plate's ink, centred in the span of columns, squeezed where it must be."""
    the_form, base = form
    scale = ink.shape[0] / the_form.height
    text = spell(row.patterns[int(rng.integers(len(row.patterns)))], rng)
    stroke = (
        round(row.stroke / row.tall * base.stroke / 0.15, 2) if base.stroke < 0.13 else round(row.stroke / row.tall, 2)
    )
    lettering = Lettering(stroke, round(row.wide / row.tall, 2), base.rounding, base.square, base.hershey, base.bar_one)
    tall = max(3, round(row.tall * scale))
    cells: list[Picture] = []
    for i, c in enumerate(text):
        if c == "*":
            cells.append(_sign(the_form.script, tall, wide=row.wide * scale, rng=rng))
        elif c in " @":
            cells.append(np.zeros((tall, max(1, round(row.group * scale * (0.6 if c == " " else 1)))), np.uint8))
        else:
            cells.append(cell(c, lettering, tall=tall))
        if i + 1 < len(text):
            cells.append(np.zeros((tall, max(1, round(row.space * scale))), np.uint8))
    line = np.concatenate(cells, axis=1)
    room = span[1] - span[0] - round(2 * min(8.0, row.space) * scale)
    if line.shape[1] > room:
        line = np.asarray(cv2.resize(line, (max(3, room), tall), interpolation=cv2.INTER_AREA), np.uint8)
    middle = round((span[0] + span[1]) / 2 + float(rng.normal(0, 2)) * scale)
    place = (middle, round(row.y * ink.shape[0]))
    np.maximum(ink, set_in(line, place, size=(ink.shape[1], ink.shape[0]), limit=1.0), out=ink)


def _sign(script: str, tall: int, *, wide: float, rng: np.random.Generator) -> Picture:
    width = max(3, round(max(wide, tall * 0.62)))
    return np.asarray(
        cv2.resize(sign(script, int(rng.integers(SIGNS))), (width, tall), interpolation=cv2.INTER_AREA), np.uint8
    )

"""What is tried against every effect, and against a control that it is known to work on.

Each attack is given a way to cover pictures; it films something, has it covered and encoded, and
says how much of it it got back, from 0 to 1. The attacker knows everything but what is hidden: how the effect works,
where the region lies in every frame, and pictures of everyone whom it may be.
"""

from collections.abc import Callable, Iterable
from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

from reviewer.core import places
from reviewer.core.detection import Subject
from reviewer.core.frame import Frame
from reviewer.core.geometry import Box
from reviewer.core.settings import Search
from reviewer.effects.body import body
from reviewer.effects.grade import Attack
from reviewer.vision.blazeface import BlazeFace
from reviewer.vision.catalogue import checkers
from reviewer.vision.detector import Detector
from reviewer.vision.weights import Weights
from tests.attacks import people
from tests.attacks.controls import CELL, SIGMA, TURNS, live_blur, live_mosaic, mosaic, swirled
from tests.attacks.films import Covering, Film, inside, uncovered
from tests.attacks.matching import fine_likeness, named, named_by_rest, named_by_texture, taught

GROUND = 128
"""Pixels of the side of a picture with a face in it."""

FACE = Box(24.0, 16.0, float(people.WIDE), float(people.HIGH))
"""Where the face lies in it."""

FRAMES, MOVING = 48, 4
"""Frames of a face in motion, and faces that are filmed so."""

NOISE = 5e-3
"""What the Wiener filter takes for the power of noise, as a part of the picture's: grain and the encoder's."""

PORTRAITS = 6
"""Pictures with a whole portrait in them, from near and far."""

PLATES, READINGS = 24, 4
"""Number plates, every one of which the attacker tries, and how often each is to be read."""

PLATE = Box(32.0, 24.0, 96.0, 24.0)

Who = NDArray[np.intp]


def detection(covering: Covering) -> float:
    """The share of pictures in which one of the face detectors finds a face in what was covered."""
    film = _portraits()
    frames = film.through(covering)
    detectors = _detectors()
    try:
        found = [_found(frame, box, detectors=detectors) for frame, box in zip(frames, film.boxes, strict=True)]
    finally:
        for detector in detectors:
            detector.close()
    return float(np.mean(found))


def identity(covering: Covering) -> float:
    """The share of faces that are named right by the best of three kinds of likeness to pictures of everyone."""
    probes, gallery, who = _seen(covering), _gallery(), _who()
    ways: tuple[Callable[..., Who], ...] = (named, named_by_rest, named_by_texture)
    return max(float((way(probes, gallery) == who).mean()) for way in ways)


def unswirled(covering: Covering) -> float:
    """The same after a swirl was turned back: how a wanted man was found in 2007."""
    whole = _seen(covering)
    probes = np.stack([[swirled(p.astype(np.uint8), -TURNS) for p in each] for each in whole]).astype(np.float32)
    return float((named(probes, _gallery()) == _who()).mean())


def learning(covering: Covering) -> float:
    """The share of faces that are named right by a classifier that was taught on half of them."""
    seen, who = _seen(covering), _who()
    lesson = np.array([number < people.LOOKS // 2 for _, number in _looks()])
    return float((taught(seen[lesson], who[lesson], seen[~lesson]) == who[~lesson]).mean())


def motion(covering: Covering) -> float:
    """How like the faces is what can be rebuilt of them from the frames of a film, in what is finer than a cell."""
    likeness = []
    for person in range(MOVING):
        film = _moving(person)
        frames = film.through(covering)
        seen = [inside(frame, box)[0] for frame, box in zip(frames, film.boxes, strict=True)]
        still = np.mean(seen, axis=0)
        true = cv2.cvtColor(people.face(person), cv2.COLOR_RGB2GRAY)
        rebuilt = _rebuilt(seen, film.boxes, start=still)
        likeness.append([fine_likeness(made, true, over=CELL) for made in (still, rebuilt)])
    return float(np.abs(np.mean(likeness, axis=0)).max())


def sharpening(covering: Covering) -> float:
    """How like the faces is what a Wiener filter makes of them that knows the blur, in what is finer than it."""
    likeness = [
        fine_likeness(
            _wiener(seen[0]), cv2.cvtColor(people.look(person, number), cv2.COLOR_RGB2GRAY), over=round(2 * SIGMA)
        )
        for (person, number), seen in zip(_looks(), _seen(covering), strict=True)
    ]
    return abs(float(np.mean(likeness)))


def words(covering: Covering) -> float:
    """The share of plates that are read right by covering every one that it may be in the same way."""
    order = np.concatenate([np.random.default_rng(n).permutation(PLATES) for n in range(READINGS)])
    tried, read = (
        np.stack([inside(f, PLATE) for f in _plates(which, grain=grain).through(covering)])
        for grain, which in enumerate((np.arange(PLATES), order))
    )
    apart = ((read[:, None] - tried[None]) ** 2).mean(axis=(2, 3, 4))
    return float((np.argmin(apart, axis=1) == order).mean())


def around(covering: Covering) -> float:
    """The share of people who are named right by all that is in sight where a body is."""
    clear, seen = _around(uncovered), _around(covering)
    who = np.arange(len(seen)) // 4
    probes = np.arange(len(seen)) % 4 > 0
    ways: tuple[Callable[..., Who], ...] = (named, named_by_rest)
    return max(float((way(seen[probes], clear[~probes]) == who[probes]).mean()) for way in ways)


SUITE: dict[Attack, Callable[[Covering], float]] = {
    Attack.DETECTION: detection,
    Attack.IDENTITY: identity,
    Attack.LEARNING: learning,
    Attack.MOTION: motion,
    Attack.SHARPENING: sharpening,
    Attack.WORDS: words,
    Attack.BODY: around,
}

CHANCE: dict[Attack, float] = {
    Attack.DETECTION: 0.0,
    Attack.IDENTITY: 1 / people.PEOPLE,
    Attack.LEARNING: 1 / people.PEOPLE,
    Attack.MOTION: 0.0,
    Attack.SHARPENING: 0.0,
    Attack.WORDS: 1 / PLATES,
    Attack.BODY: 1 / people.PEOPLE,
}


def _detectors() -> tuple[Detector, ...]:
    """Those that check a copy for faces, and another that looks with another network."""
    blazeface = BlazeFace(Weights(places.models()).path("blazeface-full-range"), area=960 * 544)
    return (*checkers(Search(find=frozenset({Subject.FACE})), places.models()), blazeface)


def _found(frame: Frame, box: Box, *, detectors: Iterable[Detector]) -> bool:
    """Whether one of them finds a face there, with the score at which the check makes it a hit."""
    finds = (f for d in detectors for f in d.detect(frame, threshold=d.check_threshold))
    return any(f.box.shared(box) > 0.3 * f.box.area for f in finds)


def _portraits() -> Film:
    pictures, boxes = [], []
    for number in range(PORTRAITS):
        side, left = 160 + 40 * number, 30 + 40 * number
        whole = people.ground(number, width=640, height=400)
        whole[10 : 10 + side, left : left + side] = cv2.resize(
            people.picture(), (side, side), interpolation=cv2.INTER_AREA
        )
        pictures.append(whole)
        boxes.append(Box(left + 0.32 * side, 10 + 0.06 * side, 0.26 * side, 0.36 * side))
    return Film(pictures, boxes)


CONTROL: dict[Attack, Covering] = {
    Attack.DETECTION: uncovered,
    Attack.IDENTITY: live_mosaic,
    Attack.LEARNING: live_mosaic,
    Attack.MOTION: live_mosaic,
    Attack.SHARPENING: live_blur,
    Attack.WORDS: live_mosaic,
    Attack.BODY: uncovered,
}
"""What each attack is known to work on."""


@cache
def _looks() -> tuple[tuple[int, int], ...]:
    """Whom each picture shows, and which look at them it is; mixed, since what an encoder leaves lasts for pictures."""
    every = [(person, number) for person in range(people.PEOPLE) for number in range(people.LOOKS)]
    return tuple(every[at] for at in np.random.default_rng(5).permutation(len(every)))


def _who() -> Who:
    return np.array([person for person, _ in _looks()])


def _faces() -> Film:
    pictures = []
    for at, (person, number) in enumerate(_looks()):
        whole = people.ground(at, width=GROUND, height=GROUND)
        whole[int(FACE.y) : int(FACE.bottom), int(FACE.x) : int(FACE.right)] = people.look(person, number)
        pictures.append(whole)
    return Film(pictures, [FACE] * len(pictures))


@cache
def _seen(covering: Covering) -> NDArray[np.float32]:
    return np.stack([inside(frame, FACE) for frame in _faces().through(covering)])


@cache
def _gallery() -> NDArray[np.float32]:
    """Everyone's face as it is, in another picture than any that is to be named."""
    pictures = []
    for person in range(people.PEOPLE):
        whole = people.ground(900 + person, width=GROUND, height=GROUND)
        whole[int(FACE.y) : int(FACE.bottom), int(FACE.x) : int(FACE.right)] = people.face(person)
        pictures.append(whole)
    frames = Film(pictures, [FACE] * len(pictures)).through(uncovered)
    return np.stack([inside(frame, FACE) for frame in frames])


def _moving(person: int) -> Film:
    """A face that moves across the picture, by other parts of a cell in each frame."""
    behind, pictures, boxes = people.ground(70 + person, width=320, height=208), [], []
    for number in range(FRAMES):
        left, top = 10 + 3 * number, 40 + round(30 * np.sin(number / 4))
        whole = behind.copy()
        whole[top : top + people.HIGH, left : left + people.WIDE] = people.face(person)
        pictures.append(whole)
        boxes.append(Box(float(left), float(top), float(people.WIDE), float(people.HIGH)))
    return Film(pictures, boxes, one=True)


def _rebuilt(seen: list[NDArray[np.float32]], boxes: list[Box], *, start: NDArray[np.float32]) -> NDArray[np.float32]:
    """The picture that gives these mosaics in these places: what each step misses is given back to its cells."""
    offsets = [(-int(box.y) % CELL, -int(box.x) % CELL) for box in boxes]
    made = start.copy()
    for _ in range(12):
        missed = [
            each - mosaic(np.clip(made, 0, 255).astype(np.uint8), cell=CELL, start=offset)
            for each, offset in zip(seen, offsets, strict=True)
        ]
        made = made + 1.5 * np.mean(missed, axis=0)
    return np.asarray(np.clip(made, 0, 255), np.float32)


def _wiener(seen: NDArray[np.float32]) -> NDArray[np.float32]:
    """What a Gaussian of SIGMA blurred: inverted where it let something through (Wiener, 1949)."""
    wide = cv2.copyMakeBorder(seen, 24, 24, 24, 24, cv2.BORDER_REFLECT)
    down, across = (np.fft.fftfreq(n) for n in wide.shape)
    kept = np.exp(-2 * (np.pi * SIGMA) ** 2 * (down[:, None] ** 2 + across[None, :] ** 2))
    sharp = np.fft.ifft2(np.fft.fft2(wide) * kept / (kept**2 + NOISE)).real
    return np.asarray(sharp[24:-24, 24:-24], np.float32)


def _plates(which: Who, *, grain: int) -> Film:
    """The plates with these numbers, one after another, in other pictures for another `grain`."""
    noise, pictures = np.random.default_rng(grain), []
    for at, number in enumerate(which):
        whole = people.ground(1000 * grain + at, width=160, height=80)
        rows, columns = slice(int(PLATE.y), int(PLATE.bottom)), slice(int(PLATE.x), int(PLATE.right))
        plate = np.full((int(PLATE.height), int(PLATE.width), 3), 225, np.uint8)
        cv2.putText(plate, _mark(int(number)), (3, 18), cv2.FONT_HERSHEY_SIMPLEX, 0.55, (20, 20, 20), 2, cv2.LINE_AA)
        whole[rows, columns] = np.clip(plate + noise.normal(0, 4, plate.shape), 0, 255).astype(np.uint8)
        pictures.append(whole)
    return Film(pictures, [PLATE] * len(pictures), one=True)


def _mark(number: int) -> str:
    rng, signs = np.random.default_rng(number), list("ABCDEFGHJKLMNOPRSTUVWXYZ")
    return f"{''.join(rng.choice(signs, 2))}{rng.integers(10, 75)} {''.join(rng.choice(signs, 3))}"


@cache
def _around(covering: Covering) -> NDArray[np.float32]:
    """What is to be seen where the bodies are."""
    film = _bodies()
    height, width = film.pictures[0].shape[:2]
    at = [body(box).clipped(float(width), float(height)) for box in film.boxes]
    return np.stack([inside(f, box) for f, box in zip(film.through(covering), at, strict=True)])


def _bodies() -> Film:
    """People from head to knee, four pictures of each."""
    pictures, boxes = [], []
    for person in range(people.PEOPLE):
        for number in range(4):
            whole = people.ground(10 * person + number, width=288, height=320)
            left, top = 116 + 2 * number, 40 + 2 * number
            worn = people.clothes(person, width=110, height=208)
            lit = worn * (0.9 + 0.06 * number)
            whole[top + 56 : top + 264, left - 34 : left + 76] = np.clip(lit, 0, 255).astype(np.uint8)
            whole[top : top + 56, left : left + 42] = cv2.resize(people.look(person, number), (42, 56))
            pictures.append(whole)
            boxes.append(Box(float(left), float(top), 42.0, 56.0))
    return Film(pictures, boxes)

"""What effects draw comes through the encoder so well that the check takes none of it for something left bare."""

import numpy as np
import pytest

from reviewer.core.detection import Subject
from reviewer.core.footage import Colour
from reviewer.core.frame import Frame
from reviewer.core.geometry import Box
from reviewer.core.profile import Profile, Quality
from reviewer.core.region import Region, Shape
from reviewer.core.review import of
from reviewer.core.timing import Tick
from reviewer.effects.catalogue import names
from reviewer.effects.compare import compare
from reviewer.effects.cover import cover, grid_of, patches
from reviewer.media.encoding import encoding_of
from tests.attacks import people
from tests.attacks.films import Film, uncovered
from tests.effects.scenes import region

SIZE = (320, 208)
FRAMES = 10


def scene(number: int, *, effect: str) -> list[Region]:
    """A face near and one far away that move, and a plate."""
    return [
        region(Box(40 + 4 * number, 30, 56, 76), name="near", effect=effect),
        region(Box(250 - 3 * number, 150, 22, 28), name="far", shape=Shape.ELLIPSE, effect=effect),
        region(Box(150, 160 - 2 * number, 90, 26), name="plate", subject=Subject.PLATE, effect=effect),
    ]


@pytest.mark.parametrize("quality", [Quality.SMALLEST, Quality.BALANCED])
@pytest.mark.parametrize("effect", names())
def test_the_check_finds_nothing_bare_in_what_was_covered(effect: str, quality: Quality) -> None:
    wide = people.ground(3, width=SIZE[0] + 40, height=SIZE[1])
    grain = np.random.default_rng(6)
    pictures = [
        np.clip(wide[:, 2 * n : 2 * n + SIZE[0]] + grain.normal(0, 6, (SIZE[1], SIZE[0], 3)), 0, 255).astype(np.uint8)
        for n in range(FRAMES)
    ]
    pairs: list[tuple[Frame, Frame]] = []

    def covering(frame: Frame, box: Box, name: str) -> Frame:
        number = len(pairs)
        review = of(scene(number, effect=effect))
        at = Frame(Tick(0), *frame.planes)
        done = cover(at, review, profile=Profile(), colour=Colour())
        pairs.append((at, done))
        return Frame(frame.tick, *done.planes)

    film = Film(pictures, [Box(0, 0, 2, 2)] * FRAMES)
    copies = film.through(covering, encoding=encoding_of(quality))
    for number, (copy, (original, expected)) in enumerate(zip(copies, pairs, strict=True)):
        found = patches(of(scene(number, effect=effect)), Tick(0), grid=grid_of(original))
        places = [place for _, _, place in found]
        assert not compare(copy, expected, original=original, patches=places), number
        if number == 0:
            bare = compare(original, expected, original=original, patches=places).bare
            assert bare == tuple(range(len(places)))


def test_what_nothing_covered_comes_back_as_it_was() -> None:
    pictures = [people.ground(n, width=64, height=48) for n in range(3)]
    frames = Film(pictures, [Box(0, 0, 2, 2)] * 3).through(uncovered)
    assert all(abs(float(f.luma.mean()) - float(p.mean())) < 30 for f, p in zip(frames, pictures, strict=True))

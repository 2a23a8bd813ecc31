import numpy as np
import pytest

from tests.training.net.examples import Generator, Recipe, SpoiltError, batch, examples, packed_bgr
from tests.training.net.stand_in import Drawn, StandIn


def test_examples_depend_on_the_seed_and_the_number_alone() -> None:
    recipe = Recipe(StandIn(), 1, 64, 2)
    first, again = examples(recipe, 5), examples(recipe, 5)
    assert all((a.planes == b.planes).all() for a, b in zip(first, again, strict=True))
    assert (first[0].planes != first[1].planes).any()
    assert (first[0].planes != examples(Recipe(StandIn(), 2, 64, 2), 5)[0].planes).any()


def test_a_batch_holds_each_examples_cells_under_its_own_number() -> None:
    parts = [examples(Recipe(StandIn(), 1, 64, 1), number)[0] for number in range(4)]
    together = batch(parts)
    assert together.planes.shape == (4, 6, 32, 32)
    assert together.wanted.plates == sum(p.targets.plates for p in parts) > 0
    for number, part in enumerate(parts):
        mine = together.wanted.cells[:, 0] == number
        assert (together.wanted.cells[mine][:, 1:].numpy() == part.targets.cells).all()
        assert (together.wanted.quads[mine].numpy() == part.targets.quads).all()


@pytest.mark.parametrize(
    "change",
    [
        lambda d: Drawn(d.picture.astype(np.float32), d.corners, d.visible, d.ignore),
        lambda d: Drawn(d.picture[..., 0], d.corners, d.visible, d.ignore),
        lambda d: Drawn(d.picture, d.corners * np.nan, d.visible, d.ignore),
        lambda d: Drawn(d.picture, d.corners * 1e6, d.visible, d.ignore),
        lambda d: Drawn(d.picture, d.corners[:, :3], d.visible, d.ignore),
        lambda d: Drawn(d.picture, d.corners, d.visible[:0], d.ignore),
    ],
)
def test_a_broken_picture_or_truth_is_refused(change) -> None:  # noqa: ANN001
    broken = change(StandIn()(3))
    with pytest.raises(SpoiltError):
        examples(Recipe(lambda number: broken, 1, 64, 1), 3)


def test_the_generator_gives_the_stream_that_its_seed_names() -> None:
    first, again = Generator(4, (128, 128)), Generator(4, (128, 128))
    assert (first(2).picture == again(2).picture).all()
    assert first(2).picture.shape == (128, 128, 3)
    assert (first(2).picture != first(3).picture).any()


def test_a_picture_is_packed_as_its_frame_would_be() -> None:
    picture = np.full((9, 11, 3), (40, 40, 220), np.uint8)
    pixels = packed_bgr(picture)
    assert pixels.shape == (6, 4, 5)
    luma, blue, red = (float(pixels[c].mean()) for c in (0, 4, 5))
    assert luma == pytest.approx(94, abs=3)
    assert blue < 110
    assert red > 190

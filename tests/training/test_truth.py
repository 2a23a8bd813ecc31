"""The corners that a sample names are those in its picture, through every step that moves anything."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from tests.training.backgrounds import Backgrounds
from tests.training.forms import BLACK, Form, Row, Scheme
from tests.training.lens import Lens, choose_lens
from tests.training.pen import Pen
from tests.training.placement import Placement, turned
from tests.training.sample import sample, stream
from tests.training.scene import Scene
from tests.training.staging import LONGEST

SIZE = (416, 352)


def a_view(rng: np.random.Generator, *, radius: float = 0.0, scale: float = 0.25) -> Placement:
    yaw, pitch, roll = np.radians([rng.uniform(-60, 60), rng.uniform(-25, 25), rng.uniform(-40, 40)])
    centre = (float(rng.uniform(150, 260)), float(rng.uniform(120, 230)))
    return Placement(turned(yaw, pitch, roll=roll), centre, scale, 600 / scale, radius)


def a_red_plate(placement: Placement) -> Scene:
    """A black scene with one red plate of 520 by 111 mm and nothing else."""
    scene = Scene(np.zeros((SIZE[1], SIZE[0], 3), np.uint8))
    side = 400.0
    scale = min(2 * placement.scale, LONGEST / (2 * side))
    pen = Pen((-side, -side), (side, side), scale=scale, base=(0, 0, 0))
    red = np.zeros((111, 520, 3), np.uint8)
    red[:] = (0, 0, 255)
    turn = 0.05
    about = np.array([[np.cos(turn), -np.sin(turn), 20.0], [np.sin(turn), np.cos(turn), -30.0]])
    middle = about[:, :2] @ np.array([(520 - 1) / 2, (111 - 1) / 2])
    pen.set(red, np.full((111, 520), 255, np.uint8), about=np.column_stack([about[:, :2], about[:, 2] - middle]))
    scene.lay(pen, placement)
    scene.add((520, 111), about, placement=placement, form="red")
    return scene


def the_edge(red: np.ndarray, side: np.ndarray, *, span: tuple[float, float], out: np.ndarray) -> np.ndarray:
    """Points where the red area ends across a stretch of a side (2, 2), found to a tenth of a pixel."""
    edges = []
    steps = np.arange(-4, 4.01, 0.1)
    for t in np.linspace(*span, 9):
        line = (side[0] + (side[1] - side[0]) * t)[None] + steps[:, None] * out
        value = cv2.remap(red, line[:, None].astype(np.float32), None, cv2.INTER_LINEAR)[:, 0]
        inside = np.flatnonzero(value > 127)
        edges.append(line[inside[-1]] if len(inside) else line[0])
    return np.array(edges, np.float32)


def found_corners(picture: np.ndarray, near: np.ndarray) -> np.ndarray:
    """The corners of the red area: where the lines along its sides cross, measured close to each corner."""
    red, corners = picture[..., 2].astype(np.float32), []
    for k in range(4):
        lines = []
        for a, b in ((near[k - 1], near[k]), (near[(k + 1) % 4], near[k])):
            along = (b - a) / np.hypot(*(b - a))
            out = np.array([along[1], -along[0]])
            out = out if out @ ((a + b) / 2 - near.mean(0)) > 0 else -out
            edge = the_edge(red, np.stack([a, b]), span=(0.6, 0.9), out=out)
            fit = cv2.fitLine(edge, cv2.DIST_L2, 0, 0.01, 0.01)[:, 0]
            lines.append((fit[2:], fit[:2]))
        (p, u), (q, v) = lines
        s, _ = np.linalg.solve(np.stack([u, -v], 1), q - p)
        corners.append(p + s * u)
    return np.array(corners)


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("radius", [0.0, 2500.0])
def test_a_red_plate_is_found_where_its_corners_are_named(seed: int, radius: float) -> None:
    rng = np.random.default_rng(seed)
    scene = a_red_plate(a_view(rng, radius=radius, scale=0.12 + 0.06 * seed))
    named = scene.plates[0].corners
    error = np.hypot(*(found_corners(scene.picture, named) - named).T)
    assert error.max() < (0.8 if not radius else 1.5)


@pytest.mark.parametrize("seed", range(4))
def test_a_red_plate_is_found_through_fisheye_and_rolling_shutter(seed: int) -> None:
    rng = np.random.default_rng(seed)
    scene = a_red_plate(a_view(rng, scale=0.2))
    lens = Lens((120.0, 200.0), 500.0, 1.15, skew=0.08, shake=0.5, period=300)
    named = lens.forward(scene.plates[0].corners)
    error = np.hypot(*(found_corners(lens.apply(scene.picture), named) - named).T)
    assert error.max() < 1.5


def test_the_lens_is_known_in_both_directions_and_shows_only_what_the_scene_holds() -> None:
    rng = np.random.default_rng(3)
    border = np.array([[0, 0], [415, 0], [415, 351], [0, 351], [200, 0], [0, 100]], np.float64)
    for _ in range(50):
        lens = choose_lens(SIZE, rng)
        assert np.allclose(lens.forward(lens.inverse(border)), border, atol=1e-6)
        still = Lens(lens.centre, lens.focal, lens.zoom)
        seen = still.inverse(border)
        assert (seen >= -0.51).all()
        assert (seen <= np.array(SIZE) + 0.01).all()


def test_a_bent_surface_is_known_in_both_directions() -> None:
    rng = np.random.default_rng(4)
    points = rng.uniform(-260, 260, (40, 2))
    placement = a_view(rng, radius=1500.0)
    assert np.allclose(placement.inverse(placement.forward(points)), points, atol=1e-6)


def test_a_plate_behind_something_is_seen_less() -> None:
    placement = Placement(turned(0, 0, roll=0), (200.0, 170.0), 0.25, 2000.0)
    scene = a_red_plate(placement)
    cover = Pen((-400, -400), (20, 400), scale=0.5, base=(0, 200, 0))
    cover.box((-400, -400), (20, 400), colour=(0, 200, 0))
    scene.lay(cover, placement)
    assert 0.4 < 1 - scene.plates[0].hidden.mean() < 0.6


def test_the_same_sample_is_the_same_picture_whatever_came_before() -> None:
    behind, order = Backgrounds(None), list(range(16))
    forwards = [sample(5, k, size=(224, 224), backgrounds=behind) for k in order]
    backwards = [sample(5, k, size=(224, 224), backgrounds=Backgrounds(None)) for k in reversed(order)][::-1]
    for once, again in zip(forwards, backwards, strict=True):
        assert np.array_equal(once.picture, again.picture)
        assert np.array_equal(once.corners, again.corners)
    assert not np.array_equal(forwards[0].picture, sample(6, 0, size=(224, 224), backgrounds=behind).picture)


@pytest.mark.logs("broken.mp4")
def test_a_recording_that_cannot_be_read_is_named_and_left_out(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "broken.mp4").write_bytes(b"no recording at all")
    cv2.imwrite(str(tmp_path / "still.png"), np.full((90, 120, 3), (10, 200, 30), np.uint8))
    behind = Backgrounds(tmp_path, share=1.0)
    assert "broken.mp4" in caplog.text
    green = behind.crop((64, 64), np.random.default_rng(0))
    assert green[..., 1].mean() > 2 * green[..., 2].mean()


@pytest.mark.logs("nowhere")
def test_without_a_folder_backgrounds_are_made_and_that_is_said(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    picture = Backgrounds(tmp_path / "nowhere").crop((64, 48), np.random.default_rng(0))
    assert picture.shape == (48, 64, 3)
    assert "nowhere" in caplog.text


def test_samples_have_the_shape_that_they_promise() -> None:
    made = stream(2, SIZE)
    for _ in range(12):
        one = next(made)
        assert one.picture.shape == (SIZE[1], SIZE[0], 3)
        assert one.picture.dtype == np.uint8
        count = len(one.forms)
        assert one.corners.shape == (count, 4, 2)
        assert one.visible.shape == one.ignore.shape == (count,)
        assert ((one.visible > 0) & (one.visible <= 1)).all()
        assert (one.ignore[one.visible < 0.4]).all()
        # Clockwise on a screen: the area by the shoelace formula is positive with y down.
        x, y = one.corners[..., 0], one.corners[..., 1]
        assert (np.sum(x * np.roll(y, -1, 1) - y * np.roll(x, -1, 1), axis=1) > 0).all()


@pytest.mark.parametrize("size", [(415, 416), (16, 16), (0, 0)])
def test_a_size_that_video_cannot_have_is_refused(size: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="even sides"):
        next(stream(1, size))


def test_every_form_can_be_drawn_and_has_ink_on_its_ground() -> None:
    from tests.training import forms_americas, forms_asia, forms_britain, forms_europe, forms_south_asia
    from tests.training.forms_invented import invented as an_invented_form
    from tests.training.plate import draw_plate

    rng = np.random.default_rng(1)
    invented = [an_invented_form(rng) for _ in range(20)]
    every = [
        *forms_britain.FORMS,
        *forms_europe.FORMS,
        *forms_americas.FORMS,
        *forms_asia.FORMS,
        *forms_south_asia.FORMS,
        *invented,
    ]
    assert len({f.name for f in every}) > 70
    for form in every:
        plate = draw_plate(form, rng, scale=0.5)
        covered = float((plate.ink > 127).mean())
        assert 0.03 < covered < 0.55, form.name
        assert plate.picture.shape[1] == round(form.width * 0.5)


def test_a_single_form_spells_its_pattern() -> None:
    from tests.training.forms import spell

    rng = np.random.default_rng(0)
    text = spell("AA99 AAA", rng)
    assert text[:2].isalpha()
    assert text[2:4].isdigit()
    assert text[4] == " "
    assert Form("x", 100, 50, (Row(("A",)),), (Scheme((1, 2, 3), BLACK),)).share == 1.0

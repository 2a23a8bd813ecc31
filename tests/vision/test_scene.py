"""What each frame is like: the camera's motion, light, detail, cuts."""

import numpy as np
import pytest
from numpy.typing import NDArray

from reviewer.vision.scene import Scene, Sight
from tests.vision.moving import texture


def seen(*pictures: NDArray[np.uint8]) -> Scene:
    sight = Sight()
    for picture in pictures:
        sight.see(picture)
    return sight.scene(slice(None))


def test_the_camera_s_motion_is_told_in_parts_of_the_picture_s_width() -> None:
    ground = texture(540, 1100, seed=4)
    scene = seen(*(np.ascontiguousarray(ground[:, 8 * n : 960 + 8 * n]) for n in range(4)))
    assert scene.motion[0].tolist() == [0, 0]
    assert scene.motion[1:, 0] * 960 == pytest.approx([-8, -8, -8], abs=1)
    assert not scene.cuts.any()


def test_another_shot_is_a_cut_and_a_flash_is_none() -> None:
    here = (texture(270, 480, seed=1) // 2).astype(np.uint8)
    there = np.where(texture(270, 480, seed=9) > 120, 240, 5).astype(np.uint8)
    assert seen(here, here, there, there).cuts.tolist() == [False, False, True, False]
    flash = (here.astype(int) + 60).clip(0, 255).astype(np.uint8)
    assert not seen(here, flash, here).cuts.any()


def test_dark_and_blurred_frames_are_told_from_light_and_sharp_ones() -> None:
    sharp = np.random.default_rng(0).integers(0, 255, (540, 960), np.uint8).repeat(1, axis=0)
    scene = seen(sharp, (sharp // 4).astype(np.uint8), np.full_like(sharp, 120))
    assert scene.light[1] < scene.light[0] / 2
    assert scene.detail[2] == 0 < scene.detail[0]


def test_scenes_of_neighbours_are_joined_at_the_frame_they_share() -> None:
    frames = [texture(90, 160, seed=n) for n in range(6)]
    whole = seen(*frames)
    first, second = seen(*frames[:4]), seen(*frames[3:])
    joined = Scene.joined([first, second])
    assert len(joined) == 6
    assert joined.light.tolist() == whole.light.tolist()
    assert joined.motion.tolist() == whole.motion.tolist()
    assert len(Scene.joined([])) == 0


@pytest.mark.parametrize("shape", [(4096, 16), (16, 4096), (1, 1), (1, 700)])
def test_very_narrow_pictures_are_watched_in_a_small_picture_all_the_same(
    shape: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    sizes = list[tuple[int, ...]]()
    monkeypatch.setattr("reviewer.vision.scene._detail", lambda small: sizes.append(small.shape) or 0.0)
    scene = seen(*(np.full(shape, level, np.uint8) for level in (10, 20)))
    assert np.isfinite(scene.motion).all()
    assert max(max(size) for size in sizes) <= 240


def test_motion_across_and_down_is_told_in_the_same_measure() -> None:
    ground = texture(1300, 800, seed=4)
    scene = seen(*(np.ascontiguousarray(ground[8 * n : 1200 + 8 * n, 6 * n : 700 + 6 * n]) for n in range(3)))
    assert scene.motion[1:] * 700 == pytest.approx(np.array([[-6, -8]] * 2), abs=1)

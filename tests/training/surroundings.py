"""What stands about the vehicles: clutter behind them, posts and people before them."""

import numpy as np

from tests.training.clutter import clothing, draw_clutter
from tests.training.pen import Pen, Point, shaded
from tests.training.placement import Placement, turned
from tests.training.stage import Stage, placed
from tests.training.vehicle_parts import paint, plastic


def add_clutter(stage: Stage) -> None:
    """Signs, posters, vents and the like, on the background."""
    rng = stage.rng
    for _ in range(int(rng.choice(6, p=[0.3, 0.25, 0.2, 0.12, 0.08, 0.05]))):
        width = float(np.exp(rng.uniform(np.log(16), np.log(0.6 * max(stage.size)))))
        placement = placed(stage, width / 600)
        stage.scene.lay(draw_clutter(rng, scale=min(2 * placement.scale, 1.2)), placement)


def add_foreground(stage: Stage) -> None:
    """A post, rails, a person or a finger before all else, often just before a plate."""
    rng, (wide, high) = stage.rng, stage.size
    if rng.random() > 0.14:
        return
    pen = Pen((0, 0), (wide, high), scale=1.0, base=(90, 90, 90))
    x = float(rng.uniform(0, wide))
    if stage.scene.plates and rng.random() < 0.6:
        x = float(stage.scene.plates[-1].corners.mean(0)[0] + rng.normal(0, 20))
    draw = float(rng.random())
    if draw < 0.45:
        half, tone = float(np.exp(rng.uniform(0.5, 3.2))), paint(rng)
        post = np.array([(x - half, -50), (x + half, -50), (x + half, high + 50), (x - half, high + 50)])
        pen.shade(post, tone, bottom=shaded(tone, 0.8))
    elif draw < 0.65:
        gap, tone = float(rng.uniform(12, 60)), plastic(rng)
        for at in np.arange(-gap, wide, gap):
            pen.line([(float(at), float(high) * 0.3), (float(at), float(high))], tone, wide=max(1.0, gap * 0.12))
    elif draw < 0.8:
        centre: Point = (float(rng.choice([0, wide])), float(rng.uniform(0, high)))
        skin = shaded((120, 150, 200), float(rng.uniform(0.3, 1)))
        pen.oval(centre, (float(rng.uniform(20, 110)), float(rng.uniform(20, 80))), colour=skin)
    else:
        _person(stage, x)
        return
    # Pixel middles lie at whole numbers in a scene, and half a unit from the edge in the pen's measure.
    stage.scene.lay(pen, Placement(turned(0, 0, roll=float(rng.normal(0, 0.06))), (-0.5, -0.5), 1.0, 1e5))


def _person(stage: Stage, x: float) -> None:
    rng = stage.rng
    scale = float(rng.uniform(0.1, 0.6))
    pen = Pen((-310, -640), (310, 640), scale=min(2 * scale, 1.2), base=(60, 60, 60))
    clothing(pen, rng)
    pen.area([(-190, 400), (190, 400), (170, 640), (-170, 640)], plastic(rng))
    y = stage.size[1] * float(rng.uniform(0.4, 0.9))
    stage.scene.lay(pen, Placement(turned(0, 0, roll=0), (x, y), scale, 1e5))

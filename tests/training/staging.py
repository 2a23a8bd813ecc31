"""Puts vehicles with their plates into a scene, between what lies behind and what stands before them."""

import cv2
import numpy as np

from tests.training.bodies import Body, Draw
from tests.training.flanks import draw_flank, flank_placement
from tests.training.forms import Form
from tests.training.mounting import details, hang, leave_bare, mount, sticker
from tests.training.pen import Pen, Point, shaded
from tests.training.placement import Placement
from tests.training.plate import choose_form
from tests.training.scene import Scene
from tests.training.stage import Pose, Stage, placed
from tests.training.surroundings import add_clutter, add_foreground
from tests.training.vehicle_parts import paint
from tests.training.vehicle_rears import motorcycle_rear
from tests.training.vehicles import KINDS, alone, draw_vehicle, panel

LONGEST = 1000
"""Pixels of the longer side of a vehicle's canvas; near vehicles are drawn with fewer pixels to the millimetre."""


def staged(scene: Scene, mode: str, *, rng: np.random.Generator) -> None:
    """Fills a scene that holds only its background."""
    draw = float(rng.random())
    roll = rng.normal(0, 3) if draw < 0.85 else rng.normal(0, 14) if draw < 0.97 else rng.uniform(-70, 70)
    stage = Stage(scene, mode, rng, (float(np.clip(rng.normal(7, 11), -30, 48)), float(roll)))
    add_clutter(stage)
    _traffic(stage)
    add_foreground(stage)


def _traffic(stage: Stage) -> None:
    """Vehicles, the far ones first: most with a plate, some without one."""
    rng = stage.rng
    room = np.sqrt(stage.size[0] * stage.size[1]) / 416
    count = int(rng.choice(6, p=[0.1, 0.3, 0.3, 0.17, 0.09, 0.04]) * room + rng.random() * 0.5)
    poses: list[tuple[float, Pose | None]] = [(_plate_width(stage), None) for _ in range(count)]
    if rng.random() < 0.12:
        poses += _parked(stage)
    for width, pose in sorted(poses, key=lambda one: one[0]):
        _vehicle(stage, width, pose=pose)


def _parked(stage: Stage) -> list[tuple[float, Pose | None]]:
    """A row of parked vehicles: one direction, one line, each somewhat larger than the one before."""
    rng, (wide, high) = stage.rng, stage.size
    width, grow = float(np.exp(rng.uniform(np.log(12), np.log(45)))), float(rng.uniform(1.0, 1.35))
    x, y, yaw = float(rng.uniform(0, 0.4)) * wide, float(rng.uniform(0.25, 0.75)) * high, float(rng.uniform(-60, 60))
    side, fall = (1 if rng.random() < 0.5 else -1), float(rng.normal(0, 0.12))
    row: list[tuple[float, Pose | None]] = []
    while len(row) < 7 and -0.1 * wide < x < 1.1 * wide:
        pose = Pose(x if side > 0 else wide - x, y, yaw + float(rng.normal(0, 2.5)))
        row.append((width, pose))
        step = width * float(rng.uniform(4.2, 6.0))
        x, y, width = x + step, y + step * fall, width * grow
    return row


def _plate_width(stage: Stage) -> float:
    """A plate's width in pixels if it is seen straight on: log-uniform, mostly from 14 to 80."""
    draw, rng = stage.rng.random(), stage.rng
    near = (80.0, max(160.0, min(600.0, 0.9 * max(stage.size))))
    low, high = (14.0, 80.0) if draw < 0.64 else (11.0, 160.0) if draw < 0.89 else near
    return float(np.exp(rng.uniform(np.log(low), np.log(high))))


def _vehicle(stage: Stage, width: float, *, pose: Pose | None = None) -> None:
    """One vehicle with its plate `width` pixels wide, its side, and what hangs in front of the plate."""
    rng = stage.rng
    form = choose_form(rng)
    placement = placed(stage, width / (form.width if pose is None else 500.0), pose=pose)
    draw, top = _kind(form, rng)
    half = float(rng.uniform(780, 930))
    middle = float(rng.normal(0, 0.14)) * half if rng.random() < 0.3 else float(rng.normal(0, 12))
    body = Body(middle, half, paint(rng), float(rng.uniform(380, 620)), (form.width / 2, form.height / 2), top)
    window, canvas = _window(stage, placement)
    pen = draw_vehicle(draw, body, window=window, scale=canvas, rng=rng)
    gain = _surroundings(stage, pen)
    if draw not in (alone, motorcycle_rear):
        details(pen, body.plate, paint_=body.paint, rng=rng)
    if rng.random() < 0.15:
        sticker(pen, body.plate, rng=rng)
    bare = rng.random() < 0.1
    if bare:
        leave_bare(pen, body.plate, rng=rng)
    else:
        about = mount(pen, form, mode="clear" if draw is alone else stage.mode, scale=placement.scale, rng=rng)
    _dim(pen, gain)
    _softened(pen, rng)
    if draw not in (panel, alone, motorcycle_rear):
        _flank(stage, body, placement=placement, gain=gain)
    stage.scene.lay(pen, placement)
    if not bare:
        stage.scene.add((form.width, form.height), about, placement=placement, form=form.name)
    if rng.random() < 0.07:
        over = Pen(*window, scale=canvas, base=(30, 30, 30))
        hang(over, body.plate, rng=rng)
        stage.scene.lay(over, placement)


def _kind(form: Form, rng: np.random.Generator) -> tuple[Draw, float]:
    """What carries a plate of the form, and the height of its roof."""
    if form.width < 240 and rng.random() < 0.85:
        return motorcycle_rear, -900.0
    shares = np.cumsum([share for _, share, _ in KINDS])
    draw, _, tops = KINDS[int(np.searchsorted(shares, rng.random() * shares[-1]))]
    return draw, float(rng.uniform(*tops))


def _window(stage: Stage, placement: Placement) -> tuple[tuple[Point, Point], float]:
    """The part of a vehicle that can be seen, in millimetres, and the pixels to the millimetre to draw it with."""
    steep = max(0.35, abs(float(placement.rotation[0, 0])))
    reach = 1.25 * max(stage.size) / placement.scale / steep
    side = min(1350.0, reach, placement.radius * 1.2 or 1e9)
    top, low = min(2400.0, reach), min(760.0, reach)
    return ((-side, -top), (side, low)), min(2 * placement.scale, LONGEST / max(2 * side, top + low))


def _surroundings(stage: Stage, pen: Pen) -> float:
    """Mirrors the background in the paint, in place; how bright the light is on the vehicle."""
    rng = stage.rng
    if rng.random() < 0.7:
        high, wide = pen.cover.shape
        turned_over = cv2.resize(stage.behind[:, ::-1], (wide, high), interpolation=cv2.INTER_LINEAR)
        part = float(rng.uniform(0.05, 0.4))
        pen.picture[:] = cv2.addWeighted(pen.picture, 1 - part, turned_over, part, 0)
    around = float(stage.behind[::8, ::8].mean()) / 115
    return float(np.clip(around ** float(rng.uniform(0, 0.9)) * np.exp(rng.normal(0, 0.12)), 0.5, 1.15))


def _dim(pen: Pen, gain: float) -> None:
    pen.picture[:] = cv2.convertScaleAbs(pen.picture, alpha=gain)


def _softened(pen: Pen, rng: np.random.Generator) -> None:
    """The blur of a vehicle that drives while all else stands, along it or towards the camera."""
    if rng.random() > 0.1:
        return
    length = min(int(rng.uniform(2, 9)), max(2, pen.cover.shape[1] // 12)) * 2 + 1
    kernel = (length, 1) if rng.random() < 0.75 else (1, max(3, length // 4 * 2 + 1))
    pen.picture[:] = cv2.blur(pen.picture, kernel)
    pen.cover[:] = cv2.blur(pen.cover, kernel, borderType=cv2.BORDER_REPLICATE)


def _flank(stage: Stage, body: Body, *, placement: Placement, gain: float) -> None:
    """Lays the side of a vehicle that stands at an angle."""
    found = flank_placement(placement, body.half * 0.97)
    # Seen from high above, the roof would show, which is not drawn.
    if found is None or abs(stage.held[0]) > 20:
        return
    at, side = found
    rng = stage.rng
    roof = body.top
    long = float(rng.uniform(3300, 4300))
    scale = min(2 * at.scale, 700 / long)
    low = (-60.0 if side > 0 else -long, roof - 20)
    pen = Pen(low, (low[0] + long + 60, body.ground + 70), scale=scale, base=shaded(body.paint, 0.6))
    draw_flank(pen, body.paint, shape=(long, roof, body.ground), side=side, rng=rng)
    _dim(pen, gain)
    stage.scene.lay(pen, at)

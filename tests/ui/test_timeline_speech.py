"""Where somebody speaks is seen below the waveform, and said."""

import numpy as np
from pytestqt.qtbot import QtBot

from reviewer.core.speaking import Speech, SpokenIn
from reviewer.ui.timeline.bands import Kind
from reviewer.ui.timeline.telling import LEGENDS, description
from reviewer.ui.timeline.view import Timeline
from tests.support.timelines import FOOTAGE, a_scene, tick

STREAM = FOOTAGE.recording.sounds[0].index


def spoken() -> Speech:
    scores = np.zeros(300, np.uint8)
    scores[100:200] = 255  # from 3.2 to 6.4 seconds
    return Speech((SpokenIn(STREAM, 0.0, scores),))


def test_the_strip_is_hatched_where_somebody_speaks_and_gone_with_the_footage(qtbot: QtBot) -> None:
    timeline = Timeline()
    qtbot.addWidget(timeline)
    timeline.resize(700, 300)
    timeline.load(FOOTAGE)
    before = timeline.grab().toImage()
    timeline.hear_speech(spoken())
    after = timeline.grab().toImage()
    scene = timeline.scene
    assert scene is not None
    band = scene.band(Kind.SOUND)
    assert band is not None
    rows = range(round(band.bottom) - 8, round(band.bottom) - 2)
    changed = [x for x in range(after.width()) if any(after.pixel(x, y) != before.pixel(x, y) for y in rows)]
    ratio = float(scene.time_base)
    assert changed
    assert abs(changed[0] - scene.scale.x_of(3.2 / ratio)) < 3
    assert abs(changed[-1] - scene.scale.x_of(6.4 / ratio)) < 3
    timeline.load(FOOTAGE)
    assert timeline.grab().toImage() == before


def test_it_is_said_to_a_screen_reader_and_in_the_legend() -> None:
    scene = a_scene()
    assert "Somebody seems to speak here." in description(scene, tick(120), names={}, speech=spoken())
    assert "speak" not in description(scene, tick(3), names={}, speech=spoken())
    assert "speak" in LEGENDS[Kind.SOUND]

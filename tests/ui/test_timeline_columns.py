"""One value for each column of pixels, the pictures of the film, and the timeline in words."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtGui import QColor

from reviewer.core.marker import Marker, MarkerId
from reviewer.core.region import KeyframeSource, RegionId
from reviewer.core.review import Review
from reviewer.core.silence import SilenceId
from reviewer.ui.timeline.bands import Kind
from reviewer.ui.timeline.columns import Columns, image_of, number_of
from reviewer.ui.timeline.film import chosen, pictures, slots
from reviewer.ui.timeline.hits import Spot, What
from reviewer.ui.timeline.scale import Scale
from reviewer.ui.timeline.telling import LEGENDS, description, tip
from tests.support.timelines import FRAMES, INDEX, FakeFilm, a_scene, bar, frames, quiet, tick

ALL = Scale.of(INDEX, 620)


def columns(scale: Scale, *, ratio: float = 1.0) -> Columns:
    return Columns.of(INDEX, scale, count=round(620 * ratio), ratio=ratio)


def test_a_column_of_many_frames_shows_the_greatest_risk_among_them() -> None:
    risk = np.zeros(FRAMES, np.float32)
    risk[77] = 0.5
    narrow = Scale.of(INDEX, 80)
    shown = Columns.of(INDEX, narrow, count=80, ratio=1.0).most(risk)
    assert shown.max() == 0.5
    assert np.flatnonzero(shown).tolist() == [int(narrow.x_of(tick(77)))]


def test_a_frame_of_many_columns_shows_in_all_of_them_and_in_no_other() -> None:
    risk = np.zeros(FRAMES, np.float32)
    risk[77] = 0.5
    close = ALL.zoomed(30, x=ALL.x_of(tick(77)))
    shown = np.flatnonzero(columns(close).most(risk))
    assert shown[0] == pytest.approx(close.x_of(tick(77)), abs=1.5)
    assert shown[-1] == pytest.approx(close.x_of(tick(78)), abs=1.5)


def test_beyond_the_footage_there_is_nothing() -> None:
    shown = columns(ALL).most(np.ones(FRAMES, np.float32))
    assert np.flatnonzero(shown).tolist() == list(range(10, 610))
    assert set(columns(ALL).least_watched(np.ones(FRAMES, np.uint8))[:10].tolist()) == {4}


@pytest.mark.parametrize(("watched", "shown"), [((1, 1), 1), ((1, 2), 2), ((2, 3), 3), ((3, 0), 0), ((1, 0), 0)])
def test_a_column_shows_how_the_frame_was_watched_that_was_watched_least(watched: tuple[int, int], shown: int) -> None:
    seen = np.tile(np.array(watched, np.uint8), FRAMES // 2)
    narrow = Scale.of(INDEX, 80)
    assert set(Columns.of(INDEX, narrow, count=80, ratio=1.0).least_watched(seen)[11:69].tolist()) == {shown}


def test_columns_are_those_of_the_screen_where_it_is_finer() -> None:
    assert columns(ALL, ratio=2.0).first.shape == (1240,)
    assert columns(ALL, ratio=2.0).first[620] == columns(ALL).first[310]


def test_pixels_have_the_colour_that_they_were_given() -> None:
    image = image_of(np.full((3, 5), number_of(QColor(10, 20, 30))), ratio=2.0)
    assert (image.width(), image.height(), image.devicePixelRatio()) == (5, 3, 2.0)
    assert image.pixelColor(4, 2) == QColor(10, 20, 30)


def test_places_for_pictures_stay_put_when_the_film_moves() -> None:
    close = ALL.zoomed(6, x=300)
    first, moved = slots(close, 60), slots(close.panned(37), 60)
    assert {s.tick for s in first[1:-1]} & {s.tick for s in moved}
    assert [b.x - a.x for a, b in pairwise(first)] == pytest.approx([60] * (len(first) - 1))
    assert first[0].x <= 0
    assert first[-1].x + 60 >= 620


def test_a_place_shows_the_picture_of_its_time_or_one_that_stands_in() -> None:
    film = FakeFilm(0, 60, 120)
    thumbs = pictures(film, ALL, width=60)
    ticks = [t.tick for t in thumbs]
    there = slots(ALL, 60)  # thirty frames each
    found = [chosen(s, thumbs, ticks=ticks, frame=3003) for s in there]
    assert [(INDEX.number(f[0].tick), f[1]) for f in found if f] == [
        *((0, True), (0, True), (60, True), (60, True), (120, True), (120, True)),
        *((120, False),) * (len(there) - 6),
    ]
    assert chosen(there[0], [], ticks=[], frame=3003) is None


def test_looked_at_closely_the_picture_of_the_frame_on_show_is_of_its_time() -> None:
    film = FakeFilm(60)
    close = ALL.zoomed(100, x=ALL.x_of(tick(60)) + 1)
    thumbs = pictures(film, close, width=60)
    found = [chosen(s, thumbs, ticks=[t.tick for t in thumbs], frame=3003) for s in slots(close, 60)]
    assert any(f is not None and f[1] for f in found)
    away = ALL.zoomed(100, x=ALL.x_of(tick(200)))
    assert [t.tick for t in pictures(film, away, width=60)] == [tick(60)]  # stands in


R = RegionId("r")


def test_the_timeline_says_where_it_is_and_what_is_selected() -> None:
    review = replace(Review().marking(Marker(MarkerId("m"), tick(10), "leaves")), in_out=frames(30, 60))
    scene = a_scene([bar("r", (0, 20)), bar("s", (5, 50))], review=review)
    names = {R: "Face 1", RegionId("s"): "Face 2"}
    scene = replace(scene, selected=frozenset({R}), silences=frozenset({SilenceId("q")}))
    assert description(scene, tick(10), names=names) == (
        "At 0:00:00.334. 2 regions here, 2 in all. Selected: Face 1. 1 silence selected. "
        "In 0:00:01.001, out 0:00:02.002. A marker is here: leaves."
    )
    assert description(scene, tick(100), names=names).startswith("At 0:00:03.337. No regions here, 2 in all.")
    assert description(None, tick(0), names={}) == "No footage is open."


def test_of_a_long_selection_only_the_first_names_are_read_out() -> None:
    regions = [bar(f"r{n}", (n, n + 5)) for n in range(12)]
    scene = replace(a_scene(regions), selected=frozenset(r.id for r in regions))
    told = description(scene, tick(0), names={r.id: f"Face {r.id[1:]}" for r in regions})
    assert "Selected: Face 0, Face 1, Face 2, Face 3, Face 4 and 7 more." in told


def test_tips_say_what_a_bar_is_without_its_colour() -> None:
    region = replace(bar("r", (0, 30), at=(0, 10), person="Anna"), locked=True, gaps=(frames(5, 8),), track=None)
    scene = a_scene([region])
    told = tip(scene, Spot(What.BAR, R), y=0, names={R: "Face 1"})
    assert told == "Face 1 · Anna: ? proposed, 0:00.00 to 0:01.00\nDrawn by hand, locked, outside in 1 stretch."
    keyframe = tip(scene, Spot(What.KEYFRAME, R, tick(10)), y=0, names={R: "Face 1"})
    assert keyframe.endswith("Keyframe at 0:00.33, set by hand: drag it.")
    followed = replace(region, keyframes=tuple(replace(k, source=KeyframeSource.FOLLOWED) for k in region.keyframes))
    assert tip(a_scene([followed]), Spot(What.KEYFRAME, R, tick(10)), y=0, names={}).endswith("found: drag it.")


def test_tips_tell_notes_silences_people_and_the_legend_of_each_band() -> None:
    review = Review().marking(Marker(MarkerId("m"), tick(10), "leaves")).silencing([quiet("q", (0, 30))])
    scene = a_scene(review=review)
    assert tip(scene, Spot(What.MARKER, marker=MarkerId("m")), y=0, names={}).startswith("leaves\n0:00:00.334.")
    assert "from 0:00.00 to 0:01.00" in tip(scene, Spot(What.SILENCE, silence=SilenceId("q")), y=0, names={})
    for band in scene.bands:
        assert tip(scene, Spot(What.TIME), y=band.top + 1, names={}) == LEGENDS[band.kind]
    assert "solid" in LEGENDS[Kind.SEEN]

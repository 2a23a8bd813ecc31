"""What lies under the pointer on the timeline."""

from dataclasses import replace

import pytest

from reviewer.core.marker import Marker, MarkerId
from reviewer.core.region import RegionId
from reviewer.core.review import Review
from reviewer.core.silence import SilenceId
from reviewer.ui.timeline.bands import Kind
from reviewer.ui.timeline.hits import INSIDE, OUTSIDE, Spot, What, spot
from reviewer.ui.timeline.scene import Scene
from tests.support.timelines import a_scene, bar, frames, quiet, tick

R = RegionId("r")


def middle(scene: Scene, region: str = "r") -> float:
    found = scene.bar(RegionId(region))
    assert found is not None
    return found.top + found.height / 2


def below(scene: Scene, kind: Kind) -> float:
    band = scene.band(kind)
    assert band is not None
    return band.top + band.height / 2


def on_bar(scene: Scene, x: float, *, region: str = "r") -> Spot:
    return spot(scene, x, y=middle(scene, region))


SCENE = a_scene([bar("r", (100, 200), at=(150,))])
START, END = SCENE.scale.x_of(tick(100)), SCENE.scale.x_of(tick(200))


def test_a_bar_has_two_ends_a_body_and_nothing_beyond() -> None:
    assert on_bar(SCENE, START - OUTSIDE + 0.1) == Spot(What.START, R)
    assert on_bar(SCENE, START + INSIDE - 0.1) == Spot(What.START, R)
    assert on_bar(SCENE, START + INSIDE + 1) == Spot(What.BAR, R)
    assert on_bar(SCENE, END - INSIDE - 1) == Spot(What.BAR, R)
    assert on_bar(SCENE, END + OUTSIDE - 0.1) == Spot(What.END, R)
    assert on_bar(SCENE, END + OUTSIDE + 1) == Spot(What.TIME)


def test_between_two_lanes_there_is_only_time() -> None:
    found = SCENE.bar(R)
    assert found is not None
    assert spot(SCENE, START + 30, y=found.top + found.height + 1).what is What.TIME


def test_a_keyframe_is_taken_inside_its_bar() -> None:
    x = SCENE.scale.x_of(tick(150))
    assert on_bar(SCENE, x + 2) == Spot(What.KEYFRAME, R, tick(150))
    assert on_bar(SCENE, x + 8) == Spot(What.BAR, R)


def test_the_end_of_a_bar_can_be_pulled_from_outside_where_a_keyframe_lies_on_it() -> None:
    scene = a_scene([bar("r", (100, 200), at=(100, 150))])
    assert on_bar(scene, START + 1).what is What.KEYFRAME
    assert on_bar(scene, START - 1).what is What.START


def test_keyframes_that_lie_too_near_to_one_another_are_not_offered() -> None:
    scene = a_scene([bar("r", (100, 200), at=tuple(range(100, 200)))])
    assert {on_bar(scene, START + dx).what for dx in range(20, 60)} == {What.BAR}
    closer = replace(scene, scale=scene.scale.zoomed(10, x=START + 50))
    assert on_bar(closer, closer.scale.x_of(tick(125))).what is What.KEYFRAME


def test_a_narrow_bar_can_be_clicked_and_pulled_from_outside() -> None:
    scene = a_scene([bar("r", (100, 101))])
    assert on_bar(scene, START + 1).what is What.KEYFRAME
    two = a_scene([bar("r", (100, 103), at=(90,))])
    assert on_bar(two, START + 2) == Spot(What.BAR, R)
    assert on_bar(two, START - 2) == Spot(What.START, R)


@pytest.mark.parametrize("how", ["locked", "read only"])
def test_nothing_can_be_pulled_of_what_must_not_change(how: str) -> None:
    region = replace(bar("r", (100, 200), at=(150,)), locked=how == "locked")
    scene = replace(a_scene([region]), editable=how == "locked")
    found = {on_bar(scene, x).what for x in (START + 1, END - 1, scene.scale.x_of(tick(150)))}
    assert found == {What.BAR}
    assert on_bar(scene, START - 3).what is What.TIME


def test_where_two_bars_meet_the_selected_one_is_pulled() -> None:
    scene = a_scene([bar("r", (100, 150), at=(120,)), bar("s", (150, 200), at=(170,))])
    x = scene.scale.x_of(tick(150))
    assert on_bar(replace(scene, selected=frozenset({R})), x) == Spot(What.END, R)
    assert on_bar(replace(scene, selected=frozenset({RegionId("s")})), x) == Spot(What.START, RegionId("s"))


def test_markers_come_before_in_and_out() -> None:
    review = Review().marking(Marker(MarkerId("m"), tick(50), "note"))
    scene = a_scene(review=replace(review, in_out=frames(50, 200)))
    y, x = below(scene, Kind.MARKS), scene.scale.x_of(tick(50))
    assert spot(scene, x + 4, y=y) == Spot(What.MARKER, marker=MarkerId("m"))
    assert spot(scene, x - 5, y=y) == Spot(What.IN)
    assert spot(scene, scene.scale.x_of(tick(200)) + 3, y=y) == Spot(What.OUT)
    assert spot(scene, scene.scale.x_of(tick(120)), y=y) == Spot(What.TIME)


def test_silences_lie_on_the_sound_that_they_are_about() -> None:
    scene = a_scene(
        review=Review().silencing([quiet("q", (100, 150)), quiet("other", (200, 250), streams=frozenset({7}))])
    )
    y, stream = below(scene, Kind.SOUND), scene.streams[0]
    q = SilenceId("q")
    assert spot(scene, scene.scale.x_of(tick(125)), y=y) == Spot(What.SILENCE, silence=q, stream=stream)
    assert spot(scene, scene.scale.x_of(tick(100)), y=y) == Spot(What.SILENCE_START, silence=q, stream=stream)
    assert spot(scene, scene.scale.x_of(tick(150)), y=y) == Spot(What.SILENCE_END, silence=q, stream=stream)
    assert spot(scene, scene.scale.x_of(tick(225)), y=y) == Spot(What.SOUND, stream=stream)


def test_beside_the_lanes_lie_the_names_of_people() -> None:
    scene = a_scene([bar("r", (100, 150), person="Anna"), bar("s", (0, 50))])
    scene = replace(scene, scale=scene.scale.resized(620, gutter=60))
    assert spot(scene, 20, y=middle(scene)) == Spot(What.PERSON, person=scene.lanes.headings[0].person)
    assert spot(scene, 20, y=middle(scene, "s")) == Spot(What.NOTHING)
    assert spot(scene, 20, y=below(scene, Kind.RULER)) == Spot(What.NOTHING)


def test_scrolled_lanes_are_hit_where_they_are_seen() -> None:
    many = a_scene([bar(f"r{n}", (0, 100)) for n in range(40)])
    scrolled = replace(many, scroll=many.overhang)
    assert many.overhang > 0
    lowest = scrolled.lane_band.bottom - scrolled.row_height
    assert spot(scrolled, scrolled.scale.x_of(tick(50)), y=lowest) == Spot(What.BAR, RegionId("r39"))
    assert spot(many, many.scale.x_of(tick(50)), y=middle(many, "r0")) == Spot(What.BAR, RegionId("r0"))

import pytest

from reviewer.core.detection import Subject
from reviewer.core.doubt import Doubt, DoubtKind
from reviewer.core.geometry import Box
from reviewer.core.region import Decision, KeyframeSource, RegionId
from reviewer.core.timing import Span, Tick
from reviewer.services.region_over import region_over
from tests.support.values import a_footage

FOOTAGE = a_footage(frames=60)
BOX = Box(100, 200, 30, 40)


def doubt(subject: Subject | None, *, box: Box | None = BOX) -> Doubt:
    index = FOOTAGE.recording.index
    return Doubt(DoubtKind.WEAK, Span(index.tick(10), index.tick(50)), index.tick(30), 0.5, subject, box)


@pytest.mark.parametrize("subject", list(Subject))
def test_it_covers_the_place_with_room_around_it_in_its_frame_and_a_few_more(subject: Subject) -> None:
    index = FOOTAGE.recording.index
    region = region_over(doubt(subject), FOOTAGE, name=RegionId("new"))
    here = region.box_at(index.tick(30))
    assert here is not None
    assert here.x < BOX.x < BOX.right < here.right
    assert here.y < BOX.y < BOX.bottom < here.bottom
    assert here.shared(BOX) == pytest.approx(BOX.area)
    assert Tick(index.tick(30) - 1) in region.span
    assert region.span.end - region.span.start < index.tick(20) - index.tick(0)


def test_it_is_a_persons_own_and_goes_by_a_keyframe_that_nothing_moves() -> None:
    region = region_over(doubt(Subject.PLATE), FOOTAGE, name=RegionId("new"))
    assert (region.id, region.subject, region.track) == ("new", Subject.PLATE, None)
    assert region.decision is Decision.CONFIRMED
    assert region.touched
    assert [(k.tick, k.source) for k in region.keyframes] == [(FOOTAGE.recording.index.tick(30), KeyframeSource.HAND)]


def test_what_may_be_anything_is_covered_as_a_face() -> None:
    assert region_over(doubt(None), FOOTAGE, name=RegionId("new")).subject is Subject.FACE


def test_a_doubt_about_the_whole_picture_points_at_no_place() -> None:
    with pytest.raises(ValueError, match="whole picture"):
        region_over(doubt(None, box=None), FOOTAGE, name=RegionId("new"))

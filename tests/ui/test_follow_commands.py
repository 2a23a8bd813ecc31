"""Draw once and follow, in the window: a job whose result arrives while the user goes on working."""

import time
from collections.abc import Generator, Iterator
from dataclasses import replace
from threading import Event

import pytest
from pytestqt.qtbot import QtBot

from reviewer import app
from reviewer.core.detection import Subject, Track, TrackId
from reviewer.core.edits import AddRegions, Lock, RemoveRegions, Reshape
from reviewer.core.errors import FootageError
from reviewer.core.footage import Footage
from reviewer.core.geometry import Box
from reviewer.core.pursuit import End, Ending, Followed, Pursuit
from reviewer.core.region import Decision, Keyframe, KeyframeSource, Region, RegionId, Shape
from reviewer.services.jobs import JobState, Progress
from reviewer.ui.follow_commands import edit_of, refused
from reviewer.ui.follow_words import followed_words
from reviewer.ui.main_window import MainWindow
from tests.support.region_actions import FACE, PLATE, covered, frames, go, last_step, region, said, trigger
from tests.support.values import a_footage
from tests.support.window import WAIT, FakeUser, fake_pursue, open_footage, the_window

HAND, FOLLOWED = KeyframeSource.HAND, KeyframeSource.FOLLOWED


class Held:
    """Follows as the stand-in does, but only once it is let go, and fails if it is to."""

    def __init__(self) -> None:
        self.go, self.fails = Event(), False
        self.asked: list[Pursuit] = []
        self.result: Followed | None = None

    def pursue(
        self, footage: Footage, pursuit: Pursuit, *, tracks: tuple[Track, ...]
    ) -> Generator[Progress, None, Followed]:
        self.asked.append(pursuit)
        while not self.go.is_set():
            yield Progress(0, None, "onwards, at 0:00")
            time.sleep(0.005)
        if self.fails:
            raise FootageError("The picture is damaged.", "Nothing was changed.")
        return self.result or (yield from fake_pursue(footage, pursuit, tracks=tracks))


@pytest.fixture
def held() -> Iterator[Held]:
    """A pursuit that waits to be let go."""
    made = Held()
    yield made
    made.go.set()


@pytest.fixture
def busy(qtbot: QtBot, user: FakeUser, held: Held) -> Iterator[MainWindow]:
    """The window with the recording open, in which following takes until it is let go."""
    with the_window(qtbot, user, pursue=held.pursue) as window:
        open_footage(qtbot, window)
        yield window


def over(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(lambda: not window.work.busy, timeout=WAIT)


def drawn(window: MainWindow, name: str = "drawn") -> RegionId:
    """A region drawn in the tenth frame, that covers everything from there on as drawn regions do."""
    assert window.desk.footage is not None
    span = frames(window, 10, stop=48)
    path = (Keyframe(span.start, Box(20, 30, 40, 50), source=HAND),)
    made = Region(
        id=RegionId(name), subject=Subject.FACE, span=span, keyframes=path, decision=Decision.CONFIRMED, touched=True
    )
    window.desk.apply(AddRegions((made,)))
    window.desk.select(made.id)
    return made.id


def test_what_was_drawn_is_followed_both_ways_to_where_it_enters_and_leaves(qtbot: QtBot, desk: MainWindow) -> None:
    name = drawn(desk)
    go(qtbot, desk, number=10)
    trigger(desk, "follow")
    assert "You can go on working" in said(desk)
    over(qtbot, desk)
    assert min(covered(desk, name)) == 0
    assert max(covered(desk, name)) == 40  # where it left the picture: what was drawn reached to the end
    assert [k.source for k in region(desk, name).keyframes].count(HAND) == 1
    assert region(desk, name).keyframes[0].source is FOLLOWED
    assert "there from the beginning, left the picture at 0:01.33" in said(desk)
    assert "not covered any more" in said(desk)
    assert last_step(desk) == "Follow region"
    desk.commands["undo"].trigger()
    assert covered(desk, name) == set(range(10, 48))
    assert len(region(desk, name).keyframes) == 1
    desk.commands["redo"].trigger()
    assert max(covered(desk, name)) == 40


def test_following_one_way_leaves_the_other_as_it_is(qtbot: QtBot, desk: MainWindow) -> None:
    name = drawn(desk)
    go(qtbot, desk, number=10)
    trigger(desk, "follow_back")
    over(qtbot, desk)
    assert covered(desk, name) == set(range(48))
    trigger(desk, "follow_on")
    over(qtbot, desk)
    assert covered(desk, name) == set(range(41))


def test_every_selected_region_is_followed_by_a_job_of_its_own(qtbot: QtBot, busy: MainWindow, held: Held) -> None:
    busy.desk.apply(Lock((PLATE,), locked=True))
    name = drawn(busy)
    busy.desk.select(FACE, PLATE, name)
    trigger(busy, "follow")
    assert len([e for e in busy.work.entries if e.title.startswith("Following Face")]) == 2
    trigger(busy, "follow")
    assert "already" in said(busy)
    held.go.set()
    over(qtbot, busy)
    assert {p.region.id for p in held.asked} == {FACE, name}
    assert all("was followed" in e.why for e in busy.work.entries if e.title.startswith("Following"))
    assert len(region(busy).keyframes) > 1
    assert len(region(busy, PLATE).keyframes) == 1


def test_the_result_goes_into_the_region_however_the_user_went_on(qtbot: QtBot, busy: MainWindow, held: Held) -> None:
    name = drawn(busy)
    trigger(busy, "follow")
    busy.desk.apply(RemoveRegions((PLATE,)))
    busy.desk.select(FACE)
    trigger(busy, "confirm")
    tick = frames(busy, 20, stop=21).start
    busy.desk.apply(Reshape(name, Keyframe(tick, Box(200, 100, 40, 50))))
    held.go.set()
    over(qtbot, busy)
    assert PLATE not in busy.desk.review.regions
    assert region(busy).decision is Decision.CONFIRMED
    assert region(busy, name).box_at(tick) == Box(200, 100, 40, 50)  # set meanwhile by hand
    assert any(k.source is FOLLOWED for k in region(busy, name).keyframes)
    busy.commands["undo"].trigger()
    assert not any(k.source is FOLLOWED for k in region(busy, name).keyframes)
    assert region(busy, name).box_at(tick) == Box(200, 100, 40, 50)


@pytest.mark.parametrize("how", ["removed", "locked", "changed"])
def test_a_result_that_does_not_fit_any_more_is_dropped_with_a_sentence(
    qtbot: QtBot, busy: MainWindow, held: Held, how: str
) -> None:
    name = drawn(busy)
    trigger(busy, "follow")
    if how == "removed":
        busy.desk.apply(RemoveRegions((name,)))
    elif how == "locked":
        busy.desk.apply(Lock((name,), locked=True))
    else:
        busy.desk.apply(Reshape(name, Keyframe(frames(busy, 10, stop=11).start, Box(1, 1, 9, 9))))
    before = busy.desk.review
    held.go.set()
    over(qtbot, busy)
    assert busy.desk.review is before
    assert f"has been {how} meanwhile" in said(busy)


def test_following_can_be_stopped_and_changes_nothing_then(qtbot: QtBot, busy: MainWindow) -> None:
    name = drawn(busy)
    before = busy.desk.review
    trigger(busy, "follow")
    (entry,) = [e for e in busy.work.entries if not e.over]
    busy.work.cancel(entry)
    over(qtbot, busy)
    assert entry.state is JobState.CANCELLED
    assert busy.desk.review is before
    trigger(busy, "follow")
    assert [e.title for e in busy.work.entries if not e.over] == [entry.title]
    assert region(busy, name).keyframes


def test_following_that_fails_is_told_and_can_be_tried_again(
    qtbot: QtBot, busy: MainWindow, held: Held, user: FakeUser
) -> None:
    drawn(busy)
    held.fails = True
    trigger(busy, "follow")
    held.go.set()
    over(qtbot, busy)
    qtbot.waitUntil(lambda: bool(user.problems), timeout=WAIT)
    assert user.problems[0].sentence == "The picture is damaged."
    held.fails = False
    trigger(busy, "follow")
    over(qtbot, busy)
    assert last_step(busy) == "Follow region"


def test_a_case_that_was_put_away_gets_nothing(qtbot: QtBot, busy: MainWindow, held: Held) -> None:
    drawn(busy)
    trigger(busy, "follow")
    busy.commands["close_case"].trigger()
    held.go.set()
    over(qtbot, busy)
    assert busy.desk.case is None


def test_a_proposed_region_is_followed_only_from_a_frame_that_it_covers(qtbot: QtBot, desk: MainWindow) -> None:
    desk.desk.select(FACE)
    go(qtbot, desk, number=20)
    trigger(desk, "ends_here")
    go(qtbot, desk, number=30)
    trigger(desk, "follow")
    assert "covers this frame" in said(desk)
    assert not desk.work.busy


FOOTAGE = a_footage(frames=100)
INDEX = FOOTAGE.recording.index


def made(*, end: Ending = Ending.LEFT, last: int = 50, start: Ending | None = None) -> Followed:
    path = tuple(Keyframe(INDEX.tick(n), Box(n, 0, 5, 5)) for n in range(10, last + 1))
    span = replace(INDEX.span, start=INDEX.tick(10), end=INDEX.after(last))
    begun = None if start is None else End(start, INDEX.tick(10))
    return Followed(
        region=RegionId("a"), keyframes=path, span=span, basis=(), start=begun, end=End(end, INDEX.tick(last))
    )


def whole() -> Region:
    """A region as it is drawn: from its first frame to the end of the footage."""
    path = (Keyframe(INDEX.tick(10), Box(0, 0, 5, 5), source=HAND),)
    return Region(id=RegionId("a"), subject=Subject.FACE, span=INDEX.span, keyframes=path)


@pytest.mark.parametrize(
    ("end", "shorter"), [(Ending.LEFT, True), (Ending.CUT, True), (Ending.LOST, False), (Ending.SMALL, False)]
)
def test_what_was_drawn_ends_where_it_left_but_not_where_it_was_lost(end: Ending, shorter: bool) -> None:
    edit, trimmed = edit_of(whole(), made(end=end), footage=FOOTAGE)
    assert trimmed is shorter
    assert edit.title == "Follow region"


def test_what_a_person_covered_on_purpose_is_not_cut_short() -> None:
    later = whole().with_keyframe(Keyframe(INDEX.tick(70), Box(0, 0, 9, 9), source=HAND))
    ended = replace(whole(), span=replace(INDEX.span, end=INDEX.after(90)))
    for kept in (later, ended):
        assert not edit_of(kept, made(), footage=FOOTAGE)[1]


def test_a_region_that_was_given_another_shape_meanwhile_stays_as_it_is() -> None:
    assert refused(whole(), asked=whole(), followed=made()) == ""
    assert "changed" in refused(replace(whole(), shape=Shape.ELLIPSE), asked=whole(), followed=made())


@pytest.mark.parametrize("end", Ending)
def test_it_is_told_why_it_ended_at_each_end(end: Ending) -> None:
    told = followed_words("Face 3", made(end=end, start=end), footage=FOOTAGE)
    assert told.startswith("Face 3 was followed: ")
    if end is Ending.LOST:
        assert "not found before 0:00.33: draw it again there, lost at 0:01.66: draw it again there." in told


def test_what_could_not_be_followed_at_all_changes_nothing_and_is_told(
    qtbot: QtBot, busy: MainWindow, held: Held
) -> None:
    drawn(busy)
    nothing = replace(made(), keyframes=(), basis=())
    held.result = nothing
    before = busy.desk.review
    trigger(busy, "follow")
    held.go.set()
    over(qtbot, busy)
    assert busy.desk.review is before
    assert "could not be followed" in said(busy)


def test_it_is_told_when_evidence_was_used() -> None:
    told = followed_words("Face 3", replace(made(), track=TrackId("t")), footage=FOOTAGE)
    assert "the search had found" in told


def test_the_real_thing_is_followed_through_a_real_recording(qtbot: QtBot, user: FakeUser) -> None:
    with the_window(qtbot, user, pursue=app.real_means().pursue) as window:
        open_footage(qtbot, window)
        span = frames(window, 10, stop=48)
        square = Box(160 + 3 * 10, 120 + 2 * 10, 40, 40)  # as the recording draws it in its tenth frame
        made = Region(
            id=RegionId("drawn"),
            subject=Subject.TEXT,
            span=span,
            keyframes=(Keyframe(span.start, square.padded(3), source=HAND),),
        )
        window.desk.apply(AddRegions((made,)))
        window.desk.select(made.id)
        go(qtbot, window, number=10)
        trigger(window, "follow_on")
        over(qtbot, window)
        assert not user.problems
        assert "was followed" in said(window)
        assert window.desk.footage is not None
        index = window.desk.footage.recording.index
        for number in range(10, 40):  # after that it starts anew
            box = region(window, made.id).box_at(index.tick(number))
            there = square.moved(3 * (number - 10), 2 * (number - 10))
            assert box is not None
            assert box.shared(there) > 0.9 * there.area, number

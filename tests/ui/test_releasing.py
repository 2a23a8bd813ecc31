"""What becomes of copies in the window: recorded together with the case, or taken away again."""

import dataclasses
import sys
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from reviewer.core.copy import CheckReport, Copy, Finding, Hit, Point, Settlement
from reviewer.core.detection import Subject
from reviewer.core.disclosure import Disclosure
from reviewer.core.errors import CaseError, CheckError
from reviewer.core.geometry import Box
from reviewer.core.mark_edits import SetInOut
from reviewer.core.profile import Profile, Quality
from reviewer.core.settings import Search
from reviewer.core.speaking import Speech, SpokenIn
from reviewer.core.stamp import Stamp
from reviewer.core.timing import Span, Tick
from reviewer.core.watched import Kind, Term
from reviewer.services.copy_places import OPEN, pack_of
from reviewer.services.jobs import Progress, finished
from reviewer.ui.dialogs.release import ReleaseChoice
from reviewer.ui.main_window import MainWindow
from reviewer.ui.orders import ReleaseOrder, SealOrder
from reviewer.ui.release_notes import Sayings, notes_on
from reviewer.ui.releasing import Releasing
from tests.support.transcripts import said
from tests.support.values import a_recording
from tests.support.window import WAIT, FakeUser

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")  # the offscreen screen has no window manager to hint to

HIT = Hit(frame=1, tick=Tick(2), seconds=0.1, subject=Subject.FACE, box=Box(1, 2, 3, 4), score=0.5, detector="d")
HELD = (Finding(Point.TICKS, True, "All."),)


class Services:
    """Makes copies that are files of a few bytes; remembers what was ordered and what was withdrawn."""

    def __init__(self, window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
        self.orders: list[ReleaseOrder] = []
        self.seals: list[SealOrder] = []
        self.withdrawn: list[Copy] = []
        self.hits: tuple[Hit, ...] = ()
        self.releasing: Releasing = window.operations.releasing
        means = dataclasses.replace(
            self.releasing._means, release=self.release, seal=self.seal, withdraw=self.withdrawn.append
        )
        monkeypatch.setattr(self.releasing, "_means", means)

    def release(self, order: ReleaseOrder) -> Generator[Progress, None, Copy]:
        self.orders.append(order)
        yield Progress(0, 1)
        folder = order.target.with_name(order.target.name + (OPEN if self.hits else ""))
        return Copy(
            footage=order.footage.id,
            path=folder / f"{folder.name}.mp4",
            sha256=f"{len(self.orders):064x}",
            profile=order.profile,
            released="2026-01-01T00:00:00+00:00",
            report=CheckReport(HELD, self.hits),
            disclosure=order.disclosure,
        )

    def seal(self, order: SealOrder) -> Generator[Progress, None, Copy]:
        self.seals.append(order)
        yield Progress(0, 1)
        target = pack_of(order.copy)
        return dataclasses.replace(order.copy, path=target / f"{target.name}.mp4")


@pytest.fixture
def services(desk: MainWindow, monkeypatch: pytest.MonkeyPatch) -> Services:
    return Services(desk, monkeypatch)


def idle(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(lambda: not window.work.busy, timeout=WAIT)


def released(qtbot: QtBot, window: MainWindow) -> Copy:
    before = len(copies(window))
    window.commands["release"].trigger()
    qtbot.waitUntil(lambda: len(copies(window)) > before, timeout=WAIT)
    idle(qtbot, window)
    return copies(window)[-1]


def copies(window: MainWindow) -> list[Copy]:
    assert window.desk.case is not None
    return window.desk.case.copies()


def test_what_was_chosen_is_ordered_and_is_the_proposal_for_the_next_copy(
    qtbot: QtBot, desk: MainWindow, services: Services, user: FakeUser
) -> None:
    chosen = Profile(quality=Quality.ARCHIVE)
    given = Disclosure(recipient="A Person")
    user.choice = lambda r, p, t: ReleaseChoice(chosen, t, given)
    copy = released(qtbot, desk)
    (order,) = services.orders
    assert (order.profile, order.disclosure, order.review) == (chosen, given, desk.desk.review)
    assert order.case.title == desk.desk.case.title if desk.desk.case else False
    assert [e.action for e in order.case.log][-1] != "Release copy"
    assert (copy.disclosure, copy.path.name) == (given, f"{order.target.name}.mp4")
    assert (services.releasing.profile, services.releasing.disclosure) == (chosen, given)


def test_the_view_of_what_will_be_released_shows_another_profile_at_once(
    qtbot: QtBot, desk: MainWindow, services: Services, user: FakeUser
) -> None:
    desk.commands["released"].trigger()
    before = desk.page.banner.text()
    user.choice = lambda r, p, t: ReleaseChoice(Profile(effect="mosaic", stamp=Stamp()), t)
    looks: list[Profile] = []
    real = desk.projector.look

    def look(**how: Any) -> None:
        looks.append(how["profile"])
        real(**how)

    desk.projector.look = look  # type: ignore[method-assign]
    desk.commands["release"].trigger()
    assert [p.effect for p in looks] == ["mosaic"]
    assert desk.page.banner.text() != before
    idle(qtbot, desk)


def test_showing_only_from_in_to_out_is_an_edit_that_can_be_undone(
    qtbot: QtBot, desk: MainWindow, services: Services, user: FakeUser
) -> None:
    index = desk.desk.place.footage.recording.index if desk.desk.place else None
    assert index is not None
    span = Span(index.tick(4), index.tick(9))
    desk.desk.apply(SetInOut(span))
    user.choice = lambda r, p, t: ReleaseChoice(p, t, only_in_out=True)
    released(qtbot, desk)
    assert services.orders[0].review.kept == (span,) == desk.desk.review.kept
    desk.desk.undo()
    assert desk.desk.review.kept == ()


def test_decisions_are_kept_and_a_copy_that_is_sealed_takes_the_place_of_the_open_one(
    qtbot: QtBot, desk: MainWindow, services: Services
) -> None:
    services.hits = (HIT,)
    copy = released(qtbot, desk)
    with pytest.raises(CheckError, match="No reason"):
        services.releasing.settle(copy, HIT.id, how=Settlement.LAWFUL, reason="")
    with qtbot.waitSignal(services.releasing.changed):
        services.releasing.settle(copy, HIT.id, how=Settlement.LAWFUL, reason="on duty")
    (settled,) = copies(desk)
    assert settled.report.open_hits == ()
    services.releasing.seal(settled)
    qtbot.waitUntil(lambda: OPEN not in copies(desk)[0].path.name, timeout=WAIT)
    idle(qtbot, desk)
    assert services.seals[0].review == desk.desk.review
    assert [c.path for c in services.withdrawn] == [copy.path]
    assert len(copies(desk)) == 1


@pytest.mark.parametrize("again", [False, True], ids=["sealing", "rendering again"])
def test_a_copy_is_withdrawn_when_a_decision_that_it_rests_on_was_taken_back_meanwhile(
    qtbot: QtBot, desk: MainWindow, services: Services, user: FakeUser, again: bool
) -> None:
    services.hits = (HIT,)
    copy = released(qtbot, desk)
    services.releasing.settle(copy, HIT.id, how=Settlement.NOT_ONE, reason="")
    (settled,) = copies(desk)
    services.hits = ()
    if again:
        services.releasing.render_again(settled, Search())
    else:
        services.releasing.seal(settled)
    services.releasing.reopen(settled, HIT.id)
    qtbot.waitUntil(lambda: bool(user.problems), timeout=WAIT)
    idle(qtbot, desk)
    (left,) = copies(desk)
    assert (left.path, left.report.open_hits) == (copy.path, (HIT,))
    assert [c.path for c in services.withdrawn] == [pack_of(copy) / f"{pack_of(copy).name}.mp4"]


def test_rendering_again_keeps_profile_and_decisions_and_replaces_the_open_copy(
    qtbot: QtBot, desk: MainWindow, services: Services
) -> None:
    services.hits = (HIT,)
    copy = released(qtbot, desk)
    services.releasing.settle(copy, HIT.id, how=Settlement.COVER, reason="")
    (settled,) = copies(desk)
    services.hits = ()
    services.releasing.render_again(settled, Search())
    qtbot.waitUntil(lambda: copies(desk)[0].sha256 != copy.sha256, timeout=WAIT)
    idle(qtbot, desk)
    again = services.orders[-1]
    assert (again.earlier, again.target, again.profile) == (settled.report, pack_of(copy), copy.profile)
    assert [c.path for c in services.withdrawn] == [copy.path]


def test_a_copy_is_withdrawn_when_its_case_was_put_away_meanwhile(
    qtbot: QtBot, desk: MainWindow, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    hold = [True]

    def release(order: ReleaseOrder) -> Generator[Progress, None, Copy]:
        while hold:
            yield Progress(0, 1)
        return (yield from services.release(order))

    monkeypatch.setattr(services.releasing, "_means", dataclasses.replace(services.releasing._means, release=release))
    desk.commands["release"].trigger()
    desk.desk.clear()
    hold.clear()
    qtbot.waitUntil(lambda: bool(services.withdrawn), timeout=WAIT)
    idle(qtbot, desk)


def test_a_copy_that_cannot_be_recorded_is_withdrawn(
    qtbot: QtBot, desk: MainWindow, services: Services, user: FakeUser, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(copy: Copy) -> None:
        raise CaseError("The case cannot be written.", "Look at its disk.")

    monkeypatch.setattr(desk.desk.case, "keep_copy", refuse)
    desk.commands["release"].trigger()
    qtbot.waitUntil(lambda: bool(user.problems), timeout=WAIT)
    idle(qtbot, desk)
    assert len(services.withdrawn) == 1
    assert copies(desk) == []


Deed = Callable[[Releasing, Copy], None]


@pytest.mark.parametrize(
    "deed",
    [
        lambda r, c: r.release(Search()),
        lambda r, c: r.render_again(c, Search()),
        lambda r, c: r.seal(c),
        lambda r, c: r.settle(c, HIT.id, how=Settlement.NOT_ONE, reason=""),
        lambda r, c: r.reopen(c, HIT.id),
    ],
)
def test_nothing_of_it_is_done_in_a_case_that_can_only_be_read(
    qtbot: QtBot, desk: MainWindow, services: Services, deed: Deed, tmp_path: Path
) -> None:
    services.hits = (HIT,)
    copy = released(qtbot, desk)
    assert desk.desk.case is not None
    desk.desk.case.read_only = "Ben has it open."
    with pytest.raises(CaseError, match="Ben"):
        deed(services.releasing, copy)
    desk.desk.case.read_only = ""
    assert copies(desk) == [copy]
    assert len(services.orders) == 1


def test_what_is_still_heard_is_told_before_the_copy_is_made_and_no_word_of_it(
    qtbot: QtBot, desk: MainWindow, services: Services, user: FakeUser
) -> None:
    assert desk.desk.case is not None
    assert desk.desk.footage is not None
    footage = desk.desk.footage
    heard = dataclasses.replace(footage, recording=dataclasses.replace(footage.recording, sounds=a_recording().sounds))
    transcript = said("call Miriam now")
    speech = Speech((SpokenIn(0, 0.0, np.full(60, 255, np.uint8)),))
    sayings = Sayings(transcript=transcript, terms=(Term(Kind.NAME, "Miriam"),), speech=speech)
    told = finished(notes_on(heard, desk.desk.review, sayings=sayings))
    assert any("seems to speak" in sentence for sentence in told)
    assert any("1 place" in sentence for sentence in told)
    assert "Miriam" not in " ".join(told)
    assert finished(notes_on(footage, desk.desk.review, sayings=sayings)) == ()  # it has no sound
    desk.desk.case.keep_transcript(footage.id, transcript)
    released(qtbot, desk)  # by way of a job, since hours of speech take a moment to read
    kept = services.orders[0].case.transcript
    assert kept is not None
    assert kept.texts == transcript.texts


def test_without_a_transcript_the_dialog_does_not_wait_for_the_tables_of_the_watch_list(
    desk: MainWindow, services: Services, user: FakeUser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "reviewer.services.watching", None)  # to import it is an error
    user.choice = lambda r, p, t: None
    desk.commands["release"].trigger()
    assert not user.problems

"""From a review with planted misses to a sealed pack that verifies: the whole of a release, through the real window."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from reviewer.core.copy import Copy, Settlement, Verdict
from reviewer.core.disclosure import Disclosure
from reviewer.core.profile import Profile
from reviewer.core.review import Review
from reviewer.core.stamp import Stamp
from reviewer.services.copy_places import OPEN
from reviewer.services.jobs import finished
from reviewer.services.manifest import manifest_name, read_manifest
from reviewer.services.pack_request import SUMS, restricted_folder
from reviewer.services.pack_seal import seal_of
from reviewer.store.cases import Case
from reviewer.ui.dialogs.release import ReleaseChoice
from reviewer.ui.main_window import MainWindow
from tests.support.window import FakeUser

LONG = 240_000
"""Milliseconds for rendering and checking on a busy machine."""

RECIPIENT = "Marta Ingelow"


def choose(review: Review, profile: Profile, target: Path) -> ReleaseChoice:
    return ReleaseChoice(
        Profile(stamp=Stamp(reference="REF 7")), target.with_name("street pack"), Disclosure(recipient=RECIPIENT)
    )


def copies(window: MainWindow) -> list[Copy]:
    assert window.desk.case is not None
    return window.desk.case.copies()


def idle(qtbot: QtBot, window: MainWindow, user: FakeUser) -> None:
    qtbot.waitUntil(lambda: not window.work.busy or bool(user.problems), timeout=LONG)
    assert not user.problems, user.problems


def press(window: MainWindow, name: str) -> None:
    assert window.commands[name].isEnabled(), name
    window.commands[name].trigger()


@pytest.mark.qt_log_ignore("propagateSizeHints")  # the offscreen screen has no window manager to hint to
def test_hits_are_settled_one_by_one_the_copy_is_rendered_again_and_sealed_as_a_pack(
    qtbot: QtBot, desk: MainWindow, user: FakeUser
) -> None:
    user.choice = choose
    panel = desk.fittings.hits.panel
    press(desk, "release")
    idle(qtbot, desk, user)
    (first,) = copies(desk)
    assert first.report.verdict is Verdict.OPEN
    assert OPEN in first.path.name
    assert first.report.held  # the file is as it was decided; what was decided leaves a face uncovered
    hits = first.report.hits
    assert hits, "the planted misses of the sample case are hits"
    assert panel.copy == first

    press(desk, "seal_copy")
    assert not desk.work.busy  # refused: a hit is open
    press(desk, "next_hit")
    hit = panel.hit
    assert hit in hits
    press(desk, "cover_hit")
    idle(qtbot, desk, user)
    assert copies(desk)[0].report.settled[hit.id].how is Settlement.COVER
    press(desk, "render_again")
    idle(qtbot, desk, user)
    (second,) = copies(desk)
    assert second.sha256 != first.sha256
    assert hit.id not in {h.id for h in second.report.hits}
    assert not first.path.exists()

    while panel.copy is not None and panel.copy.report.open_hits:
        press(desk, "next_hit")
        panel.reason.setEditText("the requester herself")
        press(desk, "lawful_hit")
    if copies(desk)[0].report.hits:
        press(desk, "seal_copy")
        idle(qtbot, desk, user)
    look_at_the_pack(desk)


def look_at_the_pack(window: MainWindow) -> None:
    (sealed,) = copies(window)
    pack = sealed.path.parent
    assert pack.name == "street pack"
    assert sealed.report.verdict is Verdict.SETTLED
    assert sealed.disclosure.recipient == RECIPIENT
    assert (pack / SUMS).exists()
    assert all(held.held for held in finished(seal_of(pack)))
    assert all(held.held for held in finished(seal_of(restricted_folder(pack))))
    assert not [p.name for p in pack.parent.iterdir() if OPEN in p.name]
    manifest = read_manifest(manifest_name(sealed.path))
    assert manifest.profile.stamp == Stamp(reference="REF 7")
    texts = b"".join(p.read_bytes() for p in pack.iterdir() if p.suffix in (".txt", ".csv", ".json"))
    assert RECIPIENT.encode() not in texts
    assert b"requester herself" not in texts
    with_log = window.desk.case
    assert with_log is not None
    actions = [event.action for event in with_log.log()]
    assert actions.count("Settle hit") >= 1
    assert "Render copy again" in actions
    folder = with_log.folder
    window.desk.clear()
    with Case.open(folder, actor="auditor", read_only=True) as case:
        assert case.log.verify() is None

"""The details of what is selected are read, changed as one step, and taken back."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from reviewer.core.detection import Subject
from reviewer.core.edits import AddRegions, Alter, Lock
from reviewer.core.outline import Outline
from reviewer.core.region import Keyframe, PersonId, Region, RegionId, Shape
from reviewer.core.silence import Silence, SilenceId, Treatment
from reviewer.core.sound_edits import AddSilences
from reviewer.core.timing import Span, Tick
from reviewer.effects.catalogue import EFFECTS, names, offered
from reviewer.ui.detail_commands import NAMES, NO_BODY, ONE_AT_LEAST, DetailCommands
from reviewer.ui.panels import inspector
from reviewer.ui.panels.inspector_fields import SEVERAL, Choice, Parts
from reviewer.ui.panels.inspector_regions import AS_PROFILE, PROFILE_GRADE, SOLID_ONLY, UNKNOWN
from reviewer.ui.selected import LOCKED
from tests.support.footage import Clip, Sound, make
from tests.support.laid import Laid, laid
from tests.support.values import a_region
from tests.ui.test_inspector_fields import written

A, B, P = (RegionId(name) for name in "abp")
S, T = SilenceId("s"), SilenceId("t")


@pytest.fixture(scope="module")
def recording(tmp_path_factory: pytest.TempPathFactory) -> Path:
    sounds = (Sound(layout="stereo", duration=0.4), Sound(duration=0.4))
    return make(tmp_path_factory.mktemp("details") / "a.mp4", Clip(frames=12, sounds=sounds))


@pytest.fixture
def table(qtbot: QtBot, recording: Path, tmp_path: Path) -> Iterator[Laid]:
    with laid(recording, folder=tmp_path / "case") as table:
        table.put([a_region("a"), a_region("b"), replace(a_region("p"), subject=Subject.PLATE)])
        spans = (Span(Tick(0), Tick(3)), Span(Tick(5), Tick(9)))
        table.desk.apply(AddSilences(tuple(Silence(id=i, span=s) for i, s in zip((S, T), spans, strict=True))))
        yield table


@pytest.fixture
def details(table: Laid) -> DetailCommands:
    made = DetailCommands(table.parts, parent=table.window)
    table.window.setCentralWidget(made.panel)
    made.panel.show()
    return made


def region(table: Laid, name: RegionId = A) -> Region:
    return table.desk.review.regions[name]


def silence(table: Laid, name: SilenceId = S) -> Silence:
    return table.desk.review.silences[name]


def choose(choice: Choice, text: str) -> None:
    at = choice.findText(text)
    assert at >= 0, [choice.itemText(n) for n in range(choice.count())]
    choice.setCurrentIndex(at)
    choice.activated.emit(at)


def texts(choice: Choice) -> list[str]:
    return [choice.itemText(n) for n in range(choice.count())]


def test_with_nothing_selected_it_says_what_to_do(table: Laid, details: DetailCommands) -> None:
    panel = details.panel
    assert panel._pages.currentWidget() is panel._hint
    table.desk.select(A)
    assert panel._pages.currentWidget() is panel._about_regions
    table.desk.select_silences(S)
    assert panel._pages.currentWidget() is panel._about_silences
    table.desk.clear()
    assert panel._pages.currentWidget() is panel._hint


@pytest.mark.parametrize("effect", names())
def test_an_effect_is_chosen_for_several_at_once_as_one_step_with_its_grade(
    table: Laid, details: DetailCommands, effect: str
) -> None:
    table.desk.select(A, B)
    form = details.panel.regions
    choose(form.effect, details.panel.regions.effect.itemText(1 + names().index(effect)))
    assert [region(table, i).effect for i in (A, B)] == [effect, effect]
    grade = EFFECTS[effect].grade
    assert form.grade.text() == f"A: cannot be reversed. {grade.sentence} {grade.stays}"
    assert grade.source in form.measured.text()
    assert all(m.told in form.measured.text() for m in grade.measured)
    table.desk.undo()
    assert [region(table, i).effect for i in (A, B)] == [None, None]
    assert form.effect.currentText() == AS_PROFILE
    assert form.grade.text() == PROFILE_GRADE
    assert not form.measured.isVisibleTo(form)


def test_an_effect_is_taken_back_to_what_the_profile_says(table: Laid, details: DetailCommands) -> None:
    table.desk.apply(Alter(regions=(A,), title="x", effect="blur"))
    table.desk.select(A, B)
    assert details.panel.regions.effect.currentText() == SEVERAL
    choose(details.panel.regions.effect, AS_PROFILE)
    assert region(table).effect is None


def test_plates_are_offered_what_is_solid_and_it_says_why(table: Laid, details: DetailCommands) -> None:
    table.desk.select(P)
    form = details.panel.regions
    assert len(texts(form.effect)) == 1 + len(offered(Subject.PLATE))
    assert form.grade.text() == SOLID_ONLY
    table.desk.select(A, P)
    assert len(texts(form.effect)) == 1 + len(offered(Subject.PLATE))
    assert SOLID_ONLY in form.grade.text()


def test_an_effect_that_nobody_knows_is_shown_and_said_to_be_solid(table: Laid, details: DetailCommands) -> None:
    table.desk.apply(Alter(regions=(A,), title="x", effect="sparkle"))
    table.desk.select(A)
    assert details.panel.regions.effect.currentText() == "sparkle"
    assert details.panel.regions.grade.text() == UNKNOWN


def test_what_is_covered_and_the_shape_are_changed(table: Laid, details: DetailCommands) -> None:
    table.desk.select(A)
    form = details.panel.regions
    choose(form.subject, "Text")
    choose(form.shape, "Ellipse")
    assert (region(table).subject, region(table).shape) == (Subject.TEXT, Shape.ELLIPSE)
    assert "Polygon" not in texts(form.shape)
    drawn = Keyframe.around(Tick(0), Outline(((1, 1), (9, 2), (5, 9))))
    table.desk.apply(AddRegions((replace(a_region("a"), shape=Shape.POLYGON, keyframes=(drawn,)),)))
    assert form.shape.currentText() == "Polygon"
    choose(form.shape, "Rectangle")
    assert "Polygon" in texts(form.shape)
    assert not table.errors


def test_words_are_typed_only_where_a_label_is_drawn(table: Laid, details: DetailCommands) -> None:
    table.desk.select(A)
    form = details.panel.regions
    assert not form.label.isEnabled()
    assert form.label.placeholderText() == "FACE"
    choose(form.effect, "Label with words")
    assert form.label.isEnabled()
    QTest.keyClicks(form.label, "WITNESS")
    QTest.keyClick(form.label, Qt.Key.Key_Return)
    assert region(table).label == "WITNESS"
    table.desk.undo()
    assert (region(table).label, form.label.text()) == ("", "")


def test_a_label_that_names_someone_is_told_to_be_read_by_everyone(table: Laid, details: DetailCommands) -> None:
    table.desk.apply(Alter(regions=(B,), title="x", person=PersonId("Jane Doe")))
    table.desk.apply(Alter(regions=(P,), title="x", person=PersonId("Person 1")))
    table.desk.apply(Alter(regions=(A,), title="x", effect="label"))
    table.desk.select(A)
    details.panel.regions.label.given.emit("Person 1")
    assert table.said == []
    details.panel.regions.label.given.emit("jane doe, left")
    assert region(table).label == "jane doe, left"
    assert table.said == [NAMES.format("Jane Doe")]


def test_a_reason_is_taken_from_the_list_or_typed(table: Laid, details: DetailCommands) -> None:
    table.desk.select(A, B)
    reason = details.panel.regions.reason
    child = next(n for n in range(reason.count()) if reason.itemText(n).startswith("Child: "))
    reason.activated.emit(child)
    assert {region(table, i).reason for i in (A, B)} == {"Child: someone under 18"}
    assert reason.currentText() == "Child: someone under 18"
    written(reason, "asked for by the witness")
    QTest.keyClick(reason.lineEdit(), Qt.Key.Key_Return)
    assert region(table).reason == "asked for by the witness"


def test_what_was_being_typed_stays_with_what_it_was_typed_for(table: Laid, details: DetailCommands) -> None:
    table.desk.select(A)
    written(details.panel.regions.reason, "for a")
    table.desk.select(A, B)
    assert (region(table, A).reason, region(table, B).reason) == ("for a", "")
    assert details.panel.regions.reason.lineEdit().placeholderText() == SEVERAL
    table.desk.select_silences(S)
    assert region(table, B).reason == ""
    assert not table.errors


def test_someone_is_named_and_the_names_of_others_are_offered(table: Laid, details: DetailCommands) -> None:
    table.desk.apply(Alter(regions=(B,), title="x", person=PersonId("Requester")))
    table.desk.select(A)
    person = details.panel.regions.person
    assert [person.itemText(n) for n in range(person.count())] == ["Requester"]
    person.given.emit("  The \n witness ")
    assert region(table).person == "The witness"
    person.given.emit("")
    assert region(table).person is None


def test_all_but_the_region_is_hidden_and_it_is_locked(table: Laid, details: DetailCommands) -> None:
    table.desk.select(A, B)
    form = details.panel.regions
    form.inverse.click()
    form.locked.click()
    assert all(region(table, i).inverse and region(table, i).locked for i in (A, B))
    fields = (form.subject, form.effect, form.shape, form.label, form.reason, form.inverse)
    assert not any(field.isEnabled() for field in fields)
    assert form.person.isEnabled()
    form.locked.click()
    assert not region(table).locked
    assert form.effect.isEnabled()


def test_what_is_locked_stays_as_it_is_and_it_is_said(table: Laid, details: DetailCommands) -> None:
    table.desk.apply(Lock((B,), locked=True))
    table.desk.select(A, B)
    details.panel.regions.reason.given.emit("DG6")
    assert (region(table, A).reason, region(table, B).reason) == ("DG6", "")
    assert table.said == ["1 of them are locked and stay so."]
    details.panel.regions_changed.emit((B,), "reason", "DG6")
    assert table.said[-1] == LOCKED


def test_what_is_so_already_is_no_step(table: Laid, details: DetailCommands) -> None:
    assert table.desk.place is not None
    table.desk.select(A)
    steps = len(table.desk.place.history.steps)
    choose(details.panel.regions.effect, AS_PROFILE)
    details.panel.regions.reason.given.emit("")
    table.desk.select_silences(S)
    choose(details.panel.silences.treatment, "Mute")
    assert len(table.desk.place.history.steps) == steps


def test_a_whole_person_is_hidden_and_shown_but_for_the_face_again(table: Laid, details: DetailCommands) -> None:
    assert not table.actions["whole_person"].isEnabled()
    table.desk.select(A, B, P)
    table.actions["whole_person"].trigger()
    assert [region(table, i).effect for i in (A, B, P)] == ["silhouette", "silhouette", None]
    table.actions["whole_person"].trigger()
    assert [region(table, i).effect for i in (A, B, P)] == [None, None, None]
    table.desk.select(P)
    table.actions["whole_person"].trigger()
    assert table.said == [NO_BODY]


def test_what_is_heard_instead_is_chosen_with_its_grade(table: Laid, details: DetailCommands) -> None:
    table.desk.select_silences(S, T)
    form = details.panel.silences
    choose(form.treatment, "Disguise, not anonymous")
    assert {silence(table, i).treatment for i in (S, T)} == {Treatment.DISGUISE}
    assert "Can be reversed in part" in form.grade.text()
    assert "Source:" in form.grade.text()
    table.desk.undo()
    assert {silence(table, i).treatment for i in (S, T)} == {Treatment.MUTE}


def tick(parts: Parts, text: str) -> None:
    next(box for box in parts.boxes if box.text() == text).click()


def test_silences_are_aimed_at_streams_and_channels(table: Laid, details: DetailCommands) -> None:
    table.desk.select_silences(S)
    form = details.panel.silences
    assert table.desk.footage is not None
    first, second = (s.index for s in table.desk.footage.recording.sounds)
    assert [box.text() for box in form.streams.boxes] == ["Sound 1 (stereo)", "Sound 2 (mono)"]
    tick(form.streams, "Sound 1 (stereo)")
    tick(form.channels, "Right")
    assert (silence(table).streams, silence(table).channels) == (frozenset({second}), frozenset({0}))
    tick(form.streams, "Sound 1 (stereo)")
    assert (silence(table).streams, silence(table).channels) == (None, frozenset({0}))
    tick(form.channels, "Left")
    assert silence(table).channels == frozenset({0})
    assert table.said == [ONE_AT_LEAST]
    assert form.channels.boxes[0].isChecked()
    assert first != second


def test_aiming_several_silences_is_one_step_and_keeps_what_else_they_are_aimed_at(
    table: Laid, details: DetailCommands
) -> None:
    table.desk.apply(AddSilences((replace(silence(table, T), channels=frozenset({1})),)))
    table.desk.select_silences(S, T)
    tick(details.panel.silences.streams, "Sound 2 (mono)")
    assert silence(table, S).streams == silence(table, T).streams != None  # noqa: E711 - both, and neither is all
    assert (silence(table, S).channels, silence(table, T).channels) == (None, frozenset({1}))
    table.desk.undo()
    assert silence(table, S).streams is None


def test_a_silence_gets_a_reason_and_a_person(table: Laid, details: DetailCommands) -> None:
    table.desk.select_silences(S)
    form = details.panel.silences
    form.reason.given.emit("DPA s.45(4)(e): protects the rights and freedoms of others")
    form.person.given.emit("Witness")
    assert (silence(table).reason[:15], silence(table).person) == ("DPA s.45(4)(e):", "Witness")
    form.person.given.emit("")
    assert silence(table).person is None


def test_a_case_that_can_only_be_read_is_not_changed(
    table: Laid, details: DetailCommands, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert table.desk.case is not None
    monkeypatch.setattr(table.desk.case, "read_only", "Someone else has it open.")
    table.desk.select(A)
    form = details.panel.regions
    fields: tuple[Any, ...] = (form.subject, form.effect, form.shape, form.label, form.reason, form.person)
    assert not any(field.isEnabled() for field in (*fields, form.inverse, form.locked))
    assert not table.actions["whole_person"].isEnabled()
    table.desk.select_silences(S)
    sound = details.panel.silences
    assert not any(field.isEnabled() for field in (sound.treatment, sound.streams, sound.reason, sound.person))


def test_without_a_list_reasons_can_be_typed_all_the_same(table: Laid, monkeypatch: pytest.MonkeyPatch) -> None:
    from reviewer.core.errors import UsageError

    def broken() -> tuple[()]:
        raise UsageError("The list of reasons cannot be read: it is none.", "Put it right.")

    monkeypatch.setattr(inspector, "reasons", broken)
    details = DetailCommands(table.parts, parent=table.window)
    table.window.setCentralWidget(details.panel)
    details.panel.show()
    table.desk.select(A)
    reason = details.panel.regions.reason
    assert reason.count() == 0
    reason.given.emit("DG6")
    assert region(table).reason == "DG6"


def test_every_field_says_what_it_is_to_a_screen_reader(details: DetailCommands) -> None:
    form, sound = details.panel.regions, details.panel.silences
    fields = (form.subject, form.effect, form.label, form.reason, form.person, form.shape, form.grade)
    said = [f.accessibleName() for f in (*fields, sound.treatment, sound.streams, sound.channels, sound.grade)]
    assert all(said)
    assert form.inverse.text()
    assert form.inverse.accessibleDescription()

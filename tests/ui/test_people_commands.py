"""Who is who: joined, split, named, selected, and all of it can be undone."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QInputDialog, QWidget
from pytestqt.qtbot import QtBot

from reviewer.core.edits import AddRegions, Alter, Lock
from reviewer.core.region import PersonId, RegionId
from reviewer.ui.asking import DialogUser
from reviewer.ui.people_commands import LONGEST, PeopleCommands, is_numbered, tidied
from tests.support.footage import Clip, make
from tests.support.laid import Laid, laid
from tests.support.values import a_region

A, B, C, D = (RegionId(name) for name in "abcd")
ACTIONS = ("join_person", "split_person", "name_person", "select_person")


@pytest.fixture(scope="module")
def recordings(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("people")
    return make(folder / "a.mp4", Clip(frames=12)), make(folder / "b.mp4", Clip(frames=12))


@pytest.fixture
def table(qtbot: QtBot, recordings: tuple[Path, Path], tmp_path: Path) -> Iterator[Laid]:
    with laid(*recordings, folder=tmp_path / "case") as table:
        table.put([a_region(name) for name in "abcd"])
        yield table


@pytest.fixture
def commands(table: Laid) -> PeopleCommands:
    return PeopleCommands(table.parts)


def people(table: Laid) -> dict[str, str | None]:
    return {str(i): r.person for i, r in table.desk.review.regions.items()}


def do(table: Laid, action: str, *regions: RegionId) -> None:
    table.desk.select(*regions)
    assert table.actions[action].isEnabled()
    table.actions[action].trigger()
    assert not table.errors


def given(table: Laid, person: str, *regions: RegionId) -> None:
    table.desk.apply(Alter(regions=regions, title="Join", person=PersonId(person)))


def test_regions_are_joined_as_a_new_person_and_it_can_be_undone(table: Laid, commands: PeopleCommands) -> None:
    do(table, "join_person", A, B)
    do(table, "join_person", C, D)
    assert people(table) == {"a": "Person 1", "b": "Person 1", "c": "Person 2", "d": "Person 2"}
    assert table.said == ["2 regions are Person 1.", "2 regions are Person 2."]
    table.desk.undo()
    assert people(table) == {"a": "Person 1", "b": "Person 1", "c": None, "d": None}
    assert table.desk.selected == (C, D)


def test_joining_people_joins_all_of_theirs_and_a_given_name_wins(table: Laid, commands: PeopleCommands) -> None:
    given(table, "Person 1", A, B)
    given(table, "Requester", C)
    do(table, "join_person", C, A)
    assert people(table) == {"a": "Requester", "b": "Requester", "c": "Requester", "d": None}
    do(table, "join_person", A, B)
    assert table.said[-1] == "The selected regions are Requester already."
    do(table, "join_person", D, B)
    assert set(people(table).values()) == {"Requester"}


def test_of_two_numbers_that_of_the_last_selected_stays(table: Laid, commands: PeopleCommands) -> None:
    given(table, "Person 1", A)
    given(table, "Person 2", B)
    do(table, "join_person", A, B)
    assert people(table) == {"a": "Person 2", "b": "Person 2", "c": None, "d": None}


def test_new_people_are_not_called_like_someone_in_other_footage(table: Laid, commands: PeopleCommands) -> None:
    assert table.desk.case is not None
    first, second = table.desk.case.footage()
    table.desk.show_footage(second)
    table.desk.apply(AddRegions((a_region("x"),)))
    given(table, "Person 1", RegionId("x"))
    table.desk.show_footage(first)
    do(table, "join_person", A, B)
    assert people(table)["a"] == "Person 2"


def test_regions_are_split_from_their_person(table: Laid, commands: PeopleCommands) -> None:
    given(table, "Person 1", A, B, C)
    do(table, "split_person", A, D)
    assert people(table) == {"a": None, "b": "Person 1", "c": "Person 1", "d": None}
    assert table.said == ["Split from Person 1."]


def test_naming_a_person_names_all_of_theirs(table: Laid, commands: PeopleCommands) -> None:
    given(table, "Person 1", A, B)
    given(table, "Witness", D)
    table.user.name = "  The   requester\n"
    do(table, "name_person", A)
    assert people(table) == {"a": "The requester", "b": "The requester", "c": None, "d": "Witness"}
    assert table.user.asked == [("Person 1", ("Person 1", "Witness"))]
    table.desk.undo()
    assert people(table)["a"] == "Person 1"


def test_a_region_of_nobody_gets_a_name_of_its_own(table: Laid, commands: PeopleCommands) -> None:
    table.user.name = "Passer-by"
    do(table, "name_person", C)
    assert people(table) == {"a": None, "b": None, "c": "Passer-by", "d": None}


def test_naming_someone_like_another_makes_them_the_same_person_and_says_so(
    table: Laid, commands: PeopleCommands
) -> None:
    given(table, "Witness", D)
    table.user.name = "Witness"
    do(table, "name_person", C)
    assert people(table) == {"a": None, "b": None, "c": "Witness", "d": "Witness"}
    assert table.said == ["There was a Witness already: 2 regions are the same person now."]


@pytest.mark.parametrize("name", [None, "", "  \n\t "])
def test_no_name_changes_nothing(table: Laid, commands: PeopleCommands, name: str | None) -> None:
    before = table.desk.review
    table.user.name = name
    do(table, "name_person", A)
    assert table.desk.review is before


def test_everything_of_a_person_is_selected_and_the_last_one_stays_the_last(
    table: Laid, commands: PeopleCommands
) -> None:
    given(table, "Person 1", A, B, D)
    do(table, "select_person", C, B)
    assert set(table.desk.selected) == {A, B, C, D}
    assert table.desk.selected[-1] == B


def test_locked_regions_have_people_too(table: Laid, commands: PeopleCommands) -> None:
    table.desk.apply(Lock((A, B), locked=True))
    do(table, "join_person", A, B)
    assert people(table)["a"] == "Person 1"


def test_what_cannot_be_done_is_grey(table: Laid, commands: PeopleCommands) -> None:
    def on() -> set[str]:
        return {name for name in ACTIONS if table.actions[name].isEnabled()}

    assert on() == set()
    table.desk.select(A)
    assert on() == {"name_person"}
    table.desk.select(A, B)
    assert on() == {"name_person", "join_person"}
    given(table, "Person 1", A)
    assert on() == set(ACTIONS)
    assert table.desk.case is not None
    table.desk.case.read_only = "someone else has it open"
    commands.refresh()
    assert on() == {"select_person"}


def test_names_are_tidied_and_numbers_known() -> None:
    assert tidied("\u202eeve\x00 B.") == "eve B."
    assert len(tidied("a" * 500)) == LONGEST
    assert [is_numbered(n) for n in ("Person 12", "Person X", "Person ", "Personal 1")] == [True, False, False, False]


def test_the_dialog_offers_everyone_who_is_known_and_takes_no_for_an_answer(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    offered: list[list[str]] = []

    def answer(parent: QWidget, *given: Any) -> tuple[str, bool]:
        offered.append(given[2])
        return "Witness", len(offered) == 1

    monkeypatch.setattr(QInputDialog, "getItem", answer)
    user = DialogUser(window)
    assert user.person_name("Person 2", ("Person 1", "Person 2")) == "Witness"
    assert user.person_name("", ()) is None
    assert offered == [["Person 2", "Person 1"], [""]]

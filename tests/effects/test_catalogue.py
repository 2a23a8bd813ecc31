"""Which effect hides what, and how far it reaches."""

from dataclasses import replace

import pytest

from reviewer.core.detection import Subject
from reviewer.core.geometry import Box
from reviewer.effects.catalogue import EFFECTS, SOLID, effect_for, effect_on, names, offered, reach
from reviewer.effects.grade import Letter
from tests.effects.scenes import region

FACE = Box(100, 50, 40, 50)


def test_solid_is_the_default_and_the_names_are_the_effects_own() -> None:
    assert names()[0] == "solid"
    assert all(effect.name == name for name, effect in EFFECTS.items())


@pytest.mark.parametrize("subject", [s for s in Subject if s is not Subject.FACE])
def test_writing_is_offered_solid_and_a_label_on_it_alone(subject: Subject) -> None:
    assert offered(subject) == ("solid", "label")
    for name in names():
        assert effect_for(subject, name) is (EFFECTS[name] if name == "label" else SOLID)


def test_a_face_is_offered_every_effect_and_an_unknown_one_is_solid() -> None:
    assert offered(Subject.FACE) == names()
    assert effect_for(Subject.FACE, "sparkle") is SOLID


@pytest.mark.parametrize("name", names())
def test_the_own_effect_of_a_region_goes_before_the_usual_one(name: str) -> None:
    assert effect_on(region(FACE, effect=name), "blur") is EFFECTS[name]
    assert effect_on(region(FACE), name) is EFFECTS[name]


@pytest.mark.parametrize(("name", "drawn"), [("silhouette", "solid"), ("label", "solid"), ("mosaic", "mosaic")])
def test_what_hides_all_but_itself_is_covered_by_no_figure_and_no_words(name: str, drawn: str) -> None:
    assert effect_on(replace(region(FACE, effect=name), inverse=True), "solid") is EFFECTS[drawn]


@pytest.mark.parametrize("name", names())
def test_only_a_silhouette_reaches_beyond_the_region(name: str) -> None:
    grown = reach(EFFECTS[name], FACE)
    assert (grown is not None) is (name == "silhouette")


@pytest.mark.parametrize("name", names())
def test_all_that_is_offered_has_the_best_letter(name: str) -> None:
    assert EFFECTS[name].grade.letter is Letter.A
    assert EFFECTS[name].grade.short == "A: cannot be reversed"

"""Every effect against every attack, in copies that were really encoded: a grade says what is measured here.

An effect is at chance where the attack gets no further than guessing would, give or take what so few pictures allow: of
240 guesses among 12, one run in a thousand is right in more than 14 %. What no effect but the silhouette hides is the
rest of a person.
"""

import pytest

from reviewer.effects.catalogue import EFFECTS, names
from reviewer.effects.grade import Attack, Letter
from reviewer.effects.measured import MEASURED
from tests.attacks.attacks import CHANCE, CONTROL, SUITE, unswirled
from tests.attacks.controls import CONTROLS, live_blur, live_swirl
from tests.attacks.films import by_effect

SLACK = 0.1
"""How far a share or a correlation may lie from chance, or from what was written down, without being anything else.

Ties and what an encoder leaves behind make many probes go the same way at once, so it is more than a coin's.
"""

every_effect = pytest.mark.parametrize("effect", names())
inside_attack = pytest.mark.parametrize("attack", [a for a in Attack if a is not Attack.BODY])


@pytest.mark.parametrize("attack", Attack)
def test_the_attack_works_on_its_control_as_the_grades_say(attack: Attack) -> None:
    reached = SUITE[attack](CONTROL[attack])
    assert reached > CHANCE[attack] + 0.4
    for measured in MEASURED.values():
        (said,) = (m for m in measured if m.attack is attack)
        assert said.control == pytest.approx(reached, abs=SLACK)
        assert said.chance == pytest.approx(CHANCE[attack], abs=0.005)


@every_effect
@inside_attack
def test_what_lies_inside_is_got_back_no_better_than_by_guessing(effect: str, attack: Attack) -> None:
    reached = SUITE[attack](by_effect(effect))
    assert reached <= CHANCE[attack] + SLACK
    (said,) = (m for m in EFFECTS[effect].grade.measured if m.attack is attack)
    assert said.score == pytest.approx(reached, abs=SLACK)


@every_effect
def test_only_a_silhouette_hides_who_someone_is_by_the_rest_of_them(effect: str) -> None:
    reached = SUITE[Attack.BODY](by_effect(effect))
    (said,) = (m for m in EFFECTS[effect].grade.measured if m.attack is Attack.BODY)
    assert said.score == pytest.approx(reached, abs=SLACK)
    if effect == "silhouette":
        assert reached <= CHANCE[Attack.BODY] + SLACK
    else:
        assert reached > 0.9


@pytest.mark.parametrize("control", CONTROLS)
def test_an_effect_that_is_computed_from_the_picture_is_read_by_machines(control: str) -> None:
    assert SUITE[Attack.IDENTITY](CONTROLS[control]) > 0.9
    assert SUITE[Attack.LEARNING](CONTROLS[control]) > 0.9
    assert SUITE[Attack.WORDS](CONTROLS[control]) > 0.9


def test_a_face_is_found_again_under_a_blur_of_the_picture_itself() -> None:
    assert SUITE[Attack.DETECTION](live_blur) > 0.9


def test_a_swirl_is_turned_back_and_so_none_is_offered() -> None:
    assert unswirled(live_swirl) > 0.9
    assert "swirl" not in names()


@every_effect
def test_a_grade_says_of_every_attack_what_it_reached_and_has_the_letter_for_it(effect: str) -> None:
    grade = EFFECTS[effect].grade
    assert [m.attack for m in grade.measured] == list(Attack)
    beaten = [m.attack for m in grade.measured if m.score > m.chance + SLACK and m.attack is not Attack.BODY]
    assert (grade.letter is Letter.A) is not bool(beaten)
    assert all("%" in m.told and "chance" in m.told for m in grade.measured)
    assert grade.stays.endswith(".")

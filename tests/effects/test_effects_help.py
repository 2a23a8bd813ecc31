"""What the help says of effects is what the program does and what was measured."""

from reviewer.core import places
from reviewer.effects.catalogue import names
from reviewer.effects.cells import ACROSS, DOWN
from reviewer.effects.grade import WORDS, Attack
from reviewer.effects.measured import CHANCE, CONTROL, MEASURED, SCORES

NUMBERS = {7: "seven", 9: "nine", 6: "six"}


def page() -> str:
    return " ".join((places.resources() / "help" / "effects.md").read_text(encoding="utf-8").split())


def test_every_effect_every_letter_and_the_cells_are_told() -> None:
    told = page()
    for name in names():
        assert name in told.lower(), name
    for letter, words in WORDS.items():
        assert f"{letter}: {words}" in told or f"{letter}: {words}.".replace(".", "") in told
    assert f"there are {NUMBERS[ACROSS]} across and {NUMBERS[DOWN]} down" in told
    assert f"All {NUMBERS[len(MEASURED)]} effects have an **A**" in told


def test_the_figures_are_those_that_were_measured() -> None:
    told = page()
    for at, attack in enumerate(Attack):
        most = max(scores[at] for name, scores in SCORES.items() if attack is not Attack.BODY or name != "silhouette")
        figures = ", ".join(f"{100 * v:.0f} %" for v in (most, CHANCE[at], CONTROL[at]))
        if attack is not Attack.BODY:
            assert f": {figures}." in told, (attack, figures)
    least = SCORES["silhouette"][-1]
    assert f"100 % with every effect but the silhouette, and {100 * least:.0f} % with that" in told
    assert all(scores[-1] == 1.0 for name, scores in SCORES.items() if name != "silhouette")

"""What the suite measures of every effect, as the lines of reviewer/effects/measured.py:

.venv/bin/python -m tests.attacks.table
"""

from reviewer.effects.catalogue import names
from tests.attacks.attacks import CONTROL, SUITE
from tests.attacks.films import by_effect


def main() -> None:
    for attack, tried in SUITE.items():
        print(f"control {attack!r}: {tried(CONTROL[attack]):.2f}")
    for name in names():
        scores = ", ".join(f"{tried(by_effect(name)):.2f}" for tried in SUITE.values())
        print(f'    "{name}": ({scores}),')


if __name__ == "__main__":
    main()

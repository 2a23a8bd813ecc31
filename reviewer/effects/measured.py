"""What the attack suite measured of each effect; the suite fails when it measures something else.

    .venv/bin/python -m tests.attacks.table

prints these numbers anew. They come from pictures of made-up people that went through the encoder of copies.
"""

from collections.abc import Mapping

from reviewer.effects.grade import Attack, Measured

CHANCE = (0.0, 1 / 12, 1 / 12, 0.0, 0.0, 1 / 24, 1 / 12)
"""What guessing reaches, by attack."""

CONTROL = (1.0, 1.0, 1.0, 0.71, 0.55, 1.0, 1.0)
"""What each attack reaches on an ordinary mosaic or blur of the picture itself, or on one that nothing covers."""

SCORES: Mapping[str, tuple[float, ...]] = {
    "solid": (0.00, 0.12, 0.08, 0.01, 0.01, 0.06, 1.00),
    "mosaic": (0.00, 0.07, 0.08, 0.01, 0.00, 0.02, 1.00),
    "blur": (0.00, 0.07, 0.07, 0.00, 0.00, 0.06, 1.00),
    "silhouette": (0.00, 0.08, 0.08, 0.00, 0.00, 0.04, 0.08),
    "outline": (0.00, 0.08, 0.07, 0.01, 0.00, 0.03, 1.00),
    "label": (0.00, 0.10, 0.12, 0.03, 0.01, 0.05, 1.00),
}
"""What each attack reaches on an effect."""

MEASURED: Mapping[str, tuple[Measured, ...]] = {
    name: tuple(Measured(*each) for each in zip(Attack, scores, CHANCE, CONTROL, strict=True))
    for name, scores in SCORES.items()
}
"""By the name of the effect."""

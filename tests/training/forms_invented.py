"""Forms that no country has, so that a network learns the idea of a plate and not a list of them."""

import numpy as np

from tests.training.forms import ODD, PLAIN, THIN, Band, Form, Legend, Row, Scheme


def invented(rng: np.random.Generator) -> Form:
    """A form that no country has: random size, rows, colours, stripes and small print."""
    two = rng.random() < 0.4
    width = float(rng.uniform(180, 560))
    height = width / float(rng.uniform(1.25, 2.2) if two else rng.uniform(2.2, 5.2))
    ink, ground = (
        (rng.uniform(0, 90, 3), rng.uniform(150, 250, 3)),
        (rng.uniform(190, 250, 3), rng.uniform(0, 110, 3)),
    )[int(rng.random() < 0.3)]
    dark, light = tuple(int(v) for v in ink), tuple(int(v) for v in ground)
    scheme = Scheme(light, dark, dark if rng.random() < 0.5 else None)  # type: ignore[arg-type]
    tall = height * float(rng.uniform(0.3, 0.4) if two else rng.uniform(0.55, 0.8))
    marks = ("A", "9", "9", "A", "#", "9", "*")
    texts = ["".join(marks[int(k)] for k in rng.integers(0, len(marks), int(rng.integers(3, 8)))) for _ in range(2)]
    common = (tall, tall * float(rng.uniform(0.4, 0.75)), tall * float(rng.uniform(0.1, 0.2)), tall * 0.13, tall * 0.4)
    rows = (
        (Row((texts[0],), 0.28, *common), Row((texts[1],), 0.73, *common)) if two else (Row((texts[0],), 0.5, *common),)
    )
    tint = tuple(int(v) for v in rng.uniform(20, 230, 3))
    band = Band("left" if rng.random() < 0.7 else "right", (tint,), height * 0.4, ("",), "crest")  # type: ignore[arg-type]
    small = (Legend("", 0.5, 0.92, height * 0.08),) if rng.random() < 0.4 else ()
    script = ("han", "kana", "thai", "arabic", "nagari", "hangul")[int(rng.integers(6))]
    letterings = (*PLAIN, *THIN, *ODD)
    return Form(
        "invented",
        width,
        height,
        rows,
        (scheme,),
        (band if rng.random() < 0.3 else None,),
        small,
        letterings=letterings,
        script=script,
        corner=height * float(rng.uniform(0, 0.15)),
    )

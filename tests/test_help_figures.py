"""The figures that the help pages and the model cards give are those of the program."""

from pathlib import Path

import pytest

from reviewer.core import places
from reviewer.core.detection import Subject
from reviewer.core.settings import Depth
from reviewer.services import pipeline, plate_reading, pool, sampling, segments, strays
from reviewer.services.estimate import HABITS, estimate_of, estimate_said
from reviewer.services.strays import Tally
from reviewer.vision import (
    agreed_plates,
    blazeface,
    catalogue,
    centerface,
    packs,
    plate_network,
    plates,
    rejoin,
    scan,
    second_looks,
    seeking,
    text,
    text_blocks,
    text_map,
)
from reviewer.vision.trail import PACES

FACE, PLATE = Subject.FACE, Subject.PLATE
WORDS = {1.5: "a second and a half", 2.0: "two seconds", 2.5: "two and a half seconds", 3.0: "three seconds"}


def page(name: str) -> str:
    """The text of a page, on one line."""
    path: Path = places.resources() / "help" / f"{name}.md"
    return " ".join(path.read_text(encoding="utf-8").split())


FACES, PLATES, TEXTS = PACES[FACE], PACES[PLATE], PACES[Subject.TEXT]
LARGE = f"{second_looks.LARGE / 1e6:.1f} megapixels"
CHECK = f"{catalogue.CHECK_AREA / 1e6:.2f}"

TOLD = {
    "model-centerface": (
        f"keeps every find from a score of {FACES.keep:g}.",
        f"One under {scan.DOUBTFUL:g} is looked at again in a crop of {scan.SECOND_SIDE} pixels",
        f"looked for in a crop of {centerface.CROP} pixels from {scan.CLOSER:g}",
        f"in a crop of {seeking.SOUGHT_SIDE} pixels up to {seeking.SOUGHT_REACH:g} of its sizes away, "
        f"from {scan.CLOSER:g}.",
        f"From {FACES.start:g} on a find begins a track by itself",
        f"narrower than {FACES.tiny:g} pixels only finds from {FACES.certain:g} count",
        f"looks at the mirrored picture at {LARGE} from",
        f"looks at the mirrored picture at {CHECK} megapixels from {centerface.CenterFace.check_threshold:g}.",
    ),
    "model-text-detection-plates": (
        f"A pixel counts as text from {text_map.INK:g}.",
        f"at least {plates.SMALLEST:g} pixels across, from {plates.ASPECT[0]:g} to {plates.ASPECT[1]:g} times as wide",
        f"looks closer at what scores {agreed_plates.PROPOSED:g}",
        f"reports finds from {plates.TextPlates.check_threshold:g}, at {CHECK} megapixels",
        f"a line counts from {text.SMALLEST:g} pixels of height and a score of {TEXTS.keep:g}, and begins a track from "
        f"{TEXTS.start:g}.",
        f"One of {text.LARGE:g} pixels or more, and one of {text.DOUBTFUL:g} or more "
        f"that scores less than {text.PLAIN:g},",
        f"{text.SECOND_LOOK:g} pixels high, and counts if {text.WRITTEN:.0%} of it".replace("%", " %"),
    ),
    "model-plate-network": (
        f"goes one at {plate_network.SMALL / 1e6:.2f} megapixels",
        f"every find of at least {plate_network.SMALLEST:g} pixels from a score of {PLATES.keep:g}, "
        f"and begins a track from {PLATES.start:g};",
        f"must score {PLATES.mean:g}, those of one wider than {PLATES.large:g} pixels {PLATES.clear:g};",
        f"narrower than {PLATES.tiny:g} pixels only finds from {PLATES.certain:g} count",
        f"wider than {plate_network.PLAIN:g} pixels must score {plate_network.SURER:g} times what others must",
        f"in a crop of {plate_network.CROP} pixels from {catalogue.NEAR:g}",
        f"looks at {catalogue.CHECK_PLATES / 1e6:.2f} megapixels from {plate_network.PlateNetwork.check_threshold:g}, "
        f"the estimate at {second_looks.LARGE / 1e6:.2f} megapixels from 0.3",
    ),
    "model-blazeface-full-range": (
        f"tiles of {blazeface.TILE} pixels",
        f"a frame of {LARGE}",
        f"score of {blazeface.FLOOR:g} is kept",
    ),
    "detectors": (f"scores under {scan.DOUBTFUL:g} is looked at once more, in a crop of {scan.SECOND_SIDE} pixels",),
    "finding": (f"about {WORDS[FACES.coast]} after its face", f"lost for up to {WORDS[rejoin.LONGEST]}"),
    "estimate": (
        f"One frame in each stretch of {sampling.EVERY:g} seconds",
        f"at most {sampling.MOST:,};",
        f"A find of which less than {strays.COVERED:.0%}".replace("%", " %"),
        f"**{HABITS[FACE].missed:g} for faces and {HABITS[PLATE].missed:g} for plates**",
    ),
    "profiles": (
        f"about {pool.EACH >> 20} MB for each",
        f"agree to at least {segments.SAME_COVER:.0%}".replace("%", " %"),
        f"recordings of more than {WORDS[pipeline.LONG / 60].removesuffix(' seconds')} minutes",
    ),
    "models": (f"at most {packs.MOST_BYTES >> 20} MB",),
    "text": (
        f"a gap of {text_blocks.UNDER:g} heights of a line below each other, and of {text_blocks.BESIDE:g} beside",
        f"as long as lines fill {text_blocks.FILLED:.0%} of the block".replace("%", " %"),
        f"under {text.SMALLEST:g} pixels high in the picture",
        f"{text.LARGE:g} pixels high or more in it is looked at again",
        f"({catalogue.CADENCE[Subject.TEXT][Depth.BALANCED]:g} seconds at balanced)",
        f"at {CHECK} megapixels, from a score of {text.TextBlocks.check_threshold:g}",
    ),
    "model-text-recognition": (
        {8: "At most eight looks"}[plate_reading.MOST],
        {3: "When three looks agree"}[plate_reading.ENOUGH],
    ),
}


@pytest.mark.parametrize("name", TOLD)
def test_a_page_gives_the_figures_of_the_program(name: str) -> None:
    said = page(name)
    assert [words for words in TOLD[name] if words not in said] == []


def upper_end(subject: Subject, *, looked: int) -> str:
    """The upper end of an interval as a part of what is covered, where nothing stray is found."""
    found = estimate_of(Tally(subject, (), (2,) * looked), looked=looked, frames=150 * looked)
    part = 100 * found.high / found.covered
    return f"{part:.1f} %" if part < 1 else f"{part:.0f} %"


def test_the_page_on_the_estimate_shows_one_that_the_program_makes_and_how_wide_they_are() -> None:
    said = page("estimate")
    assert estimate_said(estimate_of(Tally(FACE, (), (2,) * 26), looked=26, frames=3900)) in said
    for words, looked in (("6 frames looked at", 6), ("26 frames", 26), ("600 frames (an hour)", 600)):
        assert f"with {words} {upper_end(FACE, looked=looked)}" in said

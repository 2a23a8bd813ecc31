import pytest

from reviewer.core.likeness import distance, near

ALIKE = (
    "steven stephen,kathryn catherine,smyth smith,jon john,sean shaun,mohammed muhammad,okonkow okonkwo,"
    "geoffrey jeffrey,"
    "oneil oneill,kelley kelly,macdonald mcdonald,philips phillips,clarke clark,anne ann,lewis louis,smiths smith,"
    "khalid khaled,wojciech wojcieck,brian bryan"
)
UNLIKE = (
    "late kate,gate kate,will bill,car carr,gone john,june john,said sid,man ann,street strutt,park mark,tom tim,"
    "his chris"
)


@pytest.mark.parametrize("pair", ALIKE.split(","))
def test_a_name_is_known_again_when_it_is_spelled_or_heard_a_little_differently(pair: str) -> None:
    said, name = pair.split()
    assert near(said, name)


@pytest.mark.parametrize("pair", UNLIKE.split(","))
def test_other_words_are_no_names(pair: str) -> None:
    said, name = pair.split()
    assert not near(said, name)


@pytest.mark.parametrize(
    ("one", "other", "slips"),
    [("smith", "smith", 0), ("smith", "smiht", 1), ("smith", "smit", 1), ("smith", "jones", 3)],
)
def test_slips_are_counted_up_to_a_limit(one: str, other: str, slips: int) -> None:
    assert distance(one, other, most=2) == slips
    assert distance(other, one, most=2) == slips

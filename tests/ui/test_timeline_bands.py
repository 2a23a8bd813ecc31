"""What stands above what on the timeline, and what gives way in a low one."""

import pytest

from reviewer.ui.timeline.bands import LEAST, Kind, Wants, banded

EVERYTHING = Wants(film=True, sounds=(1, 2), risk=True, seen=True)


def kinds(height: float, wants: Wants = EVERYTHING) -> list[Kind]:
    return [b.kind for b in banded(height, wants)]


@pytest.mark.parametrize("height", [40, 72, 100, 150, 220, 400, 1000])
def test_bands_follow_one_another_without_gaps_and_fill_the_height(height: int) -> None:
    bands = banded(height, EVERYTHING)
    assert bands[0].top == 0
    assert [b.top for b in bands[1:]] == [b.bottom for b in bands[:-1]]
    assert bands[-1].kind is Kind.LANES
    assert bands[-1].bottom == height
    assert all(b.top == round(b.top) for b in bands)


def test_all_of_it_stands_in_the_usual_height() -> None:
    one = Wants(film=True, sounds=(1,), risk=True, seen=True)
    assert kinds(220, one) == [Kind.RULER, Kind.MARKS, Kind.FILM, Kind.SOUND, Kind.RISK, Kind.SEEN, Kind.LANES]


def test_bands_drop_out_one_after_another_and_the_ruler_and_lanes_stay() -> None:
    counts = [len(kinds(height)) for height in range(300, 40, -1)]
    assert counts == sorted(counts, reverse=True)
    assert kinds(72) == [Kind.RULER, Kind.MARKS, Kind.LANES]
    assert kinds(40) == [Kind.RULER, Kind.LANES]
    assert Kind.FILM not in kinds(150)
    assert Kind.RISK in kinds(90)


def test_with_less_room_the_first_sound_stays_longer_than_the_second() -> None:
    bands = banded(140, EVERYTHING)
    assert [b.stream for b in bands if b.kind is Kind.SOUND] == [1]


def test_the_sound_stays_while_a_silence_is_to_be_drawn() -> None:
    assert Kind.SOUND not in kinds(90)
    assert Kind.SOUND in kinds(90, Wants(sounds=(1,), risk=True, seen=True, film=True, hearing=True))


def test_the_lanes_have_what_they_need_wherever_there_is_room() -> None:
    for height in range(80, 600):
        assert banded(height, EVERYTHING)[-1].height >= LEAST[Kind.LANES]

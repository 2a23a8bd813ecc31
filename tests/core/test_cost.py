"""Times as a person would guess them."""

import pytest

from reviewer.core.cost import about


@pytest.mark.parametrize(
    ("seconds", "told"),
    [
        (0.1, "a few seconds"),
        (10, "a few seconds"),
        (11, "about 20 seconds"),
        (50, "about 50 seconds"),
        (52, "about a minute"),
        (60, "about a minute"),
        (61, "about 2 minutes"),
        (599, "about 10 minutes"),
        (601, "about 15 minutes"),
        (3299, "about 55 minutes"),
        (3301, "about 1 h 00 min"),
        (4900, "about 1 h 25 min"),
    ],
)
def test_a_time_is_rounded_up_to_what_a_person_would_say(seconds: float, told: str) -> None:
    assert about(seconds) == told

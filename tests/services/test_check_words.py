"""What the check says of sound that the copy alone does not tell about."""

import pytest

from reviewer.services.check_sound import SoundLook
from reviewer.services.check_words import sound_said


@pytest.mark.parametrize("stretches", [0, 2])
@pytest.mark.parametrize("beside", [True, False])
def test_sound_that_the_file_alone_does_not_tell_about_is_named_and_fails_beside_the_original(
    stretches: int, beside: bool
) -> None:
    look = SoundLook(streams=1, channels=2, stretches=stretches, untold=3)
    held, sentence = sound_said(look, beside=beside, known=True)
    assert held is not beside
    assert "Of 3 hidden stretches the file alone does not tell" in sentence

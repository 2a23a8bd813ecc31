"""Which encoder renders a copy: one of the computer's graphics where that is wanted and serves, else the program's."""

from collections.abc import Generator, Sequence
from dataclasses import dataclass

from reviewer.core.errors import ReviewerError
from reviewer.core.footage import Footage
from reviewer.core.profile import Profile
from reviewer.media.encoding import Encoding, coding_of, encoding_of
from reviewer.media.hardware import HARDWARE, SOFTWARE
from reviewer.media.trial_encoding import try_out
from reviewer.services.jobs import Progress
from reviewer.services.workers import Limits, in_child

PATIENCE = Limits(silence=30.0)
"""A driver that has not encoded a few pictures in half a minute is stuck."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """The encoder for a copy, and in a sentence why it is not one of the computer's graphics where that was wanted."""

    encoder: str = SOFTWARE
    note: str = ""


def chosen_encoder(
    footage: Footage, profile: Profile, *, names: Sequence[str] = HARDWARE
) -> Generator[Progress, None, Chosen]:
    """The first of `names` that really encodes, each tried in a child of its own: a driver may end the process."""
    if not profile.hardware:
        return Chosen()
    reasons = []
    for name in names:
        try:
            encoding = encoding_of(profile.quality, encoder=name)
            yield from in_child(_try, footage, encoding, name=footage.path.name, limits=PATIENCE)
        except ReviewerError as error:
            reasons.append(str(error))
            continue
        return Chosen(name)
    return Chosen(note=" ".join(("No encoder of the computer's graphics serves.", *reasons)))


def _try(footage: Footage, encoding: Encoding) -> Generator[Progress, None, None]:
    yield Progress(0, 1, "render")
    recording = footage.recording
    try_out(coding_of(footage.path, recording, index=recording.index, encoding=encoding))

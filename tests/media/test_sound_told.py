"""The copy says of every stream what became of it."""

from dataclasses import replace
from fractions import Fraction

from reviewer.core.assembly import Assembly, Card, Kept
from reviewer.core.footage import AudioStream
from reviewer.core.profile import SoundPolicy
from reviewer.core.silence import Treatment
from reviewer.core.timing import Span, Tick
from reviewer.media.silencing import Heard, Hidden
from reviewer.media.sound_told import told_of

BASE = Fraction(1, 1000)
STEREO = AudioStream(index=1, codec="aac", sample_rate=48000, channels=2, layout="stereo", start=0.0, duration=9.0)
MANY = replace(STEREO, index=2, channels=8, layout="7.1")


def sentences(heard: Heard) -> list[str]:
    return [told.sentence for told in told_of((STEREO, MANY), heard, time_base=BASE)]


def test_streams_are_kept_silent_or_dropped() -> None:
    assert sentences(Heard()) == [
        "Sound stream 1 (2 channels): kept as recorded.",
        "Sound stream 2 (8 channels): kept as recorded, mixed down to 2 channels.",
    ]
    assert sentences(Heard(SoundPolicy.NONE))[0] == "Sound stream 1 (2 channels): dropped."
    assert "nothing of it is heard" in sentences(Heard(SoundPolicy.SILENT))[1]


def test_stretches_are_counted_by_treatment_and_channel() -> None:
    hidden = (
        Hidden(Fraction(1), Fraction(2)),
        Hidden(Fraction(3), Fraction(4), channels=frozenset({1})),
        Hidden(Fraction(5), Fraction(6), Treatment.DISGUISE),
    )
    assert sentences(Heard(quiet={1: hidden}))[0] == (
        "Sound stream 1 (2 channels): kept, 2 stretches muted, 1 stretch disguised, not anonymous (1 of them in single "
        "channels)."
    )


def test_stretches_that_the_copy_leaves_out_are_not_counted() -> None:
    left_out = Span(Tick(2000), Tick(9000))
    assembly = Assembly((Kept(Span(Tick(0), Tick(2000)), Tick(0)), Card(left_out, Tick(2000), Tick(4000))))
    hidden = (Hidden(Fraction(1), Fraction(2)), Hidden(Fraction(3), Fraction(4)))
    told = sentences(Heard(quiet={1: hidden}, assembly=assembly))
    assert told[0] == "Sound stream 1 (2 channels): kept, 1 stretch muted, with parts left out."

"""What a copy does not hold of the footage's sound: told for each stream and channel, to the sample."""

from fractions import Fraction
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from reviewer.core.assembly import Assembly, Card, Kept
from reviewer.core.profile import SoundPolicy
from reviewer.core.region import Decision
from reviewer.core.silence import Silence, SilenceId, Treatment
from reviewer.core.timing import Span, Tick
from reviewer.media.cutting import Cuts
from reviewer.media.silencing import ALWAYS, Heard, Hidden, Run, quiet_of, runs_of

BASE = Fraction(1, 1000)
WHOLE = Cuts.of(None, time_base=BASE, rate=10)


def silence(start: int, end: int, **more: object) -> Silence:
    return Silence(id=SilenceId(f"{start}"), span=Span(Tick(start), Tick(end)), **more)  # type: ignore[arg-type]


def test_silences_that_touch_are_one_and_those_that_were_rejected_are_none() -> None:
    shown = silence(950, 990, decision=Decision.REJECTED)
    quiet = quiet_of([silence(0, 500), silence(500, 900), shown], [1], time_base=BASE)
    assert quiet == {1: (Hidden(Fraction(0), Fraction(9, 10)),)}


def test_a_silence_of_one_stream_leaves_the_others_as_they_are() -> None:
    quiet = quiet_of([silence(0, 500, streams=frozenset({2}))], [1, 2], time_base=BASE)
    assert quiet == {1: (), 2: (Hidden(Fraction(0), Fraction(1, 2)),)}


def test_silences_of_other_channels_and_treatments_stay_apart() -> None:
    left = silence(0, 500, channels=frozenset({0}))
    bleep = silence(100, 600, treatment=Treatment.BLEEP)
    quiet = quiet_of([left, bleep], [1], time_base=BASE)[1]
    assert [(h.treatment, h.channels) for h in quiet] == [(Treatment.MUTE, frozenset({0})), (Treatment.BLEEP, None)]


def test_a_copy_without_sound_to_be_heard_hides_all_of_it() -> None:
    assert Heard(SoundPolicy.SILENT).hidden(4) == (ALWAYS,)
    assert Heard().hidden(4) == ()


def test_only_the_channels_that_a_silence_is_about_are_hidden_and_all_where_it_is_about_none_of_them() -> None:
    second = Hidden(Fraction(0), Fraction(1), channels=frozenset({1}))
    run = (Run(0, 10, Treatment.MUTE),)
    assert runs_of([second], channels=3, rate=10, cuts=WHOLE) == ((), run, ())
    assert runs_of([second], channels=1, rate=10, cuts=WHOLE) == (run,), "fewer channels than it is about"


def test_where_treatments_overlap_the_one_that_hides_most_wins() -> None:
    hidden = [
        Hidden(Fraction(0), Fraction(10), Treatment.DISGUISE),
        Hidden(Fraction(2), Fraction(5), Treatment.NOISE),
        Hidden(Fraction(4), Fraction(6), Treatment.BLEEP),
        Hidden(Fraction(3), Fraction(9, 2), Treatment.MUTE),
    ]
    (runs,) = runs_of(hidden, channels=1, rate=10, cuts=WHOLE)
    assert [(r.first, r.stop, r.treatment) for r in runs] == [
        (0, 20, Treatment.DISGUISE),
        (20, 30, Treatment.NOISE),
        (30, 45, Treatment.MUTE),
        (45, 60, Treatment.BLEEP),
        (60, 100, Treatment.DISGUISE),
    ]


@given(
    st.lists(
        st.tuples(st.integers(0, 200), st.integers(1, 90), st.sampled_from(Treatment), st.sampled_from([0, 1, None])),
        max_size=8,
    )
)
def test_every_sample_that_a_stretch_touches_is_hidden_and_no_other(parts: list[tuple[int, int, str, int]]) -> None:
    hidden = [
        Hidden(Fraction(a, 7), Fraction(a + n, 7), Treatment(t), None if c is None else frozenset({c}))
        for a, n, t, c in parts
    ]
    for channel, runs in enumerate(runs_of(hidden, channels=2, rate=10, cuts=WHOLE)):
        assert all(one.stop <= other.first for one, other in pairwise(runs))
        covered = {n for run in runs for n in range(run.first, run.stop)}
        concerned = [h for h in hidden if h.concerns(channel, of=2)]
        assert covered == {n for n in range(450) if any(n < h.end * 10 and n + 1 > h.start * 10 for h in concerned)}


def test_stretches_are_moved_to_where_the_copy_has_them_and_what_it_leaves_out_is_nowhere() -> None:
    spans = [Span(Tick(1000), Tick(2000)), Span(Tick(5000), Tick(6000))]
    assembly = Assembly(
        (
            Kept(spans[0], Tick(0)),
            Card(Span(Tick(2000), Tick(5000)), Tick(1000), Tick(3000)),
            Kept(spans[1], Tick(3000)),
        )
    )
    cuts = Cuts.of(assembly, time_base=BASE, rate=10)
    hidden = [Hidden(Fraction(3, 2), Fraction(26, 5)), Hidden(Fraction(3), Fraction(4), Treatment.BLEEP)]
    (runs,) = runs_of(hidden, channels=1, rate=10, cuts=cuts)
    assert runs == (Run(5, 10, Treatment.MUTE), Run(30, 32, Treatment.MUTE))

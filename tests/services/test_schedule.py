"""The lines of a schedule: what the copy hides, when, and why, as far as it may be disclosed."""

import csv
import io
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.core.assembly import assembled
from reviewer.core.errors import CheckError
from reviewer.core.footage import FrameIndex
from reviewer.core.profile import Profile
from reviewer.core.reasons import reasons
from reviewer.core.region import Decision, PersonId
from reviewer.core.review import Review, of
from reviewer.core.silence import Silence, SilenceId, Treatment
from reviewer.core.timing import Span, Tick
from reviewer.services import pack_reasons
from reviewer.services.pack_reasons import disclosable
from reviewer.services.pack_table import HEAD, guarded, lines_of, table
from reviewer.services.schedule import Clock, lying_in_cuts, rows, shown_rows
from reviewer.services.typeset import unshown
from tests.support.values import a_region

INDEX = FrameIndex(np.arange(0, 1000, 40, dtype=np.int64), np.ones(25, np.bool_), Tick(1000))


def a_clock(*kept: tuple[int, int], first: int = 0) -> Clock:
    index = FrameIndex(INDEX.ticks + first, INDEX.keyframes, Tick(INDEX.end + first))
    spans = [Span(Tick(a), Tick(b)) for a, b in kept]
    return Clock(assembled(index, spans, time_base=Fraction(1, 1000)), Fraction(1, 1000))


def a_silence(start: int, end: int, **more: object) -> Silence:
    return replace(Silence(id=SilenceId(f"s{start}"), span=Span(Tick(start), Tick(end))), **more)  # type: ignore[arg-type]


def test_lines_are_in_the_order_of_time_and_numbered() -> None:
    late = replace(a_region("late"), span=Span(Tick(400), Tick(500)))
    review = of([late, a_region("early")]).silencing([a_silence(200, 300)])
    told = rows(review, Profile(), told=a_clock())
    assert [(line.row.number, line.row.original.start) for line in told] == [
        (1, "0:00:00.000"),
        (2, "0:00:00.200"),
        (3, "0:00:00.400"),
    ]


def test_times_count_from_the_first_picture_of_the_original_and_of_the_copy() -> None:
    [line] = rows(of([replace(a_region("one"), span=Span(Tick(540), Tick(600)))]), Profile(), told=a_clock(first=500))
    assert str(line.row.original) == "0:00:00.040 to 0:00:00.100"
    assert [str(s) for s in line.row.copy] == ["0:00:00.040 to 0:00:00.100"]


def test_a_region_over_a_cut_has_a_stretch_on_each_side_of_the_card() -> None:
    told = a_clock((0, 200), (600, 1000))
    long = replace(a_region("one"), span=Span(Tick(100), Tick(700)))
    hidden = replace(a_region("two"), span=Span(Tick(300), Tick(400)))
    review = of([long, hidden])
    lines = rows(review, Profile(), told=told)
    assert [line.row.sort for line in lines] == ["picture", "cut"]
    assert [str(s) for s in lines[0].row.copy] == ["0:00:00.100 to 0:00:00.200", "0:00:02.200 to 0:00:02.300"]
    assert str(lines[1].row.original) == "0:00:00.200 to 0:00:00.600"
    assert str(lines[1].row.copy[0]) == "0:00:00.200 to 0:00:02.200"
    assert lying_in_cuts(review, told=told) == 1


def test_a_silence_says_which_sound_it_is_about_and_a_disguise_is_not_called_anonymous() -> None:
    silence = a_silence(
        0, 100, streams=frozenset({0}), channels=frozenset({0, 1}), treatment=Treatment.DISGUISE, reason="x"
    )
    [line] = rows(Review().silencing([silence]), Profile(), told=a_clock())
    assert line.row.what == "Sound (stream 1; channel 1, 2)"
    assert "not anonymous" in line.row.how
    assert line.row.grade == "can be reversed in part"


def test_an_unknown_effect_is_told_as_what_covers_it() -> None:
    [line] = rows(of([replace(a_region("one"), effect="sparkles")]), Profile(), told=a_clock())
    assert line.row.how == "solid"


def test_what_was_rejected_is_told_in_the_restricted_part_alone() -> None:
    shown = replace(a_region("one"), decision=Decision.REJECTED, reason="on duty", person=PersonId("PC 1"))
    assert rows(of([shown]), Profile(), told=a_clock()) == ()
    [line] = shown_rows(of([shown]), Profile(), told=a_clock())
    assert (line.person, line.reason, line.row.number) == ("PC 1", "on duty", 0)


def test_a_silence_beyond_the_end_has_no_line() -> None:
    assert rows(Review().silencing([a_silence(5000, 6000)]), Profile(), told=a_clock()) == ()


def test_reasons_of_the_table_may_be_disclosed_and_nobodys_own_words() -> None:
    known = reasons()[0]
    assert disclosable(known.text) == known.text
    assert disclosable(known.code) == known.text
    assert disclosable(f"{known.code}: Jane Doe is the applicant") == known.text + pack_reasons.MORE
    assert disclosable("Jane Doe") == pack_reasons.KEPT
    assert disclosable("  ") == pack_reasons.NONE


@given(st.text())
def test_no_cell_is_a_formula_or_more_than_one_line(text: str) -> None:
    cell = guarded(text)
    assert not cell.lstrip().startswith(("=", "+", "-", "@"))
    assert "\n" not in cell
    assert "\r" not in cell


def test_the_table_is_read_by_others_as_it_was_written() -> None:
    review = of([replace(a_region("one"), reason='say "=1", or\r\nnot')])
    data = table(rows(review, Profile(), told=a_clock()), ())
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.endswith(b"\r\n")
    head, line = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    assert tuple(head) == HEAD
    assert dict(zip(head, line, strict=True))["What"] == "Face"
    assert sum(lines_of(data).values()) == 1


@pytest.mark.parametrize("data", [b"", b"\xff\xfe", b"a,b\r\n", b'"', b"\x00"])
def test_what_is_no_such_table_is_refused(data: bytes) -> None:
    with pytest.raises(CheckError, match="cannot be read"):
        lines_of(data)


def test_letters_that_cannot_be_shown_are_found_and_others_are_not() -> None:
    assert unshown("Żółć Ж Ω é e\u0301 –") == set()
    assert unshown("a中b😀") == {"中", "😀"}

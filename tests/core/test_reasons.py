"""The table of reasons, as it is shipped and as a force may have changed it."""

from pathlib import Path

import pytest

from reviewer.core.errors import UsageError
from reviewer.core.reasons import Reason, code_of, read, reasons

WHOLE = """
[[reason]]
code = "Child"
words = "someone under 18"
group = "In plain words"
interest = true
"""


def written(tmp_path: Path, text: str | bytes) -> Path:
    path = tmp_path / "reasons.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_the_shipped_table_has_the_reasons_that_british_forces_need() -> None:
    found = {r.code: r for r in reasons()}
    for code in ("FOI s.40(2)", "DPA s.45(4)(e)", "DPA Sch.2 para.16", "SO(A)A 1992", "YJCEA s.45/45A", "Child", "DG6"):
        assert found[code].words
        assert found[code].group
    assert found["FOI s.31(1)(a)"].interest
    assert not found["FOI s.40(2)"].interest


def test_a_reason_is_kept_as_its_code_and_words_and_its_code_is_found_again() -> None:
    for reason in reasons():
        assert code_of(reason.text) == reason.code
    assert code_of("because the witness asked for it") == "because the witness asked for it"


def test_a_table_is_read_in_its_order(tmp_path: Path) -> None:
    more = WHOLE + '[[reason]]\ncode = "A"\nwords = "b"\n'
    assert read(written(tmp_path, more)) == (
        Reason("Child", "someone under 18", "In plain words", True),
        Reason("A", "b"),
    )
    assert read(written(tmp_path, "")) == ()


@pytest.mark.parametrize(
    "text",
    [
        "[[reason",
        b"\xff\xfe\x00",
        "reason = 3",
        "reason = [3]",
        '[[reason]]\nwords = "no code"',
        '[[reason]]\ncode = "no words"',
        '[[reason]]\ncode = 3\nwords = "x"',
        '[[reason]]\ncode = "a: b"\nwords = "x"',
        '[[reason]]\ncode = "a"\nwords = "two\\nlines"',
        f'[[reason]]\ncode = "{"a" * 41}"\nwords = "x"',
        WHOLE + WHOLE,
    ],
)
def test_a_table_that_is_none_is_refused_with_advice(tmp_path: Path, text: str | bytes) -> None:
    with pytest.raises(UsageError, match="list of reasons") as refusal:
        read(written(tmp_path, text))
    assert "typed all the same" in refusal.value.advice


def test_a_table_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="list of reasons"):
        read(tmp_path / "nowhere.toml")

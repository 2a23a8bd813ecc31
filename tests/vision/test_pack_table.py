"""A field is what it was asked for as, or a sentence says which is not."""

from typing import Any

import pytest

from reviewer.vision.pack_table import ManifestError, Table


@pytest.mark.parametrize("value", ["", "   ", 3, None, ["a"], "a\nb", "a\x1b[31m", "a\u202eb", "x" * 201])
def test_a_text_is_one_plain_line(value: Any) -> None:
    with pytest.raises(ManifestError, match='"k" in'):
        Table({"k": value}, "t").text("k")


def test_a_text_is_given_without_the_space_around_it() -> None:
    assert Table({"k": " Überfall "}).text("k") == "Überfall"


@pytest.mark.parametrize("value", [True, "1", None, float("nan"), float("inf"), -0.1, 1.1, 10**400, [1]])
def test_a_number_is_one_and_in_its_range(value: Any) -> None:
    with pytest.raises(ManifestError, match="a number from 0 to 1"):
        Table({"k": value}).number("k", least=0, most=1)


def test_a_missing_field_is_named_unless_there_is_a_usual_value() -> None:
    table = Table({}, "input")
    with pytest.raises(ManifestError, match=r'^"size" in \[input\] is missing$'):
        table.value("size")
    assert table.number("overlap", default=0.4, least=0, most=1) == 0.4
    assert table.switch("letterbox", default=True) is True


def test_a_word_is_one_of_those_that_are_known() -> None:
    assert Table({"k": "RGB"}).choice("k", ["RGB", "BGR"]) == "RGB"
    with pytest.raises(ManifestError, match="has to be RGB or BGR"):
        Table({"k": ["RGB"]}).choice("k", ["RGB", "BGR"])
    with pytest.raises(ManifestError, match="true or false"):
        Table({"k": 1}).switch("k", default=False)


def test_a_field_that_nobody_asked_for_is_told() -> None:
    table = Table({"known": 1, "tresh\x1b": 2})
    table.value("known")
    with pytest.raises(ManifestError, match=r"'tresh\\x1b' is not a field that is known"):
        table.finish()


def test_a_table_is_a_table() -> None:
    assert Table({"t": {"k": 1}}).table("t").value("k") == 1
    with pytest.raises(ManifestError, match="has to be a table"):
        Table({"t": 3}).table("t")
    with pytest.raises(ManifestError, match=r"the table \[t\] is missing"):
        Table({}).table("t")
    Table({}).table("t", needed=False).finish()

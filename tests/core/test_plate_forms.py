"""The forms of registration marks by country."""

import pytest

from reviewer.core.plate_forms import FORMS, Form, forms_of, rank, words_for

EXAMPLES = {
    "uk-current": ["AB51CDE", "LS76XYZ", "DE12MOV"],
    "uk-prefix": ["A1BCD", "K345LMN", "Q12ABC"],
    "uk-suffix": ["ABC1D", "KEN123X"],
    "uk-diplomatic": ["101D123", "274X900"],
    "uk-northern-ireland": ["AIZ1234", "IG1", "1234JZ"],
    "uk-dateless": ["A1", "ABC123", "AB1234", "123ABC", "1234AB"],
    "uk-trade": ["01234", "123AB"],
    "ireland": ["87D1", "08LK12345", "131D1234", "242WX99"],
    "spain": ["1234BCD"],
    "france": ["AB123CD"],
    "italy": ["AB123CD"],
    "slovakia": ["AB123IM"],
    "netherlands": ["12ABC3", "1ABC23", "AB123C", "ABCD12", "12AB34"],
    "belgium": ["1ABC234"],
    "czechia": ["1A23456", "4B01234", "1AC1234"],
    "sweden": ["ABC123", "ABC12D"],
    "romania": ["B123ABC", "CJ12ABC"],
    "switzerland": ["ZH123456", "AG1"],
    "hungary": ["ABC123", "AABC123"],
    "brazil-mercosul": ["ABC1D23"],
    "brazil": ["ABC1234"],
    "czechia-old": ["AB1234", "ABC1234"],
    "denmark-norway": ["AB12345"],
    "poland": ["WA12345", "WA1234C", "WAW12AC", "WAWA123"],
    "poland-long": ["WAW12345", "WAW123AC"],
    "belgium-old": ["ABC123", "123ABC"],
    "spain-old": ["M1234AB"],
    "france-old": ["1234AB75", "123ABC2A"],
    "finland": ["ABC123"],
    "germany": ["BAB1234", "MA1", "HHAB123E"],
    "austria": ["W12345A", "GU1ABC"],
}
STRANGERS = {
    "uk-current": ["AB00CDE", "IB12CDE", "AB12CQE", "AB1CDE", "AB123CDE"],
    "uk-prefix": ["I12ABC", "A0ABC", "A1234BC"],
    "uk-dateless": ["ABC1234", "1234ABC", "A12345"],
    "uk-northern-ireland": ["ABC1234"],
    "ireland": ["13D1234", "133D12", "08XX1"],
    "spain": ["1234ABC"],
    "france": ["AO123CD"],
    "netherlands": ["12AI34"],
    "switzerland": ["XX1234"],
    "czechia": ["1Q23456", "0A12345", "1AG1234"],
    "romania": ["XX12ABC"],
    "germany": ["ABCDE12345"],
    "poland": ["WAB1234"],
}


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.id)
def test_every_form_takes_its_examples_and_nothing_else(form: Form) -> None:
    name = form.id
    for text in EXAMPLES[name]:
        assert name in {f.id for f in forms_of(text)}, text
    for text in [*STRANGERS.get(name, []), "", "ABCDEFGHI", "123456789"]:
        assert name not in {f.id for f in forms_of(text)}, text


def test_the_forms_of_the_united_kingdom_are_named_first() -> None:
    assert forms_of("CJ12ABC")[0].id == "uk-current"
    assert "romania" in {f.id for f in forms_of("CJ12ABC")}


def test_every_form_has_an_id_of_its_own_and_words() -> None:
    assert len({form.id for form in FORMS}) == len(FORMS) == len(EXAMPLES)
    assert all(words_for(form.id) == form.words and form.words for form in FORMS)
    assert words_for("of a later version") == "of a later version"


def test_forms_that_anything_short_fits_give_no_rank() -> None:
    assert rank("TAX1") is None
    assert rank("AB12CDE") == 0

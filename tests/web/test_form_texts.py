"""What forms say of a forged or unreadable value is said by the office, in the reader's language."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, IntegerField, RadioField, SelectField, SelectMultipleField
from wtforms.fields.choices import SelectChoice

from e_office.core.fields import OfficeForm, PlainForm
from tests.conftest import Browser
from tests.web.test_flow_registry import FORM, drop, letter

SignIn = Callable[[str], Browser]
CHOICE = {
    "vi": "Không có lựa chọn này. Chọn lại trong danh sách.",
    "en": "There is no such choice. Choose from the list.",
}
NUMBER = {"vi": "Đây không phải là số. Ghi bằng chữ số.", "en": "This is not a number. Write it in digits."}


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_forged_choice_is_refused_in_the_readers_language(sign_in: SignIn, language: str) -> None:
    clerk = sign_in("vanthu")
    clerk.client.set_cookie("lang", language)
    drop(clerk, (letter(), "a.docx"))
    for field in ("urgency", "secrecy", "kind", "handler_unit_id"):
        answer = clerk.post("/incoming/new", {**FORM, field: "999999"})
        assert answer.status_code == 422, field
        assert CHOICE[language] in clerk.page, field
        assert "Not a valid choice" not in clerk.page


@pytest.mark.parametrize("base", [OfficeForm, PlainForm])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_text_of_wtforms_that_a_field_here_can_say_is_known(
    app: Flask, base: type[OfficeForm] | type[PlainForm], language: str
) -> None:
    class Sample(base):  # type: ignore[misc, valid-type]
        class Meta:
            csrf = False

        one = SelectField(choices=[SelectChoice("a", "A")])
        whole = SelectField(choices=[SelectChoice(1, "1")], coerce=int)
        several = SelectMultipleField(choices=[SelectChoice("a", "A")])
        numbers = SelectMultipleField(choices=[SelectChoice(1, "1")], coerce=int)
        radio = RadioField(choices=[SelectChoice("a", "A")])
        number = IntegerField()
        flag = BooleanField()

    given = MultiDict([
        ("one", "x"), ("whole", "x"), ("several", "x"), ("several", "y"), ("numbers", "x"), ("radio", "x"),
        ("number", "x"),
    ])  # fmt: skip
    with app.test_request_context("/", headers={"Cookie": f"lang={language}"}):
        form = Sample(given)
        assert not form.validate()
        errors = {name: found[0] for name, found in form.errors.items()}
    expected = dict.fromkeys(["one", "whole", "several", "numbers", "radio"], CHOICE[language])
    assert errors == expected | {"number": NUMBER[language]}

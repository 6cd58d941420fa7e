"""Codes survive being read aloud, copied from paper and typed."""

import re

import pytest

from apps.core.references import (
    CROCKFORD,
    REFERENCE_DIGITS,
    REFERENCE_LETTERS,
    new_reference,
    new_secret_code,
    normalise_reference,
    normalise_secret_code,
)


def test_new_reference_has_its_form_and_no_look_alikes():
    letters, digits = f"[{REFERENCE_LETTERS}]", f"[{REFERENCE_DIGITS}]"
    form = re.compile(f"{letters}{{2}}{digits}{{2}}-{letters}{{2}}{digits}{{2}}")
    made = [new_reference() for _ in range(2000)]
    assert [code for code in made if not form.fullmatch(code)] == []
    assert set("".join(made)) & set("ILOSZ01258B") == set()


def test_new_reference_uses_its_whole_alphabet():
    made = "".join(new_reference() for _ in range(2000))
    assert set(made) == set(REFERENCE_LETTERS + REFERENCE_DIGITS + "-")


def test_new_reference_is_not_repeated():
    assert len({new_reference() for _ in range(500)}) == 500


@pytest.mark.parametrize("typed", ["KV47-RM93", "kv47-rm93", "kv47rm93", " kv 47 rm 93 ", "KV47–RM93", "kv47/rm93"])
def test_normalise_reference_understands_what_was_typed(typed):
    assert normalise_reference(typed) == "KV47-RM93"


@pytest.mark.parametrize("typed", ["", "KV47", "KV47-RM933", "вулиця1", "КВ47-РМ93", "lamp on Zarichna"])
def test_normalise_reference_of_something_else_is_empty(typed):
    assert normalise_reference(typed) == ""


def test_new_secret_code_is_four_groups_of_crockford():
    form = re.compile("-".join([f"[{CROCKFORD}]{{4}}"] * 4))
    made = [new_secret_code() for _ in range(500)]
    assert [code for code in made if not form.fullmatch(code)] == []
    assert set("".join(made)) == set(CROCKFORD + "-")
    assert len(set(made)) == 500


def test_normalise_secret_code_of_a_new_one_keeps_all_80_bits():
    code = new_secret_code()
    assert normalise_secret_code(code) == code.replace("-", "")


@pytest.mark.parametrize(
    "typed",
    ["0123-4567-89AB-1O0L", "0123456789ab1o0l", "O I23 4567 89AB 100I", "0123.4567.89AB.1001"],
)
def test_normalise_secret_code_reads_look_alikes_as_what_was_meant(typed):
    assert normalise_secret_code(typed) == "0123456789AB1001"


@pytest.mark.parametrize("typed", ["", "0123-4567-89AB", "0123-4567-89AB-10011", "0123-4567-89AB-100U", "пароль"])
def test_normalise_secret_code_of_something_else_is_empty(typed):
    assert normalise_secret_code(typed) == ""

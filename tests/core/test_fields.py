"""How a form is drawn: every control tied to its label, its help and its error."""

import re

import pytest
from django import forms
from django.utils import translation


class Everything(forms.Form):
    words = forms.CharField(label="Words", help_text="In your own words.", widget=forms.Textarea)
    email = forms.EmailField(label="E-mail", required=False)
    how = forms.ChoiceField(label="How", choices=[("mail", "By mail"), ("call", "By phone")], widget=forms.RadioSelect)
    days = forms.MultipleChoiceField(
        label="Days", choices=[("1", "Monday"), ("2", "Tuesday")], widget=forms.CheckboxSelectMultiple
    )
    kind = forms.ChoiceField(label="Kind", choices=[("a", "A")])
    photo = forms.FileField(label="Photo", required=False)
    agree = forms.BooleanField(label="I agree", help_text="To the rules.")
    secret = forms.CharField(widget=forms.HiddenInput)

    def clean(self):
        raise forms.ValidationError("Both cannot be.")


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def wrong():
    return Everything({"email": "nobody", "how": "owl"})


def test_every_control_has_a_label():
    drawn = str(Everything())

    controls = re.findall(r'<(?:input|textarea|select)\b(?![^>]*type="hidden")[^>]*\bid="([^"]+)"', drawn)
    assert controls == [
        *("id_words", "id_email", "id_how_0", "id_how_1", "id_days_0", "id_days_1", "id_kind", "id_photo", "id_agree"),
    ]
    assert set(controls) == set(re.findall(r'<label[^>]* for="([^"]+)"', drawn))


def test_wrong_control_is_marked_and_tied_to_help_and_error(wrong):
    drawn = str(wrong["words"].as_field_group())

    assert 'aria-invalid="true"' in drawn
    assert 'aria-describedby="id_words_helptext id_words_error"' in drawn
    assert 'id="id_words_helptext"' in drawn
    assert re.search(r'id="id_words_error">.*This field is required\.', drawn, re.DOTALL)


def test_group_of_choices_is_tied_to_its_error(wrong):
    drawn = str(wrong["how"].as_field_group())

    assert re.search(r'<fieldset[^>]*id="id_how"[^>]*aria-describedby="id_how_error"', drawn)
    assert "<legend" in drawn
    assert 'id="id_how_error"' in drawn


def test_tick_is_tied_to_help_and_error(wrong):
    drawn = str(wrong["agree"].as_field_group())

    assert 'aria-describedby="id_agree_helptext id_agree_error"' in drawn
    assert 'id="id_agree_helptext"' in drawn
    assert 'id="id_agree_error"' in drawn


def test_summary_links_each_error_to_a_thing_that_is_there(wrong):
    drawn = str(wrong)
    summary = drawn[drawn.index('class="error-summary"') : drawn.index("</ul>")]

    linked = re.findall(r'href="#([^"]+)"', summary)
    assert linked == ["id_words", "id_email", "id_how", "id_days", "id_kind", "id_agree"]
    assert all(f'id="{name}"' in drawn for name in linked)
    assert "Both cannot be." in summary
    assert "E-mail: Enter a valid email address." in summary


def test_form_without_errors_has_no_summary():
    assert "error-summary" not in str(Everything())


def test_what_was_typed_is_kept(wrong):
    assert 'value="nobody"' in str(wrong)


def test_optional_field_says_so():
    drawn = str(Everything())

    assert drawn.count("(may stay empty)") == 2


def test_form_of_filters_says_nothing_of_optional_fields():
    class Filters(forms.Form):
        hide_optional = True
        kind = forms.CharField(required=False)

    assert "(may stay empty)" not in str(Filters())


def test_messages_of_django_have_the_apostrophe_of_our_pages():
    with translation.override("uk"):
        drawn = str(Everything({"email": "nobody"}))

    assert "обов’язкове" in drawn
    assert "обов&#x27;язкове" not in drawn

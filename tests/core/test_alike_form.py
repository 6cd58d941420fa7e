"""Forms that are alike for everybody, drawn once."""

from django import forms
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from apps.core.forms import AlikeForm


class SayForm(AlikeForm):
    name = forms.CharField(label=_("Map"), required=False)


def test_empty_form_is_drawn_in_the_language_of_each_page():
    drawn = []
    for language in ("uk", "en", "uk", "en"):
        with translation.override(language):
            drawn.append(str(SayForm()))

    assert drawn[:2] == drawn[2:]
    assert ["Мапа" in page for page in drawn] == [True, False] * 2


def test_what_was_typed_is_nobody_elses():
    before = str(SayForm())

    assert "Olena" in str(SayForm({"name": "Olena"}))
    assert "Taras" in str(SayForm(initial={"name": "Taras"}))
    assert str(SayForm()) == before
    assert str(SayForm()) == forms.Form.render(SayForm())


def test_forms_of_one_page_keep_their_own_names():
    assert 'id="one_name"' in str(SayForm(auto_id="one_%s"))
    assert 'id="other_name"' in str(SayForm(auto_id="other_%s"))
    assert 'name="first-name"' in str(SayForm(prefix="first"))

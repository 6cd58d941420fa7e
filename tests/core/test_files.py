"""A file input in the words of the page."""

from django import forms
from django.utils import translation

from apps.core.forms import FileInput


class TableForm(forms.Form):
    table = forms.FileField(label="Table", widget=FileInput)


def test_file_input_has_a_button_in_the_language_of_the_page_and_one_spoken_label():
    with translation.override("uk"):
        html = TableForm()["table"].as_field_group()

    assert '<label class="btn btn-secondary btn-sm" for="id_table" aria-hidden="true">' in html
    assert "Вибрати файл" in html
    assert '<input type="file" name="table" required id="id_table">' in html
    assert html.count("Файл не вибрано") == 2  # shown, and shown again when nothing is chosen any more

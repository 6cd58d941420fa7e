"""One answer to the reporters of several reports: its words, and how each reporter reads them."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.reports.errors import MoveRefused
from apps.reports.services.conversation import answer_reporter
from apps.reports.staff.forms import words_field
from apps.reports.staff.placeholders import PLACEHOLDERS, fill, unfilled_in, what_is_broken


class AnswerAllForm(forms.Form):
    """Words for all of them; placeholders are filled for each report."""

    text = words_field(
        gettext_lazy("Your answer to all of them"),
        required=gettext_lazy("Write what you want to say, then send it."),
        rows=6,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        known = ", ".join(f"{{{name}}} ({about})" for name, about in PLACEHOLDERS.items())
        self.fields["text"].help_text = _(
            "Each reporter reads it on their own report and learns of nobody else. Filled in for each: %(known)s."
        ) % {"known": known}

    def clean_text(self):
        """Refuse a placeholder that does not exist."""
        text = self.cleaned_data["text"]
        if broken := what_is_broken(text):
            raise forms.ValidationError(broken)
        return text


def answer_one(report, *, by, text):
    """Answer the reporter of a ticked report. Raises MoveRefused for a placeholder that cannot be filled for it."""
    filled = fill(
        text,
        language=report.language,
        reference=report.reference,
        area=report.area,
        unit=report.organisation,
        next_news_on=report.next_news_on,
    )
    if left := unfilled_in(filled):
        raise MoveRefused(_("%(placeholder)s cannot be filled for this report.") % {"placeholder": left})
    answer_reporter(report, by=by, text=filled, version=report.seen_version)

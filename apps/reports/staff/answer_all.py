"""One answer to the reporters of several reports: which they are, the words, and how each reporter reads them."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.core.references import normalise_reference
from apps.reports.errors import MoveRefused
from apps.reports.models import Report
from apps.reports.services.conversation import answer_reporter
from apps.reports.staff.forms import words_field
from apps.reports.staff.placeholders import PLACEHOLDERS, fill, unfilled_in, what_is_broken

MOST_AT_ONCE = 50


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


def ticked_reports(user, typed, *, whole=False):
    """Return the reports that were ticked and that a person works on, the most urgent first.

    `typed` are references; with a dot and a version behind it one stands for the report as its reader saw it, which is
    kept as the attribute `seen_version` (else the present one). They have what a row of the queue shows or, `whole`,
    what a page of one report does.
    """
    seen = {}
    for value in typed[:MOST_AT_ONCE]:
        reference, _dot, version = value.partition(".")
        seen[normalise_reference(reference)] = int(version) if version.isdecimal() else None
    rows = Report.objects.handled_by(user).filter(reference__in=seen)
    reports = list((rows.for_detail() if whole else rows.for_list()).order_by("due_at", "pk"))
    for report in reports:
        report.seen_version = seen[report.reference] or report.version
    return reports


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

"""What the police enter about a statutory appeal."""

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.core.dates import local_day
from apps.reports.deadlines import APPEAL_TERMS
from apps.reports.staff.forms import ReportForm, words_field

_SHORT, _MONTH, _LONGEST = APPEAL_TERMS


class RegisterAppealForm(ReportForm):
    """Under which number the appeal stands in the register, and how long its answer may take."""

    number = forms.CharField(
        label=_("Number in the register of appeals"),
        help_text=_("The reporter sees it."),
        max_length=60,
        error_messages={"required": _("Enter the number under which the appeal was registered.")},
    )
    term_days = forms.TypedChoiceField(
        label=_("Term of the answer"),
        choices=[
            (_MONTH, _("30 calendar days")),
            (_SHORT, _("15 calendar days: nothing needs further study")),
        ],
        coerce=int,
        initial=_MONTH,
        widget=forms.RadioSelect,
    )


class ExtendAppealForm(ReportForm):
    """Why a month is not enough."""

    text = words_field(
        _("Why it takes up to 45 days"),
        required=_("Say why: the law wants the person told."),
        help_text=_("Counted from the day on which it came in. The reporter reads it."),
        rows=3,
    )


class RedateAppealForm(ReportForm):
    """On which day it really came in, and why another one stood there."""

    day = forms.DateField(
        label=_("The appeal came in on"),
        help_text=_("The terms of the law count from this day."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("Choose the day on which the appeal came in.")},
    )
    text = words_field(
        _("Why it is corrected"),
        required=_("Say why: the reporter sees that the day of the answer moves."),
        help_text=_("The reporter reads it, after both days."),
        rows=3,
    )

    @staticmethod
    def suggested(report):
        """The day that stands there now."""
        appeal = getattr(report, "appeal", None)  # there is none in a form that was sent for another report
        return {"day": local_day(appeal.asked_at, zone=report.area.zone)} if appeal else {}


class ForwardAppealForm(ReportForm):
    """The body that is competent."""

    body = forms.CharField(
        label=_("To which body"),
        help_text=_("The reporter sees it. The report itself goes on here."),
        max_length=200,
        error_messages={"required": _("Name the body: the reporter waits for its answer from now on.")},
    )


class AnswerAppealForm(ReportForm):
    """The answer."""

    text = words_field(
        _("The answer to the appeal"),
        required=_("Write the answer: the law gives a term for it."),
        help_text=_("What was found, what was done or why not, the law it rests on, and how to challenge it."),
        rows=8,
    )

"""What an officer writes for another organisation, and what that organisation answers."""

from django import forms
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.accounts.enums import OrganisationKind, RoleKind
from apps.accounts.models import Organisation, Role
from apps.reports.enums import Sensitivity
from apps.reports.redaction import Kind
from apps.reports.staff.forms import NewsForm, promised, words_field
from apps.reports.staff.marking import MarkingMixin


def bodies_for(area):
    """Return the bodies of the local authority that serve an area or one above it, in the order of their names.

    `answers` says of each whether somebody has a role in which they answer for it in the portal.
    """
    bodies = Organisation.objects.filter(kind=OrganisationKind.AUTHORITY, areas__in=area.lineage())
    roles = Role.objects.in_force().filter(kind=RoleKind.AUTHORITY, organisation=OuterRef("pk"))
    return bodies.annotate(answers=Exists(roles)).distinct().order_by("name", "pk")


class BodyField(forms.ModelChoiceField):
    """One of the `bodies_for` an area; those for which nobody answers in the portal say so."""

    def __init__(self, **kwargs):
        super().__init__(
            Organisation.objects.none(),
            label=gettext_lazy("To whom"),
            empty_label=gettext_lazy("Choose…"),
            error_messages={"required": gettext_lazy("Choose the organisation that deals with it.")},
            **kwargs,
        )

    def label_from_instance(self, body):
        """The name, with a word of warning where a request would only reach a mailbox."""
        if body.answers:
            return str(body)
        return _("%(name)s (nobody answers in the portal yet: telephone them)") % {"name": body}


class ReferForm(MarkingMixin, NewsForm):
    """To whom the matter is passed on, in which words, by when they answer, and whether they learn who reported it.

    Whatever may point to a person is marked in the words; the address of a house is where they are to act.
    """

    question = gettext_lazy("What of this may the organisation read?")
    marked_kinds = frozenset(Kind) - {Kind.ADDRESS}
    organisation = BodyField()
    words = words_field(
        gettext_lazy("What they are asked to do, and where"),
        required=gettext_lazy("Write what they are asked to do: they do not see the report."),
        help_text=gettext_lazy("In words of your own. Leave out whatever tells who reported it."),
    )
    consent_note = forms.CharField(
        label=gettext_lazy("How the reporter agreed to be named"),
        help_text=gettext_lazy(
            "For example “by phone, 12 April”. Then the organisation sees name and contacts, and the reporter reads "
            "this line. Left empty, it does not."
        ),
        max_length=200,
        required=False,
    )
    field_order = ["organisation", "words", "next_news_on", "consent_note"]

    def __init__(self, *args, report, **kwargs):
        super().__init__(*args, report=report, **kwargs)
        bodies = bodies_for(report.area)
        self.fields["organisation"].queryset = bodies
        self.initial.setdefault("organisation", report.organisation_id)
        self.fields["next_news_on"].label = _("They answer by")
        self.fields["next_news_on"].required = False
        if report.is_anonymous:
            del self.fields["consent_note"]

    def public_texts(self):
        """The words for the organisation."""
        return [self.cleaned_data.get("words", "")]

    @staticmethod
    def suggested(report):
        """What everybody reads or, before that, the kind and the approximate place: no private word."""
        if report.public_title:
            return {"words": "\n".join(filter(None, [report.public_title, report.public_summary]))}
        placed = report.sensitivity == Sensitivity.OPEN and report.snap_point is not None
        return {"words": f"{report.category}: {report.snap_point}" if placed else ""}


class AnswerForm(forms.Form):
    """The base of what an organisation says about a referral; each form of one page has ids of its own."""

    def __init__(self, *args, referral, prefix_of_ids, **kwargs):
        self.referral = referral
        super().__init__(*args, auto_id=f"{prefix_of_ids}_%s", **kwargs)


class AcceptForm(AnswerForm):
    """The day by which it is done."""

    due_on = forms.DateField(
        label=gettext_lazy("Done by"),
        help_text=gettext_lazy("The reporter sees this day."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": gettext_lazy("Choose the day by which it is done.")},
    )

    def __init__(self, *args, referral, **kwargs):
        super().__init__(*args, referral=referral, **kwargs)
        today = timezone.localdate(timezone=referral.report.area.zone)
        self.initial.setdefault("due_on", self.suggested(today))
        self.fields["due_on"].widget.attrs["min"] = today.isoformat()

    def suggested(self, today):
        """The day that stands there at first."""
        return max(self.referral.due_on, today)

    def clean_due_on(self):
        """Refuse a day that promises nothing."""
        return promised(self.cleaned_data["due_on"], self.referral.report.area.zone)


class MoveDayForm(AcceptForm):
    """Another day than the promised one, and why."""

    reason = forms.CharField(
        label=gettext_lazy("Why it takes longer"),
        help_text=gettext_lazy("The police and the reporter read it. Write nobody’s name."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Say why: the reporter counted on that day.")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["due_on"].label = _("The new day")

    def suggested(self, today):
        """None: it is another day than the promised one."""


class DoneForm(AnswerForm):
    """What was done."""

    answer = words_field(
        gettext_lazy("What was done"),
        required=gettext_lazy("Say what was done: the reporter reads it."),
        help_text=gettext_lazy("The police and the reporter read it. Write nobody’s name."),
    )


class ReturnForm(AnswerForm):
    """Why it is given back."""

    answer = words_field(
        gettext_lazy("Why it is returned"),
        required=gettext_lazy("Give the reason: the police need it to go on."),
        help_text=gettext_lazy("The police and the reporter read it. Write nobody’s name."),
    )


class PassOnForm(AnswerForm):
    """Who answers for it, and why."""

    organisation = BodyField()
    answer = words_field(
        gettext_lazy("Why it is theirs"),
        required=gettext_lazy("Say why it is theirs: the police and the reporter read it."),
        help_text=gettext_lazy("The police and the reporter read it. Write nobody’s name."),
    )

    def __init__(self, *args, referral, **kwargs):
        super().__init__(*args, referral=referral, **kwargs)
        self.fields["organisation"].queryset = bodies_for(referral.report.area).exclude(pk=referral.organisation_id)

"""What is done with all ticked reports at once, and how the last of it is undone for a while."""

from datetime import datetime, timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from apps.accounts.enums import POLICE_ROLES
from apps.accounts.models import Person
from apps.core.errors import DomainError
from apps.core.references import normalise_reference
from apps.reports.errors import MoveRefused, StaleReport
from apps.reports.models import Report
from apps.reports.services import triage

UNDO_WITHIN = timedelta(minutes=10)
SESSION_KEY = "bulk_deed"


class Acknowledge:
    """Say of each report that it was read."""

    name = "acknowledge"

    def do(self, report, *, by):
        """Acknowledge one report."""
        triage.acknowledge_report(report, by=by, version=report.seen_version)

    @staticmethod
    def words(count):
        """What is said when it is done."""
        done = ngettext("%(count)s report acknowledged.", "%(count)s reports acknowledged.", count) % {"count": count}
        return " ".join([done, _("Reporters learn of that, so it cannot be undone.")])


class Give:
    """Give each report to one officer; whose it was has it again when that is undone."""

    name = "give"
    kept = "assignee_id"  # what the session remembers of each report, to undo it

    def __init__(self, officer):
        self.officer = officer

    def do(self, report, *, by):
        """Give one report; raises DomainError when a colleague has it and `by` supervises nobody there."""
        if not by.has_perm("reports.assign_report", report):
            raise MoveRefused(
                _("%(name)s has it. Only a supervisor can take it from them.") % {"name": report.assignee}
            )
        triage.assign_report(report, officer=self.officer, by=by, version=report.seen_version)

    @staticmethod
    def undo(report, *, by, version, before):
        """Give one report back to whoever had it, by key."""
        officer = Person.objects.filter(pk=before).first()
        triage.assign_report(report, officer=officer, by=by, version=version)

    @staticmethod
    def words(count):
        """What is said when it is done."""
        return ngettext("%(count)s report given away.", "%(count)s reports given away.", count) % {"count": count}

    @staticmethod
    def undone_words(count):
        """What is said when it is undone."""
        words = ngettext("%(count)s report is whose it was.", "%(count)s reports are whose they were.", count)
        return words % {"count": count}


class Take(Give):
    """Take each report on oneself."""

    name = "take"

    @staticmethod
    def words(count):
        """What is said when it is done."""
        return ngettext("%(count)s report is yours now.", "%(count)s reports are yours now.", count) % {"count": count}


class Join:
    """Join each report to one other; each stands alone again, in the state that it had, when that is undone."""

    name = "join"
    kept = "status"

    def __init__(self, other):
        self.other = other

    def do(self, report, *, by):
        """Join one report."""
        triage.join_report(report, other=self.other, by=by, version=report.seen_version)

    @staticmethod
    def undo(report, *, by, version, before):
        """Separate one report, back into its state."""
        triage.separate_report(report, by=by, version=version, back_to=before)

    @staticmethod
    def words(count):
        """What is said when it is done."""
        return ngettext("%(count)s report joined.", "%(count)s reports joined.", count) % {"count": count}

    @staticmethod
    def undone_words(count):
        """What is said when it is undone."""
        words = ngettext(
            "%(count)s report stands alone again, as before.",
            "%(count)s reports stand alone again, as before.",
            count,
        )
        return words % {"count": count}


UNDONE = {kind.name: kind for kind in (Give, Take, Join)}


def deed_of(name, *, by, officer=""):
    """Return what a button of the queue asks for. Raises MoveRefused when it names no colleague and needs one."""
    if name == "acknowledge":
        return Acknowledge()
    if name == "take":
        return Take(by)
    person = Person.objects.filter(pk=officer).first() if officer.isdecimal() else None
    if person is None:
        raise MoveRefused(_("Choose a colleague in the list first."))
    return Give(person)


def do_to_all(deed, reports, *, by, session):
    """Do it to each report as it was seen; return (how many it was, [why not another one]).

    The session remembers what can be undone, and forgets what was done before it.
    """
    done, refusals = [], []
    for report in reports:
        before = getattr(report, deed.kept) if deed.name in UNDONE else None
        try:
            deed.do(report, by=by)
        except DomainError as refusal:
            refusals.append(f"{report.reference}: {refusal.message}")
        else:
            done.append([report.pk, report.version, before])
    if done:
        session.pop(SESSION_KEY, None)
        if deed.name in UNDONE:
            until = timezone.now() + UNDO_WITHIN
            session[SESSION_KEY] = {"name": deed.name, "rows": done, "until": until.isoformat()}
    return len(done), refusals


def last_deed(session):
    """Return what was done last and can still be undone, as its words and until when; None when nothing can."""
    kept = session.get(SESSION_KEY)
    if kept is None:
        return None
    until = datetime.fromisoformat(kept["until"])
    return {"words": UNDONE[kept["name"]].words(len(kept["rows"])), "until": until} if until > timezone.now() else None


def undo_last(session, *, by):
    """Undo it; return (what is said of it or "", [why a report stays as it is]). Raises MoveRefused when it is late."""
    if last_deed(session) is None:
        raise MoveRefused(_("It is too late to undo that. Open the reports and change them one by one."))
    kept = session.pop(SESSION_KEY)
    kind, rows = UNDONE[kept["name"]], kept["rows"]
    reports = Report.objects.select_related("area").defer("area__boundary").in_bulk([pk for pk, *_rest in rows])
    done, refusals = 0, []
    for pk, version, before in rows:
        report = reports[pk]
        try:
            # Whoever gave a report away may have lost sight of it, so the rules of reading it cannot be asked.
            if not by.holds(*POLICE_ROLES, area=report.area):
                raise MoveRefused(_("You no longer work in its area."))
            kind.undo(report, by=by, version=version, before=before)
            done += 1
        except StaleReport:
            words = _("It has been changed since, so it stays as it is now.")
            refusals.append(f"{report.reference}: {words}")
        except DomainError as refusal:
            refusals.append(f"{report.reference}: {refusal.message}")
    return kind.undone_words(done) if done else "", refusals


class JoinAllForm(forms.Form):
    """The report to which the ticked ones are joined: one of them, or another one."""

    one = forms.ChoiceField(
        label=gettext_lazy("The report that stays open"), required=False, widget=forms.RadioSelect, choices=()
    )
    other = forms.CharField(
        label=gettext_lazy("Or the reference of another report"),
        required=False,
        max_length=20,
        help_text=gettext_lazy("For example KV47-RM93. All ticked reports are joined to that one."),
        widget=forms.TextInput(attrs={"autocapitalize": "characters", "spellcheck": "false"}),
    )
    hide_optional = True

    def __init__(self, *args, reports, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.reports, self.by = {report.reference: report for report in reports}, by
        self.fields["one"].choices = [(name, f"{name}: {report.headline}") for name, report in self.reports.items()]
        if len(reports) == 1:
            del self.fields["one"]
            self.fields["other"].label = _("Reference of the other report")

    def clean(self):
        """Find the report that was meant; it must be one that its reader works on."""
        cleaned = super().clean()
        typed = normalise_reference(cleaned.get("other") or "")
        if typed:
            self.target = Report.objects.handled_by(self.by).filter(reference=typed).first()
            if self.target is None:
                self.add_error("other", _("You have no report with this reference. Check its letters and digits."))
        else:
            self.target = self.reports.get(cleaned.get("one"))
            if self.target is None and not self.errors:
                field = "one" if "one" in self.fields else "other"
                self.add_error(field, _("Say to which report the others are joined."))
        return cleaned

    @property
    def joined(self):
        """The ticked reports without the one that stays."""
        return [report for report in self.reports.values() if report.pk != self.target.pk]

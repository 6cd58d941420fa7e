"""Who is told of what happens to a report."""

from django.conf import settings
from django.template.defaultfilters import date as format_date
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from apps.accounts.enums import Force, RoleKind
from apps.accounts.models import Organisation, Role
from apps.events.enums import Audience
from apps.notifications import invented
from apps.notifications.enums import Reason
from apps.notifications.handlers import Handler, register
from apps.notifications.handlers.followers import followers_messages, followers_of, to_follower
from apps.notifications.handlers.partners import partners_of, to_partner
from apps.notifications.handlers.report_words import TO_FOLLOWER, TO_PARTNER, TO_POLICE, TO_REPORTER
from apps.notifications.messages import Address, Example, Message, Recipient
from apps.reports.enums import Registration, ReleaseState, ReportEvent, Status
from apps.reports.lasting import lasting_path
from apps.reports.models import PublicReport, Report
from apps.reports.selectors import police_who_read, reporter_address

# What only the reporter does.
_REPORTERS_DEEDS = (
    ReportEvent.REPLIED,
    ReportEvent.DISPUTED,
    ReportEvent.OBJECTED,
    ReportEvent.CORRECTED,
    ReportEvent.APPEALED,
    ReportEvent.LASTS,
    ReportEvent.CAME_BACK,
    ReportEvent.WITHDRAWN,
)

# "It is your turn" must not arrive when it no longer is.
_ONLY_WHILE = {
    ReportEvent.ASKED: lambda report: report.status == Status.WAITING_FOR_REPORTER,
    ReportEvent.RESOLVED: lambda report: report.status == Status.RESOLVED,
    ReportEvent.RELEASED: lambda report: report.release_state == ReleaseState.RELEASED,
    ReportEvent.REMINDED: lambda report: report.status == Status.WAITING_FOR_REPORTER,
    ReportEvent.CLOSES_SOON: lambda report: report.status == Status.RESOLVED,
    ReportEvent.LASTING_ASKED: lambda report: report.status == Status.CLOSED and report.still_solved is None,
    ReportEvent.ANSWER_OVERDUE: lambda report: report.is_open and report.first_answered_at is None,
    ReportEvent.REFERRAL_OVERDUE: lambda report: report.status == Status.REFERRED,
    ReportEvent.REGISTRATION_OVERDUE: lambda report: report.registration == Registration.DUE,
    ReportEvent.APPEAL_DUE_SOON: lambda report: report.appeal_due_at is not None,
    ReportEvent.APPEAL_OVERDUE: lambda report: report.appeal_due_at is not None,
}

# What the law gives a day for, at any hour.
_URGENT = (ReportEvent.REGISTRATION_DUE, ReportEvent.REGISTRATION_OVERDUE)

# Which of the police an event is mostly for, when it is not the officer in charge.
_MOSTLY_TOLD = {
    ReportEvent.RECEIVED: Reason.UNIT,
    ReportEvent.NOTED: Reason.MENTIONED,
    ReportEvent.REGISTRATION_DUE: Reason.UNIT,
    ReportEvent.ANSWER_OVERDUE: Reason.SUPERVISOR,
    ReportEvent.REGISTRATION_OVERDUE: Reason.SUPERVISOR,
    ReportEvent.APPEAL_OVERDUE: Reason.SUPERVISOR,
}


_COLUMNS = (
    *(
        "reference",
        "status",
        "sensitivity",
        "registration",
        "release_state",
        "language",
        "area_id",
        "organisation__email",
    ),
    *("area_id", "data_key", "sealed_identity", "first_answered_at", "closed_at", "still_solved"),
    *("answer_due_at", "appeal_due_at", "registration_due_at"),
    *(f"area__{kind}" for kind in ("path", "depth", "kind", "slug", "name", "name_uk", "name_en", "time_zone")),
    *(f"{role}__{name}" for role in ("reporter", "assignee") for name in ("email", "name", "language", "is_active")),
)


class ReportHandler(Handler):
    """Tells the reporter each step, police and partners what waits for them, and followers what became public."""

    def recipients(self, event):
        report = _report(event)
        if report is None:
            return []
        found = []
        if _still_so(event, report):
            found = [
                *_reporter(event, report),
                *_police(event, report),
                *partners_of(event, report),
                *followers_of(event),
            ]
        return list({recipient.key: recipient for recipient in reversed(found)}.values())[::-1]

    def still_wanted(self, event, delivery):
        if delivery.reason == Reason.FOLLOWER:
            report = PublicReport.objects.filter(pk=event.subject_id).first()
            return report is not None and _still_so(event, report)
        report = _report(event)
        if report is None or not _still_so(event, report):
            return False
        told = {Reason.REPORTER: _reporter, Reason.PARTNER: partners_of}
        found = told.get(delivery.reason, _police)(event, report)
        return any(recipient.key == delivery.recipient for recipient in found)

    def tells_actor(self, event):
        return event.name == ReportEvent.RECEIVED  # whoever files is told that it has arrived

    def is_urgent(self, event):
        return event.name in _URGENT

    def address(self, event, delivery):
        report = _report(event) if delivery.reason in (Reason.REPORTER, Reason.UNIT) else None
        if report and report.organisation_id and delivery.recipient == f"organisation:{report.organisation_id}":
            return Address(report.organisation.email, settings.LANGUAGE_CODE) if report.organisation.email else None
        if delivery.reason != Reason.REPORTER:
            return super().address(event, delivery)
        found = reporter_address(report) if report else None
        return Address(*found) if found else None

    def labels(self, events):
        references = Report.objects.values_list("pk", "reference").filter(pk__in=[event.subject_id for event in events])
        found = dict(references)
        return {event.pk: found.get(event.subject_id, "") for event in events}

    def messages(self, deliveries):
        to_followers = followers_messages([row for row in deliveries if row.reason == Reason.FOLLOWER])
        _read_reports([row.event for row in deliveries if row.reason != Reason.FOLLOWER])
        return [
            to_followers.get(row)
            if row.reason == Reason.FOLLOWER
            else _write(row.event, report, row.reason, with_account=row.person_id is not None)
            if (report := _report(row.event))
            else None
            for row in deliveries
        ]

    def examples(self, name):
        event, report, found = invented.event(name), invented.report(), []
        if name in TO_REPORTER:
            for key, to, recipient in (
                ("account", _("the reporter, with an account"), "person:0"),
                ("code", _("the reporter, with a secret code"), "reporter:0"),
            ):
                message = _write(event, report, Reason.REPORTER, with_account=key == "account")
                found.append(Example(key, to, message, Reason.REPORTER, recipient))
        if name in TO_POLICE:
            reason = _MOSTLY_TOLD.get(name, Reason.ASSIGNEE)
            message = _write(event, report, reason, with_account=True)
            recipient = "organisation:0" if reason == Reason.UNIT else "person:0"
            found.append(Example(reason.value, str(reason.label), message, reason, recipient))
        if name in TO_PARTNER:
            to = Reason.PARTNER
            found.append(Example(to.value, str(to.label), to_partner(event, report), to, "organisation:0"))
        if name in TO_FOLLOWER:
            to = Reason.FOLLOWER
            message = to_follower(event, report, invented.subscription())
            found.append(Example(to.value, str(to.label), message, to))
        return found


def _report(event):
    """The report of an event as it is now, or None."""
    _read_reports([event])
    return event.report_now


def _read_reports(events):
    """Read the reports of events, each event's once: whoever takes up an event later reads it anew.

    Of a report only what is asked here: all of its columns cost a third of the time of a delivery.
    """
    unread = [event for event in events if not hasattr(event, "report_now")]
    rows = Report.objects.select_related("area", "organisation", "reporter", "assignee").only(*_COLUMNS)
    found = rows.in_bulk({event.subject_id for event in unread}) if unread else {}
    for event in unread:
        event.report_now = found.get(event.subject_id)


def _reporter(event, report):
    """The reporter, unless the event is internal or their own deed."""
    if event.audience == Audience.INTERNAL or event.name not in TO_REPORTER or _is_reporters_deed(event, report):
        return []
    if reporter_address(report) is None:
        return []
    if report.reporter_id:
        return [Recipient.person(report.reporter_id, Reason.REPORTER)]
    return [Recipient(f"reporter:{report.pk}", Reason.REPORTER)]


def _still_so(event, report):
    """Whether what the event says is still so."""
    return _ONLY_WHILE.get(event.name, lambda report: True)(report)


def _is_reporters_deed(event, report):
    """Whether the reporter did it: signed in, or by the secret code, which leaves no actor.

    Filing does not count: everybody who leaves an address is told that their report has arrived.
    """
    if event.name == ReportEvent.RECEIVED:
        return False
    if event.actor_id is not None:
        return event.actor_id == report.reporter_id
    if event.name == ReportEvent.CLOSED:
        return event.data.get("confirmed", False)
    return event.name in (*_REPORTERS_DEEDS, ReportEvent.STARTED, ReportEvent.REOPENED)


def _police(event, report):
    if (find := _POLICE.get(event.name)) is None:
        return []
    if event.name == ReportEvent.REOPENED and not _is_reporters_deed(event, report):
        return []
    return find(event, report)


def _in_charge(report):
    """The officer who has the report and may still read it, else the unit."""
    if report.assignee is not None and report.assignee.has_perm("reports.view_report", report):
        return [Recipient.person(report.assignee_id, Reason.ASSIGNEE)]
    return _unit(report)


def _unit(report):
    """The mailbox of the unit that answers for the report; of a restricted one only the area's supervisors hear."""
    if not report.is_sealed and report.organisation is not None and report.organisation.email:
        return [Recipient.organisation(report.organisation_id, Reason.UNIT)]
    return _supervisors(report)


def _duty_unit(report):
    """The mailbox of the nearest unit on duty day and night, else the area's supervisors."""
    units = Organisation.objects.filter(force=Force.DUTY, areas__in=report.area_ids).exclude(email="")
    nearest = units.order_by("-areas__depth", "pk").first()
    return [Recipient.organisation(nearest.pk, Reason.UNIT)] if nearest else _supervisors(report)


def _supervisors(report):
    roles = Role.objects.in_force().filter(kind=RoleKind.SUPERVISOR, area__in=report.area_ids)
    people = roles.exclude(person=report.reporter_id).order_by("person").values_list("person", flat=True).distinct()
    return [Recipient.person(person, Reason.SUPERVISOR) for person in people]


def _new_assignee(event, report):
    """Whoever the report was given to, as long as they have it; of a handover they are told once, not for each."""
    if "handover" in event.data:
        return []
    current = report.assignee_id is not None and report.assignee_id == event.data.get("officer")
    return [Recipient.person(report.assignee_id, Reason.ASSIGNEE)] if current else []


def _mentioned(event, report):
    """Whom a note names, as long as they may read the report."""
    named = event.data.get("mentioned", ())
    return [Recipient.person(person.pk, Reason.MENTIONED) for person in police_who_read(report) if person.pk in named]


def _write(event, report, reason, *, with_account):
    if reason == Reason.REPORTER:
        return _to_reporter(event, report, with_account=with_account)
    if reason == Reason.PARTNER:
        return to_partner(event, report)
    return _to_police(event, report, Reason(reason))


def _to_reporter(event, report, *, with_account):
    fact, turn = TO_REPORTER[event.name]
    path, label = _where_to_read(event, report, with_account=with_account)
    return Message(
        subject=_("News about %(reference)s") % {"reference": report.reference},
        fact=str(fact),
        needed=str(turn),
        place="",
        happened_at=event.created_at.astimezone(report.area.zone),
        url=settings.SITE_URL + path,
        url_label=label,
        thing=report.reference,
        why=(
            _("You get this because %(reference)s is yours.")
            if with_account
            else _("You get this because this address was left with %(reference)s.")
        )
        % {"reference": report.reference},
    )


def _where_to_read(event, report, *, with_account):
    """The path at which the reporter goes on, and the words of its link."""
    if event.name == ReportEvent.LASTING_ASKED and report.closed_at:  # not opened again meanwhile
        return lasting_path(report), _("Answer yes or no")
    if with_account:
        return _signed_in(report.get_absolute_url()), _("Read it in the portal")
    return reverse("reports:receipt"), _("Read it with your secret code")


def _to_police(event, report, reason):
    zone = report.area.zone
    words = {"reference": report.reference, "area": str(report.area)}
    words["answer_due"] = _moment(report.answer_due_at, zone)
    words["appeal_due"] = _moment(report.appeal_due_at, zone)
    words["register_due"] = _moment(report.registration_due_at, zone)
    fact, needed = (str(text) % words for text in TO_POLICE[event.name])
    why = {
        Reason.ASSIGNEE: _("You get this because this report is assigned to you."),
        Reason.SUPERVISOR: _("You get this because you supervise %(area)s."),
        Reason.MENTIONED: _("You get this because a colleague named you in a note."),
        Reason.UNIT: _("Your unit gets this because it serves %(area)s."),
    }
    return Message(
        subject=fact,
        fact=fact,
        needed=needed,
        place=words["area"],
        happened_at=event.created_at.astimezone(zone),
        url=settings.SITE_URL + reverse("reports_staff:detail", args=[report.reference]),
        url_label=_("Open it on the desk"),
        thing=report.reference,
        why=why[reason] % words,
    )


def _signed_in(path):
    """A page that asks for a signed-in reader: by way of the sign-in, which lets through who has done so."""
    return f"{reverse('account_login')}?{urlencode({'next': path})}"


def _moment(moment, zone):
    return format_date(moment.astimezone(zone), "j E, H:i") if moment else ""


_POLICE = {
    ReportEvent.RECEIVED: lambda event, report: _unit(report),
    ReportEvent.REGISTRATION_DUE: lambda event, report: _duty_unit(report),
    ReportEvent.ASSIGNED: _new_assignee,
    ReportEvent.NOTED: _mentioned,
    ReportEvent.REOPENED: lambda event, report: _in_charge(report),
    ReportEvent.REPLIED: lambda event, report: _in_charge(report),
    ReportEvent.DISPUTED: lambda event, report: _in_charge(report),
    ReportEvent.OBJECTED: lambda event, report: _in_charge(report),
    ReportEvent.CORRECTED: lambda event, report: _in_charge(report),
    ReportEvent.APPEALED: lambda event, report: _in_charge(report),
    ReportEvent.CAME_BACK: lambda event, report: _in_charge(report),
    ReportEvent.APPEAL_DUE_SOON: lambda event, report: _in_charge(report),
    ReportEvent.APPEAL_OVERDUE: lambda event, report: _supervisors(report),
    ReportEvent.WITHDRAWN: lambda event, report: _in_charge(report),
    ReportEvent.REFERRAL_MOVED: lambda event, report: _in_charge(report),
    ReportEvent.REFERRAL_ANSWERED: lambda event, report: _in_charge(report),
    ReportEvent.REFERRAL_RETURNED: lambda event, report: _in_charge(report),
    ReportEvent.REFERRAL_OVERDUE: lambda event, report: _in_charge(report),
    ReportEvent.ANSWER_OVERDUE: lambda event, report: _supervisors(report),
    ReportEvent.REGISTRATION_OVERDUE: lambda event, report: _supervisors(report),
}

register(ReportHandler(), *{**TO_REPORTER, **TO_POLICE, **TO_PARTNER, **TO_FOLLOWER})

"""How a report comes in."""

import hashlib
import hmac

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Case, When
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.accounts.enums import Force, OrganisationKind
from apps.accounts.models import Organisation
from apps.core.references import new_reference, new_secret_code, normalise_secret_code
from apps.events import services as events
from apps.events.enums import Audience
from apps.reports import war
from apps.reports.deadlines import REGISTRATION_TERM, set_targets
from apps.reports.enums import Channel, Nature, Recurrence, Registration, ReportEvent
from apps.reports.errors import IntakeRefused
from apps.reports.map.keys import z_order
from apps.reports.models import Report, ReportPhoto
from apps.reports.services.routing import follow_rules


def submit_report(
    *,
    category,
    words,
    area,
    point=None,
    place="",
    snap_point=None,
    happened_on=None,
    happened_text="",
    recurrence=Recurrence.ONCE,
    answers=None,
    reporter=None,
    identity=None,
    language=settings.LANGUAGE_CODE,
    channel=Channel.WEB,
    photos=(),
    submitted_at=None,
    by=None,
    split_from=None,
):
    """Take a report; return (report, secret code).

    `point` is the exact place (lon, lat in EPSG:4326) inside `area`, `snap_point` where a release may stand.
    `identity` is a dict of name, email, phone, address, safe_contact. Whoever is not signed in gets a secret code (16
    characters in four groups), of which only a keyed hash is kept. What is sent from a page is sent through
    `drafts.submit_once`. `by` is the member of staff who takes it down for somebody. A part of what was told in
    `split_from` is followed with that report's code, and its reporter is told there. Raises IntakeRefused for a
    category that is not taken, and WarRefused for words that tell what is kept secret during martial law.
    """
    if category.stopper or not category.is_active:
        raise IntakeRefused(_("This kind of report is not taken here."))
    war.refuse(words, place, happened_text, *(answers or {}).values())
    with transaction.atomic(savepoint=False):  # whoever sends a draft has begun already, and takes all back or nothing
        report = Report(
            category=category,
            nature=category.nature,
            sensitivity=category.sensitivity,
            words=words,
            answers=answers or {},
            point=point,
            desk_key=z_order(*point.coords) if point else None,
            place=place,
            snap_point=snap_point,
            happened_on=happened_on,
            happened_text=happened_text,
            recurrence=recurrence,
            reporter=reporter if getattr(reporter, "pk", None) else None,
            language=language,
            channel=channel,
            taken_by=by,
            split_from=split_from,
            submitted_at=submitted_at or timezone.now(),
        )
        report.created_at = report.submitted_at
        report.stamp_area(area)
        report.set_identity(identity or {})
        code = "" if report.reporter_id or split_from else new_secret_code()
        report.receipt_hash = receipt_hash(code) if code else None
        report.organisation = unit_for(area, category)
        rule = follow_rules(report)
        if category.nature == Nature.CRIME:
            report.registration = Registration.DUE
            report.registration_due_at = report.submitted_at + REGISTRATION_TERM
        set_targets(report)
        _insert(report)
        kept = [ReportPhoto(report=report, attachment=photo, position=place) for place, photo in enumerate(photos)]
        ReportPhoto.objects.bulk_create(kept)
        told = {"subject": report, "actor": by or report.reporter, "area": area}
        audience = Audience.INTERNAL if split_from else Audience.REPORTER
        events.record(ReportEvent.RECEIVED, audience=audience, data={"version": 1}, **told)
        if report.registration == Registration.DUE:
            events.record(ReportEvent.REGISTRATION_DUE, audience=Audience.INTERNAL, data={"version": 1}, **told)
        if rule is not None and report.assignee_id is not None:
            given = {"version": 1, "officer": report.assignee_id, "rule": rule.pk}
            events.record(ReportEvent.ASSIGNED, subject=report, area=area, audience=Audience.INTERNAL, data=given)
        if by is not None and split_from is None:
            events.audit("report.filed_on_behalf", actor=by, subject=report, area=area)
    return report, code


def _insert(report):
    """Insert under a reference that nobody has yet."""
    for _attempt in range(5):
        try:
            with transaction.atomic():
                report.save(force_insert=True)
        except IntegrityError as error:
            if "reference" not in str(error):
                raise
            report.reference = new_reference()
        else:
            return
    raise IntakeRefused(_("We could not give your report a number. Please send it again: nothing is lost."))


def unit_for(area, category):
    """Return the organisation that answers for a category here: the deepest one, of the wanted force if there is one.

    A municipal guard is never given a crime. None when nobody serves the area.
    """
    units = Organisation.objects.filter(kind=category.responsible_kind, areas__path__in=area.paths_down)
    if category.responsible_kind == OrganisationKind.POLICE:
        units = units.exclude(force=Force.DUTY)
    if category.nature == Nature.CRIME:
        units = units.exclude(force=Force.MUNICIPAL_GUARD)
    wanted = [Case(When(force=category.responsible_force, then=0), default=1)] if category.responsible_force else []
    return units.order_by(*wanted, "-areas__depth", "pk").first()


def receipt_hash(code):
    """Return the keyed hash under which a secret code is stored; "" for text that cannot be one."""
    bare = normalise_secret_code(code)
    return hmac.new(settings.RECEIPT_KEY.encode(), bare.encode(), hashlib.sha256).hexdigest() if bare else ""


def report_by_receipt(code):
    """Return the report of a secret code as somebody typed it, or None; one query for every kind of wrong code."""
    return Report.objects.filter(receipt_hash=receipt_hash(code) or "-").first()

"""What becomes public: words that an officer wrote, an approximate place, a day."""

import re

from django.utils import timezone
from django.utils.translation import gettext as _

from apps.attachments.services import discard
from apps.events.enums import Audience
from apps.reports import war
from apps.reports.contacts import DIGITS, phone_digits
from apps.reports.deadlines import next_release_batch
from apps.reports.enums import Nature, Registration, ReleaseState, ReportEvent, Sensitivity, Status
from apps.reports.errors import ReleaseRefused
from apps.reports.map.keys import z_order
from apps.reports.models import ReleaseRevision
from apps.reports.selectors import contact_of
from apps.reports.services.moves import changing, tell


def why_not_public(report):
    """Return why the kind, the state or the investigator does not allow a release; "" when all of them do."""
    if report.is_sealed:
        return _("Reports of this kind are never released.")
    if report.status == Status.WITHDRAWN:
        return _("Its reporter has taken it back.")
    if report.status == Status.DUPLICATE:
        return _("It is joined to another report: release that one.")
    return _without_consent(report)


def release_report(
    report, *, by, title_uk="", title_en="", summary_uk="", summary_en="", with_place=True, version=None
):
    """Release a report, or change what was released; crimes appear on Monday, all else at once.

    The place is its snap point, and only of a category that allows one and when `with_place`; the day is the local day.
    Raises ReleaseRefused for a report that may not be public, without a title, and for words that name the reporter;
    WarRefused for words that tell what is kept secret during martial law.
    """
    words = {
        "public_title_uk": title_uk.strip(),
        "public_title_en": title_en.strip(),
        "public_summary_uk": summary_uk.strip(),
        "public_summary_en": summary_en.strip(),
    }
    with changing(report, by=by, version=version) as locked:
        if reason := why_not_public(locked):
            raise ReleaseRefused(reason)
        if not (words["public_title_uk"] or words["public_title_en"]):
            raise ReleaseRefused(_("Write a title in at least one language."))
        refuse_identity(locked, " ".join(words.values()))
        war.refuse(*words.values())
        again = locked.release_state == ReleaseState.RELEASED
        for name, value in words.items():
            setattr(locked, name, value)
        locked.release_state = ReleaseState.RELEASED
        placed = with_place and locked.sensitivity == Sensitivity.OPEN and locked.snap_point is not None
        locked.public_place = locked.snap_point if placed else None
        locked.map_key = z_order(*locked.snap_point.point.coords) if placed else None
        if not placed:
            remove_public_photos(locked.public_photos)
        if not again:
            zone, now = locked.area.zone, timezone.now()
            locked.public_day = locked.happened_on or locked.submitted_at.astimezone(zone).date()
            locked.published_at = next_release_batch(now, zone) if locked.nature == Nature.CRIME else now
        event = ReportEvent.RELEASE_EDITED if again else ReportEvent.RELEASED
        _keep(locked, event, by)
        tell(locked, event, by=by, audience=Audience.REPORTER)


def withhold_release(report, *, by, version=None):
    """Decide that nothing of the report becomes public."""
    with changing(report, by=by, version=version) as locked:
        if locked.release_state == ReleaseState.RELEASED:
            raise ReleaseRefused(_("The report is released. A supervisor can withdraw the release."))
        locked.release_state = ReleaseState.WITHHELD
        tell(locked, ReportEvent.WITHHELD, by=by, audience=Audience.INTERNAL)


def withdraw_release(report, *, by, version=None):
    """Take a released report back from the public; what was released stays in the log."""
    with changing(report, by=by, version=version) as locked:
        if locked.release_state != ReleaseState.RELEASED:
            raise ReleaseRefused(_("The report is not released."))
        take_back(locked, by=by)


def take_back(locked, *, by):
    """Undo the release of a locked report (inside `changing`)."""
    _keep(locked, ReportEvent.RELEASE_WITHDRAWN, by)
    remove_public_photos(locked.public_photos)
    locked.release_state = ReleaseState.WITHHELD
    locked.public_place = locked.map_key = None
    tell(locked, ReportEvent.RELEASE_WITHDRAWN, by=by, audience=Audience.REPORTER)


def remove_public_photos(photos):
    """Delete these released photos with their files; return how many there were."""
    found = list(photos.select_related("attachment"))
    for public in found:
        public.delete()
        discard(public.attachment)
    return len(found)


def take_off_map(locked, *, by):
    """Leave a locked released report without its place (inside `changing`); its words stay released for its area.

    Its photos go too, since they show the place.
    """
    remove_public_photos(locked.public_photos)
    if locked.release_state == ReleaseState.RELEASED and locked.public_place is not None:
        _keep(locked, ReportEvent.RELEASE_EDITED, by)
    locked.public_place = locked.map_key = None


def note_consent(report, *, by, investigator, version=None):
    """Record that the investigator of the case consents to a release."""
    with changing(report, by=by, version=version) as locked:
        locked.consent_given_by, locked.consent_noted_at = investigator.strip(), timezone.now()


def require_consent(locked):
    """Refuse what would become public of a case under investigation without the investigator's recorded consent."""
    if reason := _without_consent(locked):
        raise ReleaseRefused(reason)


def _without_consent(report):
    if report.registration == Registration.INVESTIGATION and report.consent_noted_at is None:
        return _(
            "The case is under investigation: record the consent of the investigator before anything becomes public."
        )
    return ""


def refuse_identity(locked, text):
    """Refuse words in which the name, address, phone or e-mail of a report's reporter stands."""
    if names_reporter(locked, text):
        raise ReleaseRefused(_("These words name the reporter. Write what happened, never who told us."))


def names_reporter(report, text):
    """Whether the reporter's name, address, phone or e-mail stands in a text."""
    identity = contact_of(report)
    plain, digits = text.casefold(), re.sub(r"\D", "", text)
    for name in ("name", "email", "phone", "address"):
        value = identity.get(name, "").strip().casefold()
        number = phone_digits(value) if name == "phone" else ""
        if (len(value) > 3 and value in plain) or (len(number) == DIGITS and number in digits):
            return True
    return False


def _keep(locked, event, by):
    ReleaseRevision.objects.create(
        report=locked,
        action=event.rpartition(".")[2],
        title_uk=locked.public_title_uk,
        title_en=locked.public_title_en,
        summary_uk=locked.public_summary_uk,
        summary_en=locked.public_summary_en,
        place=locked.public_place,
        by=by,
    )

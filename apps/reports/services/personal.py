"""What the reports hold of a person: as a download, and erased."""

from apps.reports.enums import MessageAudience
from apps.reports.models import Report
from apps.reports.selectors import answers_in_words, contact_of, conversation_of
from apps.reports.services.appeals import appeal_of
from apps.reports.services.erasure import erase_report, keep_without_account, why_kept


def export_person(person):
    """Return ({"reports": […]}, [(file name, file)]): all that a person told, and what they were answered."""
    rows, files = [], []
    for report in Report.objects.reported_by(person).for_detail().order_by("pk"):
        rows.append(_told(report))
        for number, photo in enumerate(report.photos.for_reporter().select_related("attachment"), 1):
            files.append((f"{report.reference}-{number}.jpg", photo.attachment.photo))
    return {"reports": rows}, files


def erase_person(person):
    """Erase every report of a person; what the law or a hold keeps bears their name and contacts from now on."""
    for report in Report.objects.reported_by(person).order_by("pk"):
        if why_kept(report):
            keep_without_account(report)
        else:
            erase_report(report)


def kept_of(person):
    """Return the reports of a person that would outlive the erasure of their account."""
    return [report for report in Report.objects.reported_by(person).order_by("pk") if why_kept(report)]


def _told(report):
    talk = conversation_of(report, MessageAudience.REPORTER, MessageAudience.PUBLIC)
    return {
        "reference": report.reference,
        "sent": report.submitted_at.isoformat(),
        "kind": str(report.category),
        "state": str(report.get_status_display()),
        "area": str(report.area),
        "place": report.place,
        "point": list(report.point.coords) if report.point else None,
        "day": report.happened_on.isoformat() if report.happened_on else None,
        "when": report.happened_text,
        "words": report.words,
        "before_corrections": [telling.told for telling in report.earlier_tellings.all()],
        "answers": dict(answers_in_words(report.category, report.answers)),
        "contacts": contact_of(report),
        "outcome": report.outcome,
        "satisfaction": report.satisfaction,
        "still_solved": report.still_solved,
        "conversation": [
            {
                "at": message.created_at.isoformat(),
                "from": "reporter" if message.from_reporter else "police",
                "text": message.text,
            }
            for message in talk
        ],
        "passed_on": [
            {
                "at": referral.created_at.isoformat(),
                "to": str(referral.organisation),
                "with_name": referral.consented_at is not None,
                "words": referral.words,
                "answer": referral.answer,
                "moved_days": referral.moves,
            }
            for referral in report.referrals.all()
        ],
        "contacts_opened": [
            {"at": opening.created_at.isoformat(), "by": str(opening.by), "reason": opening.reason}
            for opening in report.contact_openings.all()
        ],
        "appeal": {"number": appeal.number, "state": appeal.state} if (appeal := appeal_of(report)) else None,
        "police_record": [step.number for step in report.registration_steps.all() if step.number],
    }

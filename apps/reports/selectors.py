"""What is read over several models of reports."""

from datetime import date, timedelta
from functools import cache

from django.db.models import Count, Q, prefetch_related_objects
from django.utils import timezone
from django.utils.translation import get_language

from apps.accounts.enums import OrganisationKind, RoleKind
from apps.accounts.models import Organisation, Person, Role
from apps.areas.enums import AreaKind
from apps.areas.models import Area
from apps.areas.selectors import point_to_area
from apps.core.planning import Question
from apps.reports.enums import MessageAudience
from apps.reports.models import Message, PublicPhoto, PublicReport, ResponseTemplate

SIMILAR_METRES = 250


def contact_of(report):
    """Return what the police may know of the reporter once they open it: name, email, phone, address, safe_contact.

    Private: pages get it from `services.contacts.open_contact` alone. Empty for an anonymous reporter.
    """
    found = dict(report.identity)
    if report.reporter is not None:
        person = report.reporter
        found = {"name": person.name, "email": person.email, "phone": person.phone} | found
    return {name: value for name, value in found.items() if value}


def identity_for(referral):
    """Return what the organisation may know of the reporter, as `contact_of`; {} without recorded consent."""
    return contact_of(referral.report) if referral.names_the_reporter else {}


def reporter_address(report):
    """Return (e-mail address, language) at which the reporter wants to be told, or None."""
    if report.reporter is not None:
        return (report.reporter.email, report.reporter.language) if report.reporter.is_active else None
    email = report.identity.get("email")
    return (email, report.language) if email else None


def police_who_read(report):
    """Return the officers and supervisors who may read a report, by name: the twin of `reports.triage_report`."""
    areas = _each_level(report)
    if report.is_sealed:
        found = _READERS_OF_SEALED.all(timezone.localdate(), report.assignee_id or 0, *areas)
    else:
        found = _READERS.all(timezone.localdate(), *areas)
    return [person for person in found if person.pk != report.reporter_id]


def templates_for(report):
    """Return the response templates that fit the area, the kind and the state of a report, by name."""
    kind = report.category
    return _TEMPLATES.all(report.status, kind.pk, kind.parent_id or kind.pk, *_each_level(report))


def _each_level(report):
    """The ids of a report's area and of all above it, the last of them again for levels that it has not."""
    found = report.area_ids
    return found + found[-1:] * (len(AreaKind) - len(found))


def _reading(day, areas, kinds):
    roles = Role.objects.in_force(day).filter(kinds, area__in=areas)
    return Person.objects.filter(roles__in=roles).distinct().order_by("name", "pk")


_LEVELS = (int,) * len(AreaKind)
_IS_SUPERVISOR = Q(kind=RoleKind.SUPERVISOR)
_READERS = Question(lambda day, *areas: _reading(day, areas, _IS_SUPERVISOR | Q(kind=RoleKind.OFFICER)), date, *_LEVELS)
_READERS_OF_SEALED = Question(
    lambda day, assignee, *areas: _reading(day, areas, _IS_SUPERVISOR | Q(kind=RoleKind.OFFICER, person=assignee)),
    *(date, int, *_LEVELS),
)
_TEMPLATES = Question(
    lambda status, kind, group, *areas: ResponseTemplate.objects.offered(areas, (kind, group), status),
    *(str, int, int, *_LEVELS),
)


def answers_in_words(category, answers):
    """Return the answers {key: value} to a category's questions as [(question, answer)] in the present language."""
    answered = []
    for question in category.questions:
        if value := answers.get(question["key"]):
            labels = {choice["value"]: choice["label"] for choice in question.get("choices", ())}
            answered.append((in_reader_language(question["label"]), in_reader_language(labels.get(value, value))))
    return answered


def in_reader_language(label):
    """Return a label {"uk", "en"} in the present language, or in whichever there is; plain text as it is."""
    return (label.get(get_language()) or next(iter(label.values()), "")) if isinstance(label, dict) else label


def conversation_of(report, *audiences):
    """Return the messages of a report for these audiences, oldest first, with authors and photos.

    One query, and two more where the report has photos at all.
    """
    messages = _said_to(audiences).all(report.pk)
    for message in messages:
        message.report = report  # which is known, and not fetched again
        if report.has_no("photos"):
            message.empty_lists = ["photos"]
    prefetch_related_objects(messages, "photos__attachment")
    return messages


@cache
def _said_to(audiences):
    """The `Question` for the messages of a report for these audiences."""
    return Question(
        lambda pk: Message.objects.filter(report=pk, audience__in=audiences).select_related("author"),
        int,
    )


def public_updates_of(report):
    """Return what everybody may read of the course of a released report, oldest first."""
    return (
        Message.objects.filter(report_id=report.pk, audience=MessageAudience.PUBLIC)
        .select_related("author")
        .only("id", "report_id", "audience", "created_at", "open_text", "sealed_text", "author__name")
    )


def public_photos_of(report):
    """Return the released photos of a released report, in the order of the reporter's."""
    return PublicPhoto.objects.filter(report_id=report.pk).select_related("attachment")


def similar_reports(*, category, snap_point, limit=5):
    """Return released open reports of the same kind within 250 m of a snap point, nearest first.

    From the snapped place, and from nothing that was not released: so nobody finds a report by trying places.
    """
    if snap_point is None:
        return PublicReport.objects.none()
    return (
        PublicReport.objects.open()
        .filter(category__parent_id=category.parent_id)
        .near(snap_point.point, SIMILAR_METRES)
        .for_list()[:limit]
    )


def served_areas():
    """Return the areas that a police unit serves, the largest first; reports are taken inside them and nowhere else."""
    served = Organisation.objects.filter(kind=OrganisationKind.POLICE).exclude(areas=None)
    return Area.objects.filter(organisations__in=served).distinct().defer("boundary")


def served_area_at(point):
    """Return the deepest area that covers a point (lon, lat in EPSG:4326), or None where no police unit serves."""
    area = point_to_area(point)
    return area if area is not None and any(area.is_in(served) for served in served_areas()) else None


def often_reported(area, *, limit=4, days=180):
    """Return the ids of the categories most often released in an area over the last days; [] when they are too few.

    From what is public alone, so that a list of kinds tells nobody of a report.
    """
    since = timezone.localdate() - timedelta(days=days)
    counted = (
        PublicReport.objects.within(area)
        .filter(public_day__gte=since, category__is_active=True, category__parent__is_active=True)
        .values("category")
        .annotate(reports=Count("pk"))
        .order_by("-reports", "category")[:limit]
    )
    found = [row["category"] for row in counted]
    return found if len(found) == limit else []

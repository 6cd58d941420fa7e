"""Adjectives of reports and categories."""

import re
from functools import cache

from django.contrib.gis.db import models
from django.contrib.postgres.fields import ArrayField
from django.db.models import Exists, F, Func, OuterRef, Q, Value
from django.db.models.expressions import RawSQL
from django.db.models.functions import Concat
from django.db.models.query import ModelIterable
from django.utils import timezone

from apps.accounts.enums import POLICE_ROLES, RoleKind
from apps.accounts.models import Person
from apps.areas.querysets import AroundQuerySet, WithinAreaQuerySet
from apps.areas.search import pattern_of
from apps.core.expressions import InRanges
from apps.core.known import known
from apps.core.references import normalise_reference
from apps.events.models import Event
from apps.reports.contacts import email_index, phone_digits, phone_index
from apps.reports.deadlines import REOPEN_TERM
from apps.reports.enums import OPEN_STATUSES, STATE_GROUPS, MessageAudience, ReleaseState, Sensitivity, Status
from apps.reports.search import MOST_WORDS, SearchedText, says, says_in_rows

_IN_INDEX = re.compile(r"\w{3}")
_REFERENCE = re.compile(r"[A-Z]{2}\d{2}-[A-Z]{2}\d{2}")
TEMPLATE_KEEPERS = (RoleKind.SUPERVISOR, RoleKind.ADMINISTRATOR)
_NAME = ("name", "name_uk", "name_en")
_OF_AREA = ("path", "depth", "kind", "slug", "time_zone", *_NAME)
AREA_FIELDS = tuple(f"area__{name}" for name in _OF_AREA)
# What is told of a released report by what stands beside it.
_BESIDE = {
    "area": _OF_AREA,
    "category": ("code", "parent", "icon", *_NAME),
    "referred_to": ("kind", *_NAME),
    "public_place": _NAME,
}
_KNOWN = ("area", "category", "referred_to")  # of those, what many rows share
_PLACES = ("public_place__point", "area__centre")


_QUEUED = (
    *("reference", "version", "status", "sensitivity", "open_words", "unread_reply", "reporter"),
    *("submitted_at", "closed_at", "due_at", "registration", "registration_due_at", "appeal_due_at", "paused_at"),
    *("first_answered_at", "answer_due_at", "resolve_due_at", "release_state", "area", "category", "referred_to"),
    *("assignee__name", "assignee__email"),
)
_NAMED = (
    *("referred_to__kind", "referred_to__name", "referred_to__name_uk", "referred_to__name_en"),
    *("category__icon", "category__name", "category__name_uk", "category__name_en"),
    *("area__name", "area__name_uk", "area__name_en", "area__time_zone"),
)


# Lists that hold nothing for most reports.
SELDOM = (
    *("photos", "referrals", "registration_steps", "contact_openings", "earlier_tellings"),
    *("parts", "duplicates"),
)


_HAS_PHOTOS = "EXISTS (SELECT FROM reports_publicphoto WHERE report_id = reports_report.id)"
_HAS_UPDATES = "EXISTS (SELECT FROM reports_message WHERE report_id = reports_report.id AND audience = 'public')"


IS_OPEN = Q(status__in=OPEN_STATUSES)


def is_late():
    """The condition of a report whose next debt was due before now."""
    return Q(due_at__lt=timezone.now())


def is_mine_or_new(user):
    """The condition of a report that this person has, or nobody yet."""
    return Q(assignee=user) | Q(assignee=None)


class CategoryQuerySet(models.QuerySet):
    """Categories by use."""

    def offered(self):
        """What residents can choose: active ones below a group, with the group, in their order."""
        return (
            self.filter(is_active=True, parent__isnull=False, parent__is_active=True)
            .select_related("parent")
            .order_by("parent__position", "position", "pk")
        )


class ReportQuerySet(WithinAreaQuerySet, AroundQuerySet):
    """Reports by state, clock and reader."""

    def open(self):
        """Those for which somebody still owes an answer or a deed."""
        return self.filter(IS_OPEN)

    def in_group(self, group):
        """Those whose state belongs to one group of the map."""
        return self.filter(status__in=STATE_GROUPS[group])

    def visible_to(self, user):
        """Those whose private side this person may read: the twin of the rule `reports.view_report`."""
        return self.filter(_readable_by(user))

    def handled_by(self, user, *, within=None):
        """Those that this person may work on at the desk, perhaps in one area: the twin of `reports.triage_report`."""
        if not user.is_authenticated:
            return self.none()
        rows = self if within is None else self.within(within)
        # Who supervises an area above reads all of this one. Saying both misleads the planner, and keeps it from the
        # indexes of the narrower one.
        supervises = within and any(within.path.startswith(area.path) for area in user.areas_as(RoleKind.SUPERVISOR))
        return (rows if supervises else rows.filter(_police_reads(user))).exclude(reporter=user)

    def supervised_by(self, user):
        """Those that this person may hand on or take along in a file: the twin of the rule `reports.export_report`."""
        if not user.is_authenticated:
            return self.none()
        return self.within_any(user.areas_as(RoleKind.SUPERVISOR)).exclude(reporter=user)

    def with_phone(self, phone):
        """Those whose reporter left this number with the report, or has it in their account; any way of writing it."""
        if not (digits := phone_digits(phone)):
            return self.none()
        theirs = Func(F("phone"), Value(r"\D"), Value(""), Value("g"), function="regexp_replace")
        people = Person.objects.exclude(phone="").alias(digits=theirs).filter(digits__endswith=digits)
        return self.filter(Q(phone_index=phone_index(phone)) | Q(reporter__in=people.values("pk")))

    def with_email(self, email):
        """Those whose reporter left this e-mail address with the report, or has it in their account."""
        if not (found := email_index(email)):
            return self.none()
        people = Person.objects.filter(email__iexact=email.strip())
        return self.filter(Q(email_index=found) | Q(reporter__in=people.values("pk")))

    def identified(self):
        """Those from which somebody can still be found: by account, by contacts or by a secret code."""
        return self.exclude(reporter=None, sealed_identity=b"", receipt_hash=None)

    def quiet_since(self, moment):
        """Those to which nothing has happened after a moment."""
        later = Event.objects.filter(
            subject_type=self.model._meta.label_lower, subject_id=OuterRef("pk"), created_at__gt=moment
        )
        return self.filter(~Exists(later), submitted_at__lte=moment)

    def may_come_back(self):
        """Those that are open, or whose reporter can still open them again."""
        lately = timezone.now() - REOPEN_TERM
        return self.filter(
            Q(status__in=(*OPEN_STATUSES, Status.RESOLVED))
            | Q(status=Status.CLOSED, closed_at__gte=lately)
            | Q(status=Status.DECLINED, objected_at=None)
        )

    def back_again(self):
        """Closed ones of which their reporter said later that it is not solved, and that nobody has looked at since."""
        return self.filter(status=Status.CLOSED, still_solved=False, unread_reply=True)

    def placed_in(self, ranges):
        """Those whose exact place has a Z-order key in one of the ranges [low, high)."""
        return self.filter(InRanges("desk_key", ranges))

    def mine_and_new(self, user):
        """Those that this person has, and those that nobody has yet."""
        return self.filter(is_mine_or_new(user))

    def saying(self, text, *, areas=()):
        """Those with this reference, or whose open words, place or released title say each word of a text.

        `areas` are those of which the rows are anyway, if that is known: in small ones they are found sooner.
        """
        reference = normalise_reference(text)
        if _REFERENCE.fullmatch(reference):
            return self.filter(reference=reference)
        return self.alias(searched_text=SearchedText()).filter(says(text, areas=areas))

    def saying_among(self, text, rows):
        """Those of a few rows that say each word of a text, in no order."""
        few = self.alias(searched_text=SearchedText()).filter(pk__in=rows.values("pk"))
        return few.filter(says_in_rows(text)).order_by()

    def reported_by(self, user):
        """Those that this person or holder of a receipt wrote: the twin of the rule `reports.follow_own_report`."""
        if receipt := getattr(user, "report_id", None):
            return self.filter(Q(pk=receipt) | Q(split_from=receipt, reporter=None))
        return self.filter(reporter=user) if user.is_authenticated else self.none()

    def told_together_with(self, report):
        """The report that this one was split from, or those split from it."""
        return self.filter(Q(split_from=report) | Q(pk=report.split_from_id))

    def for_list(self):
        """With all that a row of a list of whole reports shows, in one query."""
        related = self.select_related("category", "area", "assignee", "referred_to")
        return related.defer("area__boundary", "searched_words")

    def for_queue(self):
        """With what a row of the desk's queue shows, except what `set_beside` gives it."""
        return self.select_related("assignee").only(*_QUEUED)

    def for_short_list(self):
        """With all that a row of the queue's file shows: half the work of loading whole reports."""
        return self.select_related("category", "area", "assignee", "referred_to").only(*_QUEUED, *_NAMED)

    def for_detail(self):
        """With all that the page of one report shows; of its lists those are asked for that hold something."""
        # What most reports lack (whoever decided, what it was joined to, places) is fetched where there is one: to plan
        # a join of more tables costs the database tens of milliseconds, each time.
        related = self.select_related("category__parent", "area", "assignee", "reporter", "appeal")
        return (
            related.defer("area__boundary")
            .annotate(empty_lists=RawSQL(_empty_lists(), (), ArrayField(models.TextField())))  # noqa: S611 (ours alone)
            .prefetch_related(*_lists())
        )


def set_beside(rows, *names):
    """Give reports what their foreign keys of these names lead to, as lists show it, a minute old at most.

    It is known already and need not be joined to every row.
    """
    from apps.reports.models import Report

    for name in names:
        link = Report._meta.get_field(name)
        keys = {getattr(row, link.attname) for row in rows} - {None}
        beside = known(f"reports.{name}", link.related_model.objects.only(*_BESIDE[name]), keys)
        for row in rows:
            if thing := beside.get(getattr(row, link.attname)):
                setattr(row, name, thing)


@cache
def _empty_lists():
    """SQL for the names of those of SELDOM that are empty: one statement in place of one for each of them."""
    from apps.reports.models import Report

    relations = [Report._meta.get_field(name) for name in SELDOM]
    names = ", ".join(
        f"CASE WHEN NOT EXISTS (SELECT FROM {relation.related_model._meta.db_table} AS listed"
        f" WHERE listed.{relation.field.column} = reports_report.id) THEN '{relation.name}' END"
        for relation in relations
    )
    return f"array_remove(ARRAY[{names}], NULL)"


def _lists():
    """The lists of a report with all that its page shows of them."""
    from apps.reports.models import ContactOpening, Referral, RegistrationStep

    return (
        *("photos__attachment", "photos__public", "earlier_tellings"),
        models.Prefetch("referrals", Referral.objects.for_report()),
        models.Prefetch("registration_steps", RegistrationStep.objects.select_related("by")),
        models.Prefetch("contact_openings", ContactOpening.objects.select_related("by")),
    )


def _readable_by(user):
    if receipt := getattr(user, "report_id", None):
        return Q(pk=receipt)
    if not user.is_authenticated:
        return Q(pk__in=[])
    return Q(reporter=user) | _police_reads(user)


def _police_reads(user):
    as_officer, as_supervisor = user.areas_as(RoleKind.OFFICER), user.areas_as(RoleKind.SUPERVISOR)
    unsealed = ~Q(sensitivity=Sensitivity.SEALED) | Q(assignee=user)
    condition = Q(pk__in=[])
    for area in as_officer:
        condition |= Q(**{area.kind: area.pk}) & unsealed
    for area in as_supervisor:
        condition |= Q(**{area.kind: area.pk})
    return condition


class ResponseTemplateQuerySet(models.QuerySet):
    """Response templates by use and keeper."""

    def offered(self, areas, kinds, status):
        """Those of some areas (ids) that fit one of the kinds (ids) and a state, by name."""
        fitting = Q(category=None) | Q(category__in=kinds), Q(status="") | Q(status=status)
        return self.filter(*fitting, area__in=areas).order_by("name", "pk")

    def kept_by(self, user):
        """Those that this person may change: the twin of the rule `reports.keep_templates`."""
        condition = Q(pk__in=[])
        for area in user.areas_as(*TEMPLATE_KEEPERS) if user.is_authenticated else ():
            condition |= Q(area__path__startswith=area.path)
        return self.filter(condition)

    def for_list(self):
        """With all that a row of their list shows."""
        return self.select_related("area", "category").defer("area__boundary")


class NamedViewQuerySet(models.QuerySet):
    """Views of the queue by reader and keeper."""

    def offered_to(self, user):
        """Those that stand above the queue of this person: their own, then what is shared where they work, by name."""
        condition = Q(owner=user)
        for area in user.areas_as(*POLICE_ROLES):
            condition |= Q(area__path__startswith=area.path) | Q(area__path__in=area.paths_down)
        return self.filter(condition).order_by(F("area__path").asc(nulls_first=True), "name", "pk")

    def kept_by(self, user):
        """Those that this person may change: the twin of the rule `reports.keep_view`."""
        condition = Q(owner=user)
        for area in user.areas_as(RoleKind.SUPERVISOR):
            condition |= Q(area__path__startswith=area.path)
        return self.filter(condition)

    def for_list(self):
        """With all that a row of their list shows."""
        return self.select_related("area").defer("area__boundary")


class ReportPhotoQuerySet(models.QuerySet):
    """Photos by reader."""

    def for_reporter(self):
        """The reporter's own and those that were sent to them; none of an internal note."""
        return self.filter(Q(message=None) | ~Q(message__audience=MessageAudience.INTERNAL))


class PublicReportQuerySet(WithinAreaQuerySet):
    """Released reports; nothing here selects a private column."""

    is_list = False

    def in_group(self, group):
        """Those whose state belongs to one group of the map."""
        return self.filter(status__in=STATE_GROUPS[group])

    def open(self):
        """Those for which somebody still owes an answer or a deed."""
        return self.filter(status__in=OPEN_STATUSES)

    def titled(self, text):
        """Those whose released title holds each word of a text, in one language, any case and any apostrophe."""
        ukrainian, english = Q(), Q()
        for word in text.split()[:MOST_WORDS]:
            # The index knows three letters in a row; for fewer all of it would be read, more slowly than the rows.
            title = "public_title" if _IN_INDEX.search(word) else "plain_title"
            ukrainian &= Q(**{f"{title}_uk__iregex": pattern_of(word)})
            english &= Q(**{f"{title}_en__iregex": pattern_of(word)})
        plain = {f"plain_title_{code}": Concat(f"public_title_{code}", Value("")) for code in ("uk", "en")}
        return self.alias(**plain).filter(ukrainian | english)

    def on_map(self, ranges):
        """Those whose public place has a Z-order key in one of the ranges [low, high)."""
        return self.filter(InRanges("map_key", ranges), map_key__isnull=False)

    def near(self, point, metres):
        """Those whose public place lies within so many metres of a point (lon, lat in EPSG:4326), nearest first."""
        from django.contrib.gis.db.models.functions import Distance
        from django.contrib.gis.measure import D

        degrees = metres / 60_000  # a generous box for the index; the sphere decides
        return (
            self.filter(public_place__point__dwithin=(point, degrees))
            .annotate(distance=Distance("public_place__point", point))
            .filter(distance__lte=D(m=metres))
            .order_by("distance", "pk")
        )

    def for_list(self):
        """With all that a row of a public list shows; what many rows share is a minute old at most."""
        found = self._with("public_place")
        found.is_list = True
        return found

    def for_places(self):
        """The same, with where each stands."""
        return self._with(*_BESIDE, more=_PLACES)

    def _with(self, *things, more=()):
        from apps.reports.models.report import PUBLIC_FIELDS

        beside = (f"{thing}__{name}" for thing in things for name in _BESIDE[thing])
        return self.select_related(*things).only(*PUBLIC_FIELDS, *beside, *more)

    def _clone(self):
        found = super()._clone()
        found.is_list = self.is_list
        return found

    def _fetch_all(self):
        is_new = self._result_cache is None
        super()._fetch_all()
        if is_new and self.is_list and self._iterable_class is ModelIterable:
            set_beside(self._result_cache, *_KNOWN)

    def for_page(self):
        """With all that the page of one shows, and whether it `has_photos` and `has_updates`: most have neither."""
        responsible = (f"category__responsible_text{language}" for language in ("", "_uk", "_en"))
        return self._with(*_BESIDE, more=[*_PLACES, *responsible]).annotate(
            has_photos=RawSQL(_HAS_PHOTOS, ()),  # noqa: S611 (ours alone)
            has_updates=RawSQL(_HAS_UPDATES, ()),  # noqa: S611
        )

    def defer(self, *fields):
        """Refused: after `only` it would select every other column, the private ones too."""
        raise TypeError("A released report never loads more than its released columns.")


class PublicReportManager(models.Manager.from_queryset(PublicReportQuerySet)):
    """Only what was released and whose day of publication has come."""

    def get_queryset(self):
        """Released rows, with the released columns alone."""
        from apps.reports.models.report import PUBLIC_FIELDS

        return (
            super()
            .get_queryset()
            .filter(release_state=ReleaseState.RELEASED, published_at__lte=timezone.now())
            .only(*PUBLIC_FIELDS)
        )

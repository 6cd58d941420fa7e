"""A citizen's report: its private life, and beside it what was released."""

import json
from datetime import UTC, datetime
from functools import cache

from django.conf import settings
from django.contrib.gis.db import models
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import Organisation
from apps.areas.models import AreaStamped, SnapPoint
from apps.core.encryption import decrypt, encrypt, new_data_key
from apps.core.models import TimeStamped
from apps.core.references import new_reference
from apps.reports.contacts import email_index, phone_index
from apps.reports.enums import (
    OPEN_STATUSES,
    STATE_GROUPS,
    Channel,
    Nature,
    Recurrence,
    Registration,
    ReleaseState,
    Sensitivity,
    Status,
)
from apps.reports.models.category import Category
from apps.reports.models.lists import WithLists
from apps.reports.models.told import Told
from apps.reports.querysets import PublicReportManager, ReportQuerySet
from apps.reports.search import SearchedText, SearchedWords

# A clock that stands still is due at the end of time, so that one index orders the whole queue.
NEVER = datetime(9999, 1, 1, tzinfo=UTC)

# All that a page for everybody may read of a row.
PUBLIC_FIELDS = (
    "id",
    "reference",
    "category",
    "status",
    "area",
    "hromada",
    "neighbourhood",
    "release_state",
    "published_at",
    "public_title_uk",
    "public_title_en",
    "public_summary_uk",
    "public_summary_en",
    "public_day",
    "public_place",
    "map_key",
    "support_count",
    "resolved_at",
    "resolve_due_at",
    "next_news_on",
    "referred_to",
)

_OPEN = models.Q(status__in=OPEN_STATUSES)
_RELEASED = models.Q(release_state=ReleaseState.RELEASED)
_REGISTRATION_DUE = models.Q(registration=Registration.DUE)
_UNREAD = models.Q(unread_reply=True)
_UNDECIDED = models.Q(release_state=ReleaseState.PENDING)
# Who may see a row, and under which tab it stands: read from an index alone, a count of a thousand rows takes a
# millisecond; from the table, each row is elsewhere.
_SEEN = ["sensitivity", "assignee", "reporter"]
_COUNTED = ["status", *_SEEN]
_AREAS = ["country", "oblast", "raion", "hromada", "neighbourhood"]
_ANY = "AA00-AA00"  # a reference
_ON_MAP = models.Q(release_state=ReleaseState.RELEASED, map_key__isnull=False)


@cache
def _address():
    """The address of a report, found once: to find it costs as much as to draw a row of a list."""
    return reverse("reports:detail", args=[_ANY])


def _by_area(name, order, **more):
    """An index of one order for the areas of each level below the country."""
    levels = ("oblast", "raion", "hromada", "neighbourhood")
    return [models.Index(fields=[level, *order], name=name.format(level), **more) for level in levels]


class Report(WithLists, AreaStamped, TimeStamped):
    """What a resident tells the police, from intake to confirmed closure.

    The reporter's own words, exact place and identity never leave `private` columns; the public reads `PublicReport`.
    What is told in restricted reports, and every identity, is encrypted under `data_key`; destroying it erases them.
    """

    reference = models.CharField(_("reference"), max_length=9, unique=True, default=new_reference, editable=False)
    category = models.ForeignKey(
        Category, on_delete=models.PROTECT, related_name="reports", verbose_name=_("category"), db_index=False
    )
    nature = models.CharField(max_length=20, choices=Nature.choices)
    sensitivity = models.CharField(max_length=20, choices=Sensitivity.choices)
    status = models.CharField(_("state"), max_length=24, choices=Status.choices, default=Status.RECEIVED)
    version = models.PositiveIntegerField(default=1)

    # what was told; read and written through the properties below
    open_words = models.TextField(blank=True, editable=False)
    open_answers = models.JSONField(default=dict, blank=True, editable=False)
    open_place = models.CharField(max_length=200, blank=True, editable=False)
    open_happened_text = models.CharField(max_length=120, blank=True, editable=False)
    open_outcome = models.TextField(blank=True, editable=False)
    sealed_words = models.BinaryField(default=bytes, editable=False)
    point = models.PointField(_("exact place"), null=True, blank=True)
    desk_key = models.BigIntegerField(null=True, editable=False)  # Z-order key of the exact place, for the desk's map
    snap_point = models.ForeignKey(SnapPoint, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    happened_on = models.DateField(_("day"), null=True, blank=True)
    recurrence = models.CharField(max_length=20, choices=Recurrence.choices, default=Recurrence.ONCE)

    # who told it
    reporter = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="reports"
    )
    data_key = models.BinaryField(default=new_data_key, null=True, editable=False)
    sealed_identity = models.BinaryField(default=bytes, editable=False)
    phone_index = models.CharField(max_length=64, blank=True, editable=False)
    email_index = models.CharField(max_length=64, blank=True, editable=False)
    receipt_hash = models.CharField(max_length=64, unique=True, null=True, editable=False)
    language = models.CharField(max_length=5, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE)
    channel = models.CharField(max_length=20, choices=Channel.choices, default=Channel.WEB)
    taken_by = models.ForeignKey(  # whoever wrote it down for a reporter who called or came
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    split_from = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="parts")
    source_id = models.CharField(max_length=80, unique=True, null=True, editable=False)

    # who answers, and by when
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="assigned_reports"
    )
    submitted_at = models.DateTimeField(default=timezone.now)
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    first_answered_at = models.DateTimeField(null=True, blank=True)
    counted_from = models.DateTimeField(null=True, editable=False)  # the promises are, later by every pause
    answer_due_at = models.DateTimeField()
    resolve_due_at = models.DateTimeField()
    paused_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(default=NEVER)
    next_news_on = models.DateField(null=True, blank=True)
    unread_reply = models.BooleanField(default=False)

    # how it ended
    referred_to = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    resolved_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    duplicate_of = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="duplicates")
    handed_over_on = models.DateField(null=True, blank=True)
    handover_number = models.CharField(max_length=60, blank=True)
    handover_contact = models.CharField(max_length=160, blank=True)
    decision_disputed = models.BooleanField(default=False)  # that of `decided_by`, until somebody decides anew
    objected_at = models.DateTimeField(null=True, blank=True)
    still_solved = models.BooleanField(null=True)  # four weeks after the closing, as the reporter says
    satisfaction = models.PositiveSmallIntegerField(null=True, blank=True)

    # what is kept, and what is gone
    hold_reason = models.CharField(_("why it is kept"), max_length=200, blank=True)
    erased_at = models.DateTimeField(null=True, editable=False)

    # the police record
    registration = models.CharField(max_length=20, choices=Registration.choices, default=Registration.NOT_NEEDED)
    registration_due_at = models.DateTimeField(null=True, blank=True)
    appeal_due_at = models.DateTimeField(null=True, blank=True)  # of the term of law that runs for its appeal, if any
    consent_given_by = models.CharField(_("investigator who consents to a release"), max_length=120, blank=True)
    consent_noted_at = models.DateTimeField(null=True, blank=True)

    # what everybody may read
    release_state = models.CharField(max_length=10, choices=ReleaseState.choices, default=ReleaseState.PENDING)
    public_title_uk = models.CharField(max_length=100, blank=True)
    public_title_en = models.CharField(max_length=100, blank=True)
    public_summary_uk = models.TextField(max_length=600, blank=True)
    public_summary_en = models.TextField(max_length=600, blank=True)
    public_day = models.DateField(null=True, blank=True)
    public_place = models.ForeignKey(SnapPoint, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)
    map_key = models.BigIntegerField(null=True, blank=True, editable=False)
    support_count = models.PositiveIntegerField(default=0)

    searched_words = models.GeneratedField(
        expression=SearchedWords(), output_field=SearchVectorField(), db_persist=True, editable=False
    )

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering = ["-submitted_at", "-pk"]
        indexes = [
            *_by_area("report_owed_{}", ["due_at", "id"], include=_COUNTED, condition=_OPEN),
            *_by_area("report_sent_{}", ["-submitted_at", "-id"], include=_SEEN),
            models.Index(fields=["due_at", "id"], include=["country", *_COUNTED], name="report_owed", condition=_OPEN),
            # Else one state is counted by reading what is open in all of the country.
            models.Index(
                fields=["status", "due_at", "id"],
                include=[*_AREAS, *_SEEN],
                name="report_owed_status",
                condition=_OPEN,
            ),
            models.Index(
                fields=["category", "due_at", "id"],
                include=[*_AREAS, *_COUNTED],
                name="report_owed_category",
                condition=_OPEN,
            ),
            # Else a kind in an oblast is found by reading all of the oblast.
            models.Index(
                fields=["category", "id"], include=["due_at", *_AREAS, *_COUNTED], name="report_category_counted"
            ),
            models.Index(
                fields=["assignee", "due_at", "id"],
                include=[*_AREAS, "status", "sensitivity", "reporter"],
                name="report_owed_assignee",
                condition=_OPEN,
            ),
            models.Index(fields=["phone_index"], name="report_by_phone", condition=~models.Q(phone_index="")),
            models.Index(fields=["email_index"], name="report_by_email", condition=~models.Q(email_index="")),
            models.Index(fields=["map_key"], name="report_map", condition=_ON_MAP),
            models.Index(fields=["desk_key"], name="report_desk_map", condition=_OPEN),
            models.Index(fields=["-submitted_at", "-id"], name="report_by_time"),
            models.Index(fields=["status", "-submitted_at", "-id"], name="report_by_status"),
            models.Index(fields=["due_at", "id"], name="report_register", condition=_REGISTRATION_DUE),
            models.Index(fields=["due_at", "id"], name="report_unread", condition=_UNREAD),
            models.Index(
                fields=["-submitted_at", "-id"],
                include=["due_at", *_AREAS, *_COUNTED],
                name="report_undecided_counted",
                condition=_UNDECIDED,
            ),
            # Else officers of a hromada read what is undecided in all of the country.
            models.Index(
                fields=["hromada", "-submitted_at", "-id"],
                include=["due_at", "country", "oblast", "raion", "neighbourhood", *_COUNTED],
                name="report_undecided_hromada",
                condition=_UNDECIDED,
            ),
            GinIndex(fields=["searched_words"], name="report_words"),
            GinIndex(OpClass(SearchedText(), "gin_trgm_ops"), name="report_parts_of_words", condition=_OPEN),
            models.Index(fields=["hromada", "-published_at", "-id"], name="report_public", condition=_RELEASED),
            models.Index(fields=["-published_at", "-id"], name="report_public_latest", condition=_RELEASED),
            GinIndex(
                OpClass("public_title_uk", "gin_trgm_ops"),
                OpClass("public_title_en", "gin_trgm_ops"),
                name="report_titles",
                condition=_RELEASED,
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="report_released_has_words_and_day",
                condition=~models.Q(release_state=ReleaseState.RELEASED)
                | (
                    models.Q(published_at__isnull=False, public_day__isnull=False)
                    & (~models.Q(public_title_uk="") | ~models.Q(public_title_en=""))
                ),
            ),
            models.CheckConstraint(
                name="report_sealed_is_never_released",
                condition=~models.Q(sensitivity=Sensitivity.SEALED, release_state=ReleaseState.RELEASED),
            ),
            models.CheckConstraint(
                name="report_area_only_has_no_public_place",
                condition=models.Q(sensitivity=Sensitivity.OPEN)
                | models.Q(public_place__isnull=True, map_key__isnull=True),
            ),
            models.CheckConstraint(
                name="report_sealed_words_are_encrypted",
                condition=~models.Q(sensitivity=Sensitivity.SEALED)
                | models.Q(open_words="", open_answers={}, open_place="", open_happened_text="", open_outcome=""),
            ),
            models.CheckConstraint(
                name="report_joined_names_its_twin",
                condition=models.Q(status=Status.DUPLICATE, duplicate_of__isnull=False)
                | (~models.Q(status=Status.DUPLICATE) & models.Q(duplicate_of__isnull=True)),
            ),
            models.CheckConstraint(
                name="report_closed_has_a_time",
                condition=models.Q(status=Status.CLOSED, closed_at__isnull=False)
                | (~models.Q(status=Status.CLOSED) & models.Q(closed_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="report_registration_due_has_a_time",
                condition=~models.Q(registration=Registration.DUE) | models.Q(registration_due_at__isnull=False),
            ),
        ]

    def __str__(self):
        return self.reference

    def get_absolute_url(self):
        """The page of the report: everybody's, or the reporter's own view of it."""
        return _address().replace(_ANY, self.reference)

    @property
    def is_sealed(self):
        """Whether it is never released and read by assignment."""
        return self.sensitivity == Sensitivity.SEALED

    @property
    def is_open(self):
        """Whether somebody still owes an answer or a deed."""
        return self.status in OPEN_STATUSES

    @property
    def is_anonymous(self):
        """Whether neither an account nor a contact stands behind it."""
        return self.reporter_id is None and not self.sealed_identity

    words = Told("words", "The reporter's own words. Private.")
    answers = Told("answers", "The reporter's answers to the questions of the category, by key. Private.")
    place = Told("place", "The exact place in words. Private.")
    happened_text = Told("happened_text", "When it happened, in words. Private.")
    outcome = Told("outcome", "What was done or why not, for the reporter.")

    @property
    def may_be_split(self):
        """Whether it was split from another report or, as far as is known, others from it."""
        return self.split_from_id is not None or not self.has_no("parts")

    @property
    def own_photos(self):
        """The photos that came with the report itself; the others belong to messages. Private."""
        return [photo for photo in self.photos.all() if photo.message_id is None]

    @property
    def headline(self):
        """The first words for a row of the desk; of a restricted report, and of one that was erased, only its kind."""
        if self.is_sealed or not self.open_words:
            return str(self.category)
        first = self.open_words.strip().split("\n")[0]
        return first if len(first) <= 90 else f"{first[:88].rsplit(' ', 1)[0]}…"

    @property
    def identity(self):
        """What the reporter gave of themselves: {"name", "email", "phone", "address", "safe_contact"}. Private.

        Read it through `services.contacts.open_contact`, which asks for a reason and leaves a trace.
        """
        if not (self.sealed_identity and self.data_key):
            return {}
        return json.loads(decrypt(self.data_key, self.sealed_identity))

    def set_identity(self, values):
        """Keep name, contacts and how it is safe to reach them, always encrypted (not saved here)."""
        kept = {name: value for name, value in values.items() if value}
        self.sealed_identity = encrypt(self.data_key, json.dumps(kept, ensure_ascii=False)) if kept else b""
        self.phone_index = phone_index(kept.get("phone", ""))
        self.email_index = email_index(kept.get("email", ""))

    @property
    def state_group(self):
        """The group of states that the map tells apart."""
        return next(group for group, statuses in STATE_GROUPS.items() if self.status in statuses)

    @property
    def is_public(self):
        """Whether everybody can read the released words now."""
        return self.release_state == ReleaseState.RELEASED and self.published_at <= timezone.now()

    @property
    def due(self):
        """What is owed next and when: "registration", "appeal", "answer", "news" or "resolution"; None when nothing."""
        if self.due_at == NEVER:
            return None
        owed = {
            "registration": self.registration_due_at if self.registration == Registration.DUE else None,
            "appeal": self.appeal_due_at,
        }
        if self.paused_at is None and self.is_open:
            owed["answer"] = None if self.first_answered_at else self.answer_due_at
            owed["resolution"] = self.resolve_due_at
        return next(((what, when) for what, when in owed.items() if when == self.due_at), ("news", self.due_at))

    @property
    def is_late(self):
        """Whether what is owed next was owed before now."""
        return self.due_at < timezone.now()

    @property
    def is_overdue(self):
        """Whether the promised day of its resolution has passed while it is still open."""
        return self.is_open and self.resolve_due_at < timezone.now()

    @property
    def public_language(self):
        """The language in which the released title stands for a reader of the present one."""
        wanted = (translation.get_language() or settings.LANGUAGE_CODE)[:2]
        order = [wanted, *(code for code, _name in settings.LANGUAGES if code != wanted)]
        return next((code for code in order if getattr(self, f"public_title_{code}")), wanted)

    @property
    def public_title(self):
        """The released title, in the present language where it exists."""
        return getattr(self, f"public_title_{self.public_language}")

    @property
    def public_summary(self):
        """The released summary, in the same language as the title."""
        return getattr(self, f"public_summary_{self.public_language}")


class PublicReport(Report):
    """A report as everybody may read it: released rows alone, and of them only `PUBLIC_FIELDS`.

    Reading any other column raises, so that a template or serializer cannot leak one by mistake.
    """

    objects = PublicReportManager()

    class Meta:
        proxy = True
        default_manager_name = "objects"
        verbose_name = _("released report")
        verbose_name_plural = _("released reports")

    def refresh_from_db(self, using=None, fields=None, from_queryset=None):
        """Load the released columns; refuse any other with AttributeError."""
        if private := set(fields or ()) - set(PUBLIC_FIELDS):
            raise AttributeError(f"{', '.join(sorted(private))}: not a released column")
        super().refresh_from_db(using=using, fields=fields or PUBLIC_FIELDS, from_queryset=from_queryset)

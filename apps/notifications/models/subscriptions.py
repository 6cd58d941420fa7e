"""Who follows what."""

from django.conf import settings
from django.contrib.gis.db import models
from django.utils.translation import gettext_lazy as _

from apps.areas.models import Area
from apps.core.encryption import blind_index, decrypt, encrypt, new_data_key
from apps.core.models import TimeStamped
from apps.notifications.enums import Follows, Pace
from apps.notifications.querysets import SubscriptionQuerySet
from apps.reports.models import Category, Report

LEAST_RADIUS, MOST_RADIUS = 300, 3000  # metres
MOST_CIRCLES = 5


class Subscriber(TimeStamped):
    """Whoever follows something: a person with an account, or an address without one.

    The address is encrypted under a key of its own row and found by a keyed hash.
    """

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="subscriber"
    )
    address_hash = models.CharField(max_length=64, null=True, unique=True)
    data_key = models.BinaryField(null=True)
    sealed_email = models.BinaryField(null=True)
    language = models.CharField(max_length=5, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE)

    class Meta:
        verbose_name = _("subscriber")
        verbose_name_plural = _("subscribers")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(person__isnull=False, address_hash__isnull=True, sealed_email__isnull=True)
                | models.Q(
                    person__isnull=True, address_hash__isnull=False, data_key__isnull=False, sealed_email__isnull=False
                ),
                name="subscriber_is_a_person_or_an_address",
            )
        ]

    @classmethod
    def at(cls, email, *, language):
        """Return an unsaved subscriber without an account at this address."""
        key = new_data_key()
        return cls(
            address_hash=blind_index(email),
            data_key=key,
            sealed_email=encrypt(key, email),
            language=language,
        )

    @property
    def email(self):
        """Where mail goes now."""
        return self.person.email if self.person_id else decrypt(self.data_key, self.sealed_email)

    @property
    def recipient(self):
        """Their key on a delivery: a person is the same one in whatever capacity they are told."""
        return f"person:{self.person_id}" if self.person_id else f"subscriber:{self.pk}"

    def __str__(self):
        return f"subscriber {self.pk}"


class Subscription(TimeStamped):
    """One thing that a subscriber follows; without an account it counts once its address has confirmed it.

    A circle is a centre (lon, lat, rounded to about 100 m: often somebody's home) with a radius in metres. Topics
    narrow an area or a circle to groups of categories; none means all.
    """

    subscriber = models.ForeignKey(Subscriber, on_delete=models.CASCADE, related_name="subscriptions")
    kind = models.CharField(max_length=10, choices=Follows.choices)
    report = models.ForeignKey(Report, on_delete=models.CASCADE, null=True, related_name="+")
    area = models.ForeignKey(Area, on_delete=models.CASCADE, null=True, related_name="+")
    centre = models.PointField(geography=True, null=True)
    radius = models.PositiveIntegerField(_("radius"), null=True)
    name = models.CharField(_("name"), max_length=60, blank=True)
    topics = models.ManyToManyField(Category, related_name="+", blank=True, verbose_name=_("topics"))
    pace = models.CharField(_("how often"), max_length=10, choices=Pace.choices, default=Pace.AT_ONCE)
    confirmed_at = models.DateTimeField(null=True)

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    kind=Follows.REPORT,
                    report__isnull=False,
                    area__isnull=True,
                    centre__isnull=True,
                    radius__isnull=True,
                )
                | models.Q(
                    kind=Follows.AREA, report__isnull=True, area__isnull=False, centre__isnull=True, radius__isnull=True
                )
                | models.Q(
                    kind=Follows.CIRCLE,
                    report__isnull=True,
                    area__isnull=True,
                    centre__isnull=False,
                    radius__gte=LEAST_RADIUS,
                    radius__lte=MOST_RADIUS,
                ),
                name="subscription_to_one_thing",
            ),
            models.UniqueConstraint(fields=["subscriber", "report"], name="report_followed_once"),
            models.UniqueConstraint(fields=["subscriber", "area"], name="area_followed_once"),
        ]

    def __str__(self):
        return f"{self.kind} {self.pk}"

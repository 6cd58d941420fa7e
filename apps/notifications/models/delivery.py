"""One row for each way in which one person is told of one event, and the digests that gather such rows."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from apps.core.models import TimeStamped
from apps.events.models import Event
from apps.notifications.enums import OPEN_STATES, Channel, Pace, Reason, State
from apps.notifications.failures import explain
from apps.notifications.querysets import DeliveryQuerySet, DigestQuerySet


class Digest(TimeStamped):
    """What one recipient is told together: one a day or a week, `period` being the day on which it is due."""

    recipient = models.CharField(max_length=60)
    pace = models.CharField(max_length=10, choices=Pace.choices)
    period = models.DateField()

    objects = DigestQuerySet.as_manager()

    class Meta:
        verbose_name = _("digest")
        verbose_name_plural = _("digests")
        constraints = [models.UniqueConstraint(fields=["recipient", "pace", "period"], name="digest_once")]

    def __str__(self):
        return f"{self.recipient} {self.pace} {self.period}"


class Delivery(TimeStamped):
    """An order to tell one recipient of one event by one channel.

    It holds no address and no words: both are looked up right before sending, so that what was erased in the meantime
    cannot leave. `recipient` says who is meant even without an account: `person:12`, `reporter:7`, `organisation:3`.

    `due_at` is when a sender may take the row: at once, after a failure later, and while it is being sent the end of
    the sender's lease. `attempt` grows with every claim and never shrinks: only the holder of the newest one may write.
    `replayed_after` is the number of attempts made before somebody ordered a fresh start.

    A delivery to the inbox is the entry there: it is sent once it exists. One whose recipient wants mail once a day or
    a week is collected, and goes out as a part of its `digest`.
    """

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="deliveries", db_index=False)
    recipient = models.CharField(max_length=60)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    reason = models.CharField(max_length=20, choices=Reason.choices)
    subscription = models.ForeignKey(
        "notifications.Subscription", on_delete=models.SET_NULL, null=True, related_name="deliveries"
    )
    digest = models.ForeignKey(Digest, on_delete=models.SET_NULL, null=True, related_name="deliveries", db_index=False)
    pace = models.CharField(max_length=10, choices=Pace.choices, default=Pace.AT_ONCE)
    channel = models.CharField(max_length=10, choices=Channel.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PENDING)
    due_at = models.DateTimeField(db_default=Now())
    attempt = models.PositiveIntegerField(default=0)
    replayed_after = models.PositiveIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=80, blank=True)
    message_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        constraints = [
            models.UniqueConstraint(fields=["event", "recipient", "channel"], name="delivery_once"),
            models.CheckConstraint(
                condition=models.Q(state=State.SENT, sent_at__isnull=False)
                | (~models.Q(state=State.SENT) & models.Q(sent_at__isnull=True)),
                name="delivery_sent_has_a_time",
            ),
        ]
        indexes = [
            models.Index(fields=["due_at", "id"], condition=models.Q(state__in=OPEN_STATES), name="delivery_due"),
            models.Index(fields=["-id"], condition=models.Q(state=State.DEAD), name="delivery_dead"),
            models.Index(fields=["sent_at"], condition=models.Q(state=State.SENT), name="delivery_sent"),
            models.Index(fields=["due_at"], condition=models.Q(state=State.DROPPED), name="delivery_dropped"),
            models.Index(fields=["person", "-id"], condition=models.Q(channel=Channel.INBOX), name="delivery_inbox"),
            models.Index(
                fields=["person"], condition=models.Q(channel=Channel.INBOX, read_at=None), name="delivery_unread"
            ),
            models.Index(
                fields=["recipient"], condition=models.Q(state=State.COLLECTED, digest=None), name="delivery_collected"
            ),
            models.Index(fields=["digest"], condition=models.Q(digest__isnull=False), name="delivery_of_digest"),
        ]

    @property
    def failure(self):
        """Why it was given up, in words."""
        return explain(self.last_error)

    def __str__(self):
        return f"{self.event_id} {self.channel} {self.recipient}"

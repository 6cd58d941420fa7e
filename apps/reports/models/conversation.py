"""What is said, shown and noted about a report."""

import re

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.core.encryption import decrypt, encrypt
from apps.core.models import TimeStamped
from apps.reports.enums import MessageAudience, Registration
from apps.reports.models.lists import WithLists
from apps.reports.querysets import ReportPhotoQuerySet

_CYRILLIC = re.compile("[\u0400-\u04ff]")


class Message(WithLists, TimeStamped):
    """Words between the reporter and the police, an internal note, or an update for everybody.

    The words of a restricted report are stored encrypted under the report's own key.
    """

    report = models.ForeignKey("reports.Report", on_delete=models.CASCADE, related_name="messages")
    audience = models.CharField(_("who reads it"), max_length=10, choices=MessageAudience.choices)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    from_reporter = models.BooleanField(default=False)
    open_text = models.TextField(blank=True, editable=False)
    sealed_text = models.BinaryField(default=bytes, editable=False)
    asks = models.BooleanField(_("the reporter is asked to answer"), default=False)

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["created_at", "pk"]
        indexes = [
            models.Index(fields=["report", "created_at"], name="message_conversation"),
            models.Index(
                fields=["-created_at"],
                condition=models.Q(audience=MessageAudience.PUBLIC),
                name="message_public_latest",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(from_reporter=False) | models.Q(audience=MessageAudience.REPORTER),
                name="message_of_a_reporter_is_for_the_police",
            )
        ]

    def __str__(self):
        return f"message {self.pk}"

    @property
    def text(self):
        """The words, or "" when their key was destroyed."""
        if not self.sealed_text:
            return self.open_text
        return decrypt(self.report.data_key, self.sealed_text) if self.report.data_key else ""

    @property
    def language(self):
        """The language in which the words seem to be written, for whatever reads them aloud."""
        return "uk" if _CYRILLIC.search(self.text) else "en"

    def set_text(self, words):
        """Keep the words, encrypted when the report is restricted (not saved here)."""
        if self.report.is_sealed:
            self.open_text, self.sealed_text = "", encrypt(self.report.data_key, words)
        else:
            self.open_text, self.sealed_text = words, b""


class ReportPhoto(models.Model):
    """A safe photo of a report, or of one message of its conversation; never public itself (see `PublicPhoto`)."""

    report = models.ForeignKey("reports.Report", on_delete=models.CASCADE, related_name="photos")
    message = models.ForeignKey(Message, on_delete=models.CASCADE, null=True, blank=True, related_name="photos")
    attachment = models.OneToOneField("attachments.Attachment", on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)

    objects = ReportPhotoQuerySet.as_manager()

    class Meta:
        verbose_name = _("photo")
        verbose_name_plural = _("photos")
        ordering = ["position", "pk"]

    def __str__(self):
        return f"photo {self.pk}"


class PublicPhoto(TimeStamped):
    """A photo of a released report as everybody sees it: a file of its own, with what was covered burned in.

    What was covered is kept to begin with another time: `cells` are fields [row, column] of a grid, `boxes` were drawn
    (left, top, right, bottom, as shares of width and height).
    """

    report = models.ForeignKey("reports.Report", on_delete=models.CASCADE, related_name="public_photos")
    source = models.OneToOneField(ReportPhoto, on_delete=models.CASCADE, related_name="public")
    attachment = models.OneToOneField("attachments.Attachment", on_delete=models.PROTECT, related_name="+")
    cells = models.JSONField(default=list)
    boxes = models.JSONField(default=list)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("released photo")
        verbose_name_plural = _("released photos")
        ordering = ["source__position", "pk"]

    def __str__(self):
        return f"released photo {self.pk}"


class RegistrationStep(TimeStamped):
    """One entry of the police record: state, number, who and when."""

    report = models.ForeignKey("reports.Report", on_delete=models.CASCADE, related_name="registration_steps")
    state = models.CharField(max_length=20, choices=Registration.choices)
    number = models.CharField(_("number"), max_length=60, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        ordering = ["created_at", "pk"]

    def __str__(self):
        return f"{self.state} {self.number}"


class ContactOpening(TimeStamped):
    """Who on the staff opened the reporter's contacts, and why; the reporter sees it."""

    report = models.ForeignKey("reports.Report", on_delete=models.CASCADE, related_name="contact_openings")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(_("reason"), max_length=200)

    class Meta:
        verbose_name = _("opening of contacts")
        verbose_name_plural = _("openings of contacts")
        ordering = ["created_at", "pk"]

    def __str__(self):
        return f"opening {self.pk}"

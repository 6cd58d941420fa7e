"""Words that are written often, kept once."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.areas.models import Area
from apps.core.models import TimeStamped
from apps.reports.enums import Status
from apps.reports.models.category import Category
from apps.reports.querysets import ResponseTemplateQuerySet


class ResponseTemplate(TimeStamped):
    """What an officer may write to a reporter, with placeholders, in one language or both.

    It is offered in its area and all below, for one kind or group of kinds and in one state, or for any of them.
    """

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+", verbose_name=_("area"))
    name = models.CharField(_("name"), max_length=80)
    category = models.ForeignKey(
        Category, on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("kind")
    )
    status = models.CharField(_("state"), max_length=24, choices=Status.choices, blank=True)
    text_uk = models.TextField(_("text in Ukrainian"), max_length=4000, blank=True)
    text_en = models.TextField(_("text in English"), max_length=4000, blank=True)

    objects = ResponseTemplateQuerySet.as_manager()

    class Meta:
        verbose_name = _("response template")
        verbose_name_plural = _("response templates")
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(
                name="response_template_has_words", condition=~models.Q(text_uk="") | ~models.Q(text_en="")
            )
        ]

    def __str__(self):
        return self.name

    def text_in(self, language):
        """The text in a language, or in the only one there is, with the language in which it is: (text, language)."""
        other = "en" if language == "uk" else "uk"
        text = getattr(self, f"text_{language}")
        return (text, language) if text else (getattr(self, f"text_{other}"), other)

"""What a report can be about."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.accounts.enums import Force, OrganisationKind
from apps.reports.enums import Nature, Sensitivity
from apps.reports.querysets import CategoryQuerySet


class Category(models.Model):
    """A kind of report, in groups of one level: what it means in law, who answers, by when, and what more is asked.

    `questions` is a list of {"key", "type": "yes_no" | "choice" | "text", "label": {"uk", "en"}, "required": bool,
    "choices": [{"value", "label": {"uk", "en"}, "stopper": ""}]}; a choice with a stopper ends the form.
    """

    class Stopper(models.TextChoices):
        """What a person must do instead of writing to us."""

        EMERGENCY = "emergency", _("call 102 or 112 now")
        ORDNANCE = "ordnance", _("call 101, do not touch")

    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("group")
    )
    code = models.SlugField(_("code"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=80)
    description = models.CharField(_("in a few words"), max_length=200, blank=True)
    keywords = models.TextField(
        _("everyday words"), blank=True, help_text=_("what people call it, separated by commas")
    )
    icon = models.CharField(_("icon"), max_length=40, default="exclamation-diamond")
    nature = models.CharField(_("nature"), max_length=20, choices=Nature.choices, default=Nature.PUBLIC_ORDER)
    sensitivity = models.CharField(
        _("sensitivity"), max_length=20, choices=Sensitivity.choices, default=Sensitivity.OPEN
    )
    responsible_kind = models.CharField(
        _("who answers for it"), max_length=20, choices=OrganisationKind.choices, default=OrganisationKind.POLICE
    )
    responsible_force = models.CharField(_("force"), max_length=20, choices=Force.choices, blank=True)
    responsible_text = models.CharField(_("who deals with it and how to reach them"), max_length=240, blank=True)
    answer_days = models.PositiveSmallIntegerField(_("first answer, working days"), default=2)
    resolve_days = models.PositiveSmallIntegerField(_("resolution, working days"), default=15)
    identity_months = models.PositiveSmallIntegerField(
        _("months after its end until the reporter’s identity is removed"), default=12
    )
    questions = models.JSONField(_("more questions"), default=list, blank=True)
    stopper = models.CharField(_("ends the form"), max_length=20, choices=Stopper.choices, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    is_active = models.BooleanField(_("offered to residents"), default=True)

    objects = CategoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("category")
        verbose_name_plural = _("categories")
        ordering = ["position", "pk"]

    def __str__(self):
        return self.name

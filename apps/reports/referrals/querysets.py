"""Adjectives of referrals."""

from django.db import models
from django.db.models import Q

from apps.accounts.enums import RoleKind
from apps.reports.enums import OPEN_REFERRAL_STATES
from apps.reports.querysets import AREA_FIELDS

# All that the pages of an organisation load of a report.
REPORT_FIELDS = ("reference", "category", "sensitivity", "data_key", "reporter")


class ReferralQuerySet(models.QuerySet):
    """Referrals by state and reader."""

    def open(self):
        """Those for which it is the organisation's turn."""
        return self.filter(state__in=OPEN_REFERRAL_STATES)

    def ended(self):
        """Those that were answered, returned, passed on or taken back."""
        return self.exclude(state__in=OPEN_REFERRAL_STATES)

    def visible_to(self, user):
        """Those of the organisations that a person answers for: the twin of the rule `reports.view_referral`."""
        condition = Q(pk__in=[])
        if not user.is_authenticated:
            return self.filter(condition)
        for role in user.roles_as(RoleKind.AUTHORITY):
            if role.organisation_id:
                condition |= Q(organisation=role.organisation_id, report__area__path__startswith=role.area.path)
        return self.filter(condition).exclude(report__reporter=user)

    def for_organisation(self):
        """With all that the organisation's pages show, in one query, and with nothing else of the report."""
        own = [field.name for field in self.model._meta.concrete_fields if field.name != "report"]
        of_report = [f"report__{name}" for name in (*REPORT_FIELDS, *AREA_FIELDS)]
        related = ("organisation", "sent_by", "accepted_by", "ended_by", "report__category", "report__area")
        return self.select_related(*related).only(*own, *of_report)

    def for_report(self):
        """With all that the pages of its report show, newest first, in one query."""
        return self.select_related("organisation", "sent_by", "accepted_by", "ended_by").order_by("-created_at", "-pk")

"""Kinds of organisation, forces of the police and roles of people."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class OrganisationKind(models.TextChoices):
    """Who an organisation is in the partnership."""

    POLICE = "police", _("police")
    AUTHORITY = "authority", _("local authority")
    RESIDENTS = "residents", _("residents’ group")
    EXPERT = "expert", _("expert body")


class Force(models.TextChoices):
    """What a police unit does; a municipal guard acts on by-laws only and is never given crimes."""

    DISTRICT = "district", _("district officers")
    HROMADA = "hromada", _("officers of the hromada")
    PATROL = "patrol", _("patrol")
    INVESTIGATION = "investigation", _("investigation")
    JUVENILE = "juvenile", _("juvenile prevention")
    DUTY = "duty", _("duty unit")
    MUNICIPAL_GUARD = "municipal_guard", _("municipal guard")


class RoleKind(models.TextChoices):
    """What a person may do in an area and below it."""

    OFFICER = "officer", _("officer")
    SUPERVISOR = "supervisor", _("supervisor")
    AUTHORITY = "authority", _("local authority")
    FACILITATOR = "facilitator", _("facilitator")
    EXPERT = "expert", _("expert")
    REVIEWER = "reviewer", _("reviewer of complaints")
    COORDINATOR = "coordinator", _("coordinator of a watch group")
    ADMINISTRATOR = "administrator", _("administrator")


class AccountEvent:
    """Names of the events of people and roles."""

    INVITED = "role.invited"


# Roles that open the desk, and so need a second factor.
DESK_ROLES = (
    RoleKind.OFFICER,
    RoleKind.SUPERVISOR,
    RoleKind.AUTHORITY,
    RoleKind.FACILITATOR,
    RoleKind.EXPERT,
    RoleKind.REVIEWER,
    RoleKind.ADMINISTRATOR,
)

# Roles of those who handle reports.
POLICE_ROLES = (RoleKind.OFFICER, RoleKind.SUPERVISOR)

# Roles of those who take a report down for somebody who calls or stands before them.
FILING_ROLES = (*POLICE_ROLES, RoleKind.FACILITATOR)

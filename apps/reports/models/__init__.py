"""The tables of reports, one file a noun."""

from apps.reports.models.appeal import Appeal
from apps.reports.models.category import Category
from apps.reports.models.conversation import ContactOpening, Message, PublicPhoto, RegistrationStep, ReportPhoto
from apps.reports.models.draft import Draft
from apps.reports.models.handover import Handover
from apps.reports.models.map_version import MapVersion
from apps.reports.models.named_view import NamedView
from apps.reports.models.referral import Referral
from apps.reports.models.release_revision import ReleaseRevision
from apps.reports.models.report import PublicReport, Report
from apps.reports.models.response_template import ResponseTemplate
from apps.reports.models.routing import RoutingRule
from apps.reports.models.support import Support
from apps.reports.models.telling import EarlierTelling
from apps.reports.models.told import Told

__all__ = [
    "Appeal",
    "Category",
    "ContactOpening",
    "Draft",
    "EarlierTelling",
    "Handover",
    "MapVersion",
    "Message",
    "NamedView",
    "PublicPhoto",
    "PublicReport",
    "Referral",
    "RegistrationStep",
    "ReleaseRevision",
    "Report",
    "ReportPhoto",
    "ResponseTemplate",
    "RoutingRule",
    "Support",
    "Told",
]

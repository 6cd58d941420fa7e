"""The kinds of report as they are offered: in groups, or by everyday words, with who deals with them and by when."""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext as _

from apps.accounts.enums import OrganisationKind
from apps.reports.everyday import Said, best_first, has_words
from apps.reports.models import Category
from apps.reports.wizard.preview import terms_of

# What search looks at, in both languages, and how much it tells.
NAMES = {"name": 2.0, "keywords": 2.0, "description": 1.0}


@dataclass(frozen=True)
class Kind:
    """One category, with what a person learns before choosing it."""

    category: models.Model
    answer_by: object
    resolve_by: object

    @property
    def is_passed_on(self):
        """Whether the police pass it to the local authority."""
        return self.category.responsible_kind == OrganisationKind.AUTHORITY


@dataclass(frozen=True)
class Offer:
    """What a person chooses from: [(heading, [Kind])]; `missed` when nothing fits the words and so all are shown."""

    groups: list
    missed: bool = False


def offered(area, *, q="", often=(), chosen=""):
    """Return the Offer for an area.

    With words in `q` the kinds that fit them, the best first, and the one chosen before, by its code, so that no search
    loses it. Else what is often reported (`often` are ids of categories), then the groups.
    """
    kinds = {category.pk: _kind(category, area) for category in Category.objects.offered()}
    found = best_first(q, {pk: _said_of(kind.category) for pk, kind in kinds.items()}) if q else []
    if not found:
        return Offer(_grouped(kinds, often), missed=has_words(q))
    kept = [kind for pk, kind in kinds.items() if kind.category.code == chosen and pk not in found]
    groups = [(_("These fit your words"), [kinds[pk] for pk in found])]
    return Offer(groups + ([(_("Chosen so far"), kept)] if kept else []))


def _grouped(kinds, often):
    groups = {_("Often reported here"): [kinds[pk] for pk in often if pk in kinds]}
    for pk, kind in kinds.items():
        if pk not in often:
            groups.setdefault(kind.category.parent.name, []).append(kind)
    return [(heading, members) for heading, members in groups.items() if members]


def _said_of(category):
    return [
        Said(getattr(category, f"{name}_{language}") or "", weight)
        for name, weight in NAMES.items()
        for language in ("uk", "en")
    ]


def _kind(category, area):
    terms = terms_of(category, area)
    return Kind(category=category, answer_by=terms["answer"], resolve_by=terms["resolve"])

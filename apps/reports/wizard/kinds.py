"""The kinds of report as they are offered: in groups, with who deals with them and by when."""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext as _

from apps.accounts.enums import OrganisationKind
from apps.areas.search import words_of
from apps.reports.models import Category
from apps.reports.wizard.preview import terms_of

NAMES = ("name", "description", "keywords")


@dataclass(frozen=True)
class Kind:
    """One category, with what a person learns before choosing it."""

    category: models.Model
    answer_by: object
    resolve_by: object
    words: str  # all that search looks at, in both languages

    @property
    def is_passed_on(self):
        """Whether the police pass it to the local authority."""
        return self.category.responsible_kind == OrganisationKind.AUTHORITY


def offered(area, *, q="", often=()):
    """Return [(heading, [Kind])]: what is often reported first, then the groups; with `q` only what it finds.

    `often` are ids of categories. Every word of `q` must begin a word of the category's names or everyday words, in
    either language.
    """
    kinds = [_kind(category, area) for category in Category.objects.offered()]
    wanted = words_of(q)
    if wanted:
        kinds = [kind for kind in kinds if all(f" {word}" in kind.words for word in wanted)]
    by_id = {kind.category.pk: kind for kind in kinds}
    groups = {_("Often reported here"): [by_id[pk] for pk in often if pk in by_id]}
    for kind in kinds:
        if kind.category.pk not in often:
            groups.setdefault(kind.category.parent.name, []).append(kind)
    return [(heading, members) for heading, members in groups.items() if members]


def _kind(category, area):
    said = (getattr(category, f"{name}_{language}") or "" for name in NAMES for language in ("uk", "en"))
    terms = terms_of(category, area)
    words = f" {' '.join(dict.fromkeys(words_of(' '.join(said))))} "
    return Kind(category=category, answer_by=terms["answer"], resolve_by=terms["resolve"], words=words)

"""Adjectives of organisations, people and roles."""

from django.db import models
from django.utils import timezone


def _within(areas, path_field):
    """The condition that a row's area (whose path is `path_field`) lies in one of the areas or below it."""
    condition = models.Q(pk__in=[])
    for area in areas:
        condition |= models.Q(**{f"{path_field}__startswith": area.path})
    return condition


class OrganisationQuerySet(models.QuerySet):
    """Organisations by name and place."""

    def named(self, name):
        """Organisations with this name in one of the languages, whatever its case."""
        return self.filter(models.Q(name_uk__iexact=name) | models.Q(name_en__iexact=name))

    def within(self, areas):
        """Organisations that serve one of the areas or a part of it."""
        return self.filter(_within(areas, "areas__path")).distinct()


class RoleQuerySet(models.QuerySet):
    """Roles by time and place."""

    def in_force(self, day=None):
        """Roles whose period includes a day, or today (`ends_on` is the first without), of people who may sign in."""
        day = day or timezone.localdate()
        return self.filter(
            models.Q(ends_on__isnull=True) | models.Q(ends_on__gt=day), starts_on__lte=day, person__is_active=True
        )

    def within(self, areas):
        """Roles held in one of the areas or below it."""
        return self.filter(_within(areas, "area__path"))

    def named(self, words):
        """Roles of people whose name or address holds these words."""
        return self.filter(models.Q(person__name__icontains=words) | models.Q(person__email__icontains=words))

    def for_list(self):
        """Everything a list of roles shows, in the order of names."""
        return (
            self.select_related("person", "area", "organisation").defer("area__boundary").order_by("person__name", "pk")
        )

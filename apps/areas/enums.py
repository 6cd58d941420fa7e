"""The kinds of territory and of places."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class AreaKind(models.TextChoices):
    """From the whole country down to a neighbourhood; each kind is a column of every row stamped with its area."""

    COUNTRY = "country", _("country")
    OBLAST = "oblast", _("oblast")
    RAION = "raion", _("raion")
    HROMADA = "hromada", _("hromada")
    CITY_DISTRICT = "city_district", _("city district")
    NEIGHBOURHOOD = "neighbourhood", _("neighbourhood")


class PlaceKind(models.TextChoices):
    """What an entry of the gazetteer names."""

    STREET = "street", _("street")
    PLACE = "place", _("place")
    ADDRESS = "address", _("address")

"""What search engines are told: the pages of the portal and of its areas. Reports they find through those."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.urls import reverse

from apps.areas.enums import AreaKind
from apps.areas.models import Area


class OurSitemap(Sitemap):
    """Addresses as the portal itself gives them, whatever name it was asked by."""

    def get_protocol(self, protocol=None):
        """http or https."""
        return urlsplit(settings.SITE_URL).scheme

    def get_domain(self, site=None):
        """The host, with its port where it needs one."""
        return urlsplit(settings.SITE_URL).netloc


class Pages(OurSitemap):
    """Pages that every portal has."""

    def items(self):
        """Their names."""
        return [
            "portal:home",
            "reports:map",
            "portal:publication",
            "portal:emergency",
            "portal:privacy",
            "portal:accessibility",
            "portal:data",
        ]

    def location(self, item):
        """The address of a name."""
        return reverse(item)


class Areas(OurSitemap):
    """Pages of hromadas and what lies in them."""

    def items(self):
        """The areas, each after those above it."""
        served = (AreaKind.HROMADA, AreaKind.CITY_DISTRICT, AreaKind.NEIGHBOURHOOD)
        return Area.objects.filter(kind__in=served).only("slug", "path")


SITEMAPS = {"pages": Pages, "areas": Areas}

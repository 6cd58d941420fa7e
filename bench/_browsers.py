"""Browsers that a benchmark acts for: where they look, what they send, drafts that wait to be sent."""

from urllib.parse import urlencode

TOKEN = "b" * 32  # of the form and of the browser's cookie, which must be equal
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def address_of(number):
    """Return the header by which the server, behind one proxy, takes a browser for another household than the rest."""
    return {"X-Forwarded-For": f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"}


def box_of(choose, centres, zoom, *, size=1.0):
    """A rectangle of about 1280 by 800 pixels near a town (the larger ones more often)."""
    lon, lat = centres[int(choose.random() ** 2 * len(centres))]
    wide, high = size * 1280 / 256 * 360 / 2**zoom, size * 800 / 256 * 360 / 2**zoom * 0.65
    lon, lat = lon + choose.uniform(-0.3, 0.3) * wide, lat + choose.uniform(-0.3, 0.3) * high
    return max(lon - wide / 2, -179.9), max(lat - high / 2, -80), min(lon + wide / 2, 179.9), min(lat + high / 2, 80)


def map_address(box, zoom, words, page="/map/data/"):
    """The address of the map's data, or of another part of it, for a rectangle, zoom and filters."""
    return f"{page}?" + urlencode({"bbox": ",".join(f"{value:.5f}" for value in box), "zoom": zoom} | words)


def cookies(**values):
    """Return the header of a browser with these cookies, by the names of their settings, and with that of `TOKEN`."""
    from django.conf import settings

    named = {settings.CSRF_COOKIE_NAME: TOKEN} | {getattr(settings, name): value for name, value in values.items()}
    return {"Cookie": "; ".join(f"{name}={value}" for name, value in named.items())}


def human_form(**fields):
    """Return the body of a form that is open to strangers, opened a moment ago."""
    from apps.core.forms import HumanForm

    return urlencode({"opened_at": HumanForm.opening_moment(), "csrfmiddlewaretoken": TOKEN, **fields})


def drafts(count, area):
    """Return the tokens of so many complete drafts that wait to be sent, in an area with a police unit."""
    from django.core.management import call_command

    from apps.reports.models import Category
    from tests.factories.accounts import OrganisationFactory
    from tests.factories.reports import open_complete_drafts

    call_command("createcachetable", verbosity=0)
    unit = OrganisationFactory(email="unit@example.org")
    unit.areas.add(area)
    return open_complete_drafts(count, area=area, category=Category.objects.exclude(parent=None).first())

"""The whole invented town at once: its map, its people, its history."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from apps.portal.demo.deliveries import make_demo_deliveries
from apps.portal.demo.featured import make_featured_reports
from apps.portal.demo.followed import make_followed_reports
from apps.portal.demo.following import make_demo_following
from apps.portal.demo.geography.load import load_town
from apps.portal.demo.leaving import make_demo_handover
from apps.portal.demo.named_views import make_demo_named_views
from apps.portal.demo.people import make_demo_people
from apps.portal.demo.referred import make_referred_reports
from apps.portal.demo.reports import MONTHS, make_demo_reports
from apps.portal.demo.routing import make_demo_routing
from apps.portal.demo.templates import make_demo_templates

RESIDENTS = ("olena", "nadiia", "andrii", "sofiia")


@transaction.atomic
def make_demo_town(*, reports=700, say=lambda words: None):
    """Make Vyshnehrad in an empty database, or nothing at all when something fails. `say` is told what is being made.

    Raises NotTheDemo outside the demo.
    """
    since = timezone.localdate() - timedelta(days=(MONTHS + 6) * 30)
    say("areas, streets and addresses")
    hromada = load_town()
    say("people")
    people = make_demo_people(hromada, since=since)
    make_demo_routing(hromada, people)
    say(f"{reports} reports of eighteen months")
    make_demo_reports(hromada, [people[key] for key in RESIDENTS], count=reports, untouched=14)
    make_featured_reports(hromada, people)
    make_demo_handover(hromada, people, since=since)
    make_demo_templates(hromada, people)
    make_demo_named_views(hromada, people)
    make_followed_reports(hromada, people)
    make_referred_reports(hromada, people)
    make_demo_following(hromada, people)
    make_demo_deliveries()
    return hromada

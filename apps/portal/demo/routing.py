"""To whom the demo's new reports go, beside the bodies that their kinds name."""

from datetime import time

from apps.accounts.models import Organisation
from apps.areas.models import Area
from apps.portal.demo.people import ORGANISATIONS
from apps.reports.categories import create_categories
from apps.reports.models import RoutingRule
from apps.reports.services.routing import save_rule


def make_demo_routing(hromada, people):
    """Send what the road and the yard lack to their departments, noise of free days to the officer who works then."""
    kinds = create_categories()  # nobody has reported yet
    units = {key: Organisation.objects.get(name_uk=ORGANISATIONS[key][2]) for key in ("roads", "housing")}
    noise = {"area": Area.objects.get(slug="zarichchia"), "category": kinds["noise"], "officer": people["hnatiuk"]}
    for facts in (
        {"area": hromada, "category": kinds["road-hazard"], "organisation": units["roads"]},
        {"area": hromada, "category": kinds["rubbish"], "organisation": units["housing"]},
        noise | {"days": RoutingRule.Days.OFF, "starts": time(16), "ends": time(0)},
    ):
        save_rule(RoutingRule(**facts), by=people["admin"])

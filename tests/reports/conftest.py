"""What tests of the desk stand on."""

import pytest
from django.contrib.gis.geos import Point

from apps.reports.enums import Nature
from tests.factories.areas import SnapPointFactory
from tests.factories.reports import CategoryFactory, make_report


@pytest.fixture
def report(areas, olena):
    """Olena's report in Zarichchia, with a public place nearby."""
    return make_report(
        areas.zarichchia,
        reporter=olena,
        point=Point(30.0105, 50.0105, srid=4326),
        place="Mlynova St 8",
        snap_point=SnapPointFactory(area=areas.zarichchia),
    )


@pytest.fixture
def desk(client_for, iryna):
    """Iryna at her desk, in English."""
    client = client_for(iryna)
    client.cookies["language"] = "en"
    return client


@pytest.fixture
def crime(areas, olena):
    """Olena's report of a crime, whose number in the police register is due."""
    return make_report(areas.zarichchia, reporter=olena, category=CategoryFactory(nature=Nature.CRIME))

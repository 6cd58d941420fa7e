"""Circles on the map, after they were drawn."""

import pytest
from django.urls import reverse

from apps.notifications.enums import Pace
from apps.notifications.handlers.followers import followers_of
from apps.notifications.links import following_path
from apps.notifications.models import Subscription
from apps.notifications.services.subscriptions import ask_to_follow, confirm, follow
from apps.reports.enums import ReportEvent
from tests.factories.areas import GazetteerEntryFactory
from tests.factories.notifications import EventFactory
from tests.factories.reports import CategoryFactory

pytestmark = pytest.mark.django_db

FAR = (30.035, 50.015)


@pytest.fixture
def circle(taras):
    """A circle of Taras's in the east of the town, told once a week."""
    return follow(taras, centre=FAR, radius=500, name="home", pace=Pace.WEEKLY)


@pytest.fixture
def annas(areas):
    """A circle of an address without an account, and the page of what it follows."""
    ask_to_follow("anna@example.org", language="en", centre=FAR, radius=500)
    found = Subscription.objects.get(subscriber__person=None)
    confirm(found)
    return found, following_path(found.subscriber_id)


def shape(circle):
    """Where a circle is, how wide and how it is called."""
    circle.refresh_from_db()
    return circle.centre.coords, circle.radius, circle.name


def ask(client, circle, **data):
    """Send the form of a circle."""
    return client.post(reverse("notifications:circle", args=[circle.pk]), {"radius": "500", "name": "home"} | data)


def test_a_circle_that_was_moved_tells_of_where_it_is_now(client_for, taras, circle, released):
    event = EventFactory(
        name=ReportEvent.PUBLISHED, subject_type="reports.report", subject_id=released.pk, audience="public"
    )
    assert followers_of(event) == []

    answer = ask(client_for(taras), circle, lon="30.0101234", lat="50.0099", radius="300")

    assert answer.headers["Location"] == reverse("notifications:following")
    assert shape(circle) == ((30.01, 50.01), 300, "home")
    assert [recipient.subscription_id for recipient in followers_of(event)] == [circle.pk]
    assert circle.pace == Pace.WEEKLY


def test_a_circle_without_a_new_middle_stays_where_it_is(client_for, taras, circle):
    ask(client_for(taras), circle, radius="3000", name="")

    assert shape(circle) == (FAR, 3000, "")


def test_a_circle_is_moved_by_the_name_of_a_place_and_called_after_it(client_for, taras, circle, areas):
    entry = GazetteerEntryFactory(area=areas.zarichchia, name_uk="Млинова вулиця", name_en="Mlynova Street")

    ask(client_for(taras), circle, place="Млинова", name="")

    centre = tuple(round(degrees, 3) for degrees in entry.point.coords)
    assert shape(circle) == (centre, 500, "Млинова вулиця")


@pytest.mark.parametrize(
    "data",
    [{"radius": "299"}, {"radius": "3001"}, {"radius": ""}, {"place": "nowhere at all"}, {"lon": "x", "lat": "1"}],
)
def test_a_circle_that_cannot_be_keeps_its_shape_and_what_was_typed(client_for, taras, circle, areas, data):
    answer = ask(client_for(taras), circle, name="work", **data)

    assert answer.status_code == 422
    assert 'value="work"' in answer.content.decode()
    assert shape(circle) == (FAR, 500, "home")


def test_topics_of_a_circle_are_changed(client_for, taras, circle):
    lights, noise = CategoryFactory(parent=None), CategoryFactory(parent=None)
    circle.topics.add(lights)

    ask(client_for(taras), circle, topics=[noise.pk])

    assert list(circle.topics.all()) == [noise]


def test_nobody_elses_circle_is_found(client_for, olena, circle, annas):
    client = client_for(olena)
    for found in (circle, annas[0]):
        assert client.get(reverse("notifications:circle", args=[found.pk])).status_code == 404
        assert ask(client, found, radius="300").status_code == 404
    assert shape(circle) == (FAR, 500, "home")


def test_what_is_no_circle_has_no_shape(client_for, taras, areas):
    area = follow(taras, area=areas.zarichchia)

    assert ask(client_for(taras), area).status_code == 404


def test_a_link_from_mail_moves_the_circle_of_its_address_alone(client, annas, circle):
    own, page = annas

    assert client.get(f"{page}circle/{circle.pk}/").status_code == 404
    answer = client.post(f"{page}circle/{own.pk}/", {"lon": "30.01", "lat": "50.01", "radius": "2000"})

    assert answer.headers["Location"] == page
    assert shape(own) == ((30.01, 50.01), 2000, "")
    assert f"{page}circle/{own.pk}/" in client.get(page).content.decode()


def test_a_circle_that_was_not_confirmed_is_not_found(client, annas):
    own, page = annas
    Subscription.objects.filter(pk=own.pk).update(confirmed_at=None)

    assert client.get(f"{page}circle/{own.pk}/").status_code == 404

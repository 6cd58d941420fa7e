"""Who follows what, and who hears of what became public."""

import smtplib
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from apps.events.models import Event
from apps.notifications.enums import Follows, Pace, Reason, State, SubscriptionEvent
from apps.notifications.handlers import handler_for
from apps.notifications.links import confirm_path, following_path, links_of
from apps.notifications.models import Delivery, Subscriber, Subscription, SuppressedAddress
from apps.notifications.services import outbox, subscriptions
from apps.notifications.services.subscriptions import TooManyCircles, ask_to_follow, follow
from apps.reports.enums import Nature, ReportEvent, Sensitivity
from apps.reports.models import Report
from apps.reports.services.release import release_report, withdraw_release
from apps.reports.services.schedules import announce_published
from apps.reports.services.triage import resolve_report
from tests.factories.notifications import DeliveryFactory, mails
from tests.factories.reports import CategoryFactory, make_report

pytestmark = pytest.mark.django_db

HERE = (30.01, 50.01)


def told_of(report, name=ReportEvent.PUBLISHED):
    """Who follows and hears of an event of this name."""
    event = Event(name=name, subject_type="reports.report", subject_id=report.pk, audience="public")
    found = handler_for(name).recipients(event)
    return [recipient.person_id for recipient in found if recipient.reason == Reason.FOLLOWER]


def test_what_becomes_public_is_announced_once(released):
    assert [announce_published(), announce_published()] == [1, 0]


def test_a_crime_is_announced_when_its_batch_is_public(areas, police, iryna):
    report = make_report(areas.zarichchia, category=CategoryFactory(nature=Nature.CRIME))
    release_report(report, by=iryna, title_en="A bicycle was stolen")
    assert announce_published() == 0

    Report.objects.filter(pk=report.pk).update(published_at=timezone.now() - timedelta(minutes=1))
    assert announce_published() == 1


@pytest.mark.parametrize("area", ["zarichchia", "hromada", "country"])
def test_whoever_follows_the_area_or_one_above_hears_of_it(released, areas, taras, area):
    follow(taras, area=getattr(areas, area))

    assert told_of(released) == [taras.pk]


def test_whoever_follows_another_area_does_not_hear_of_it(released, areas, taras):
    follow(taras, area=areas.stare_misto)

    assert told_of(released) == []


@pytest.mark.parametrize(("east", "hears"), [(0.0, True), (0.005, True), (0.009, False)])
def test_a_circle_reaches_as_far_as_its_radius(released, taras, east, hears):
    follow(taras, centre=(HERE[0] + east, HERE[1]), radius=500, name="home")  # 0.005° is 358 m here, 0.009° 644 m

    assert told_of(released) == ([taras.pk] if hears else [])


def test_a_circle_holds_nothing_that_was_released_without_its_place(released, taras, iryna):
    follow(taras, centre=HERE, radius=500)
    release_report(released, by=iryna, title_en="Lamps are out", with_place=False)

    assert told_of(released) == []


def test_topics_narrow_what_is_heard(released, areas, taras):
    follow(taras, area=areas.zarichchia, topics=[CategoryFactory(parent=None)])
    assert told_of(released) == []

    follow(taras, area=areas.zarichchia, topics=[released.category.parent])
    assert told_of(released) == [taras.pk]


@pytest.mark.parametrize("sensitivity", [Sensitivity.OPEN, Sensitivity.SEALED])
def test_nobody_hears_of_what_was_not_released(areas, police, taras, sensitivity):
    follow(taras, area=areas.zarichchia)
    report = make_report(areas.zarichchia, category=CategoryFactory(sensitivity=sensitivity))

    assert told_of(report) == told_of(report, ReportEvent.RESOLVED) == []


def test_the_closest_of_several_subscriptions_says_why(released, areas, taras, smtp):
    follow(taras, area=areas.zarichchia)
    nearest = follow(taras, report=released)
    announce_published()
    outbox.fan_out()

    mail = Delivery.objects.get(channel="email", person=taras)
    assert (mail.reason, mail.subscription) == (Reason.FOLLOWER, nearest)


def test_a_release_withdrawn_while_mail_waits_is_not_sent(released, areas, taras, bohdan, smtp):
    follow(taras, area=areas.zarichchia)
    announce_published()
    outbox.fan_out()
    withdraw_release(released, by=bohdan)

    outbox.deliver_due()

    assert [mail for mail in smtp.accepted if "taras@example.org" in mail.to] == []


def test_a_follower_reads_the_released_words_and_nothing_else(released, areas, taras, iryna, smtp):
    taras.language = "en"
    taras.save()
    follow(taras, area=areas.zarichchia)
    resolve_report(released, by=iryna, outcome="Somebody called the electricians.")
    outbox.fan_out()
    outbox.deliver_due()

    (mail,) = [mail for mail in smtp.accepted if "taras@example.org" in mail.to]
    assert mail.subject == "Solved: Lamps are out"
    assert "You get this because you follow Zarichchia." in mail.body
    assert "electricians" not in mail.body + mail.alternatives[0].content


def test_the_centre_of_a_circle_is_kept_roughly(taras):
    circle = follow(taras, centre=(30.0123456, 50.0198765), radius=300)

    circle.refresh_from_db()
    assert circle.centre.coords == (30.012, 50.02)


def test_a_sixth_circle_is_refused(taras):
    for _ in range(5):
        follow(taras, centre=HERE, radius=300)

    with pytest.raises(TooManyCircles):
        follow(taras, centre=HERE, radius=300)


# -- without an account ------------------------------------------------------------------------------------------------


def asked(areas, email="anna@example.org"):
    ask_to_follow(email, language="en", area=areas.zarichchia)
    return Subscription.objects.filter(subscriber__person=None).last()


def test_an_address_hears_nothing_until_it_has_confirmed(released, areas, smtp):
    subscription = asked(areas)
    announce_published()
    outbox.fan_out()
    outbox.deliver_due()
    assert [mail.subject for mail in smtp.accepted] == ["Do you want mail about Zarichchia?"]

    subscriptions.confirm(subscription)
    Event.objects.filter(name=ReportEvent.PUBLISHED).update(fanned_out_at=None)
    outbox.fan_out()
    outbox.deliver_due()
    assert smtp.accepted[-1].subject == "New: Lamps are out"


def test_an_address_is_stored_encrypted(areas):
    asked(areas)

    subscriber = Subscriber.objects.get()
    assert subscriber.email == "anna@example.org"
    assert b"anna" not in bytes(subscriber.sealed_email)


def test_a_stranger_cannot_fill_a_mailbox(areas):
    for area in (areas.zarichchia, areas.stare_misto, areas.hromada, areas.raion, areas.oblast):
        ask_to_follow("anna@example.org", language="en", area=area)

    assert Event.objects.filter(name=SubscriptionEvent.ASKED).count() == 3


def test_asking_again_for_the_same_sends_one_mail_a_day(areas):
    for _ in range(5):
        asked(areas)

    assert Event.objects.filter(name=SubscriptionEvent.ASKED).count() == 1


def test_what_nobody_confirms_is_forgotten_with_its_address(areas):
    asked(areas)

    assert subscriptions.expire_unconfirmed(timezone.now() + timedelta(days=3, minutes=1)) == 1
    assert not Subscriber.objects.exists()


def test_the_last_thing_stopped_takes_the_address_along(areas):
    subscription = asked(areas)
    subscriptions.confirm(subscription)

    subscriptions.unfollow(subscription)

    assert not Subscriber.objects.exists()


# -- pages -------------------------------------------------------------------------------------------------------------


def test_an_area_is_followed_by_mail_confirmed_and_stopped_without_an_account(
    client, human, released, areas, settings, mailoutbox
):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    client.cookies["language"] = "en"
    answer = client.post(
        f"/follow/?area={areas.zarichchia.slug}", human | {"email": "anna@example.org", "pace": "at_once"}
    )
    assert "a mail is on its way" in answer.content.decode()
    outbox.fan_out()
    outbox.deliver_due()

    (confirming,) = mailoutbox
    path = confirming.body.split("http://localhost:8000")[1].split()[0]
    assert Subscription.objects.confirmed().count() == 0  # looking is not confirming
    assert client.get(path).status_code == 200
    assert Subscription.objects.confirmed().count() == 0
    following = client.post(path).url
    assert "Zarichchia" in client.get(following).content.decode()

    announce_published()
    outbox.fan_out()
    outbox.deliver_due()
    mail = mailoutbox[-1]
    assert mail.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    link = mail.extra_headers["List-Unsubscribe"].strip("<>").removeprefix("http://localhost:8000")
    strict = type(client)(enforce_csrf_checks=True)
    assert strict.get(link).status_code == 200
    assert Subscription.objects.exists()
    assert strict.post(link, {"List-Unsubscribe": "One-Click"}).status_code == 204
    assert not Subscription.objects.exists()


def test_a_link_that_was_used_helps_on(client, released, areas, smtp):
    client.cookies["language"] = "en"
    subscription = asked(areas)
    first, again = (client.post(confirm_path(subscription.pk)), client.get(confirm_path(subscription.pk)))
    assert first.url == again.url == following_path(subscription.subscriber_id)
    announce_published()
    outbox.fan_out()
    outbox.deliver_due()
    link = links_of(Delivery.objects.get(reason=Reason.FOLLOWER)).stop.removeprefix("http://localhost:8000")

    question = client.get(link).content.decode()
    assert "It is about Zarichchia." in question
    assert following_path(subscription.subscriber_id) in question
    stopped = client.post(link).content.decode()
    assert "No more mail comes about Zarichchia." in stopped
    assert f"/follow/?area={areas.zarichchia.slug}" in stopped
    assert "Stop it" not in client.get(link).content.decode()

    answer = client.get(confirm_path(subscription.pk))
    assert answer.status_code == 404
    assert reverse("notifications:follow") in answer.content.decode()


def test_a_person_who_stops_mail_reads_on_in_the_inbox(client_for, taras, released, areas):
    follow(taras, area=areas.zarichchia)
    announce_published()
    outbox.fan_out()
    link = links_of(mails().get(reason=Reason.FOLLOWER)).stop.removeprefix("http://localhost:8000")
    client = client_for(taras, factor=False)
    client.cookies["language"] = "en"

    for answer in (client.post(link), client.get(link)):  # a used link says the same
        page = answer.content.decode()
        assert "News stands in your inbox as before." in page
        assert "Stop it" not in page


def test_a_person_follows_and_stops(client_for, taras, released):
    client = client_for(taras, factor=False)

    client.post(f"/follow/?report={released.reference}")
    subscription = Subscription.objects.get(subscriber__person=taras)
    assert subscription.kind == Follows.REPORT
    assert released.public_title in client.get("/following/").content.decode()

    client.post(f"/following/{subscription.pk}/", {"action": "pace", "pace": "weekly"})
    subscription.refresh_from_db()
    assert subscription.pace == Pace.WEEKLY

    client.post(f"/following/{subscription.pk}/", {"action": "stop"})
    assert not Subscription.objects.exists()


def test_a_subscription_of_somebody_else_is_not_found(client_for, taras, olena, areas):
    subscription = follow(taras, area=areas.zarichchia)

    assert client_for(olena, factor=False).post(f"/following/{subscription.pk}/", {"action": "stop"}).status_code == 404


def test_a_circle_whose_place_is_not_found_keeps_what_was_typed(client_for, taras):
    answer = client_for(taras, factor=False).post(
        "/follow/", {"place": "Nowhere 5", "radius": "1000", "name": "school"}
    )

    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="Nowhere 5"' in page
    assert 'value="school"' in page


def test_the_page_of_what_is_followed_costs_the_same_for_one_and_for_thirty(client_for, taras, areas, iryna, police):
    client = client_for(taras, factor=False)

    def queries():
        with CaptureQueriesContext(connection) as found:
            client.get("/following/")
        return len(found)

    def follow_reports(count):
        for _ in range(count):
            report = make_report(areas.zarichchia)
            release_report(report, by=iryna, title_en="Lamps are out")
            follow(taras, report=report)

    follow_reports(1)
    queries()
    one = queries()
    follow_reports(29)
    assert queries() == one


# -- dead addresses ----------------------------------------------------------------------------------------------------


def test_an_unknown_address_is_written_to_once(olena, smtp, bohdan):
    first = DeliveryFactory(person=olena)
    smtp.script = [smtplib.SMTPRecipientsRefused({"olena@example.org": (550, b"5.1.1 no such user")})]
    assert outbox.deliver_due() == {State.DEAD: 1}
    DeliveryFactory(person=olena)
    assert outbox.deliver_due() == {State.DROPPED: 1}

    outbox.replay(Delivery.objects.filter(pk=first.pk), by=bohdan)  # somebody says that it is mended
    assert outbox.deliver_due() == {State.SENT: 1}


@pytest.mark.parametrize(
    "words", [b"5.7.1 blocked by policy", b"5.2.2 mailbox full", b"5.1.8 your domain is unknown", b"no"]
)
def test_a_refusal_of_another_kind_suppresses_nobody(olena, smtp, words):
    DeliveryFactory(person=olena)
    smtp.script = [smtplib.SMTPRecipientsRefused({"olena@example.org": (550, words)})]
    outbox.deliver_due()

    assert not SuppressedAddress.objects.exists()

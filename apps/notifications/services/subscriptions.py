"""The only writers of who follows what, and of what stops."""

from datetime import timedelta

from django.contrib.gis.geos import Point
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.core.encryption import blind_index
from apps.core.errors import DomainError
from apps.events import services as events
from apps.events.enums import Audience
from apps.notifications.enums import DIGEST_PACES, Follows, Pace, Reason, SubscriptionEvent
from apps.notifications.models import Delivery, Digest, Mute, Preference, Subscriber, Subscription
from apps.notifications.models.subscriptions import MOST_CIRCLES

UNCONFIRMED_LIFE = timedelta(days=3)
MOST_UNCONFIRMED = 3  # of one address
CENTRE_DECIMALS = 3  # of a degree, about 100 m


class TooManyCircles(DomainError):
    """Five circles are followed already."""

    code = "too_many_circles"

    def __init__(self):
        super().__init__(_("You follow five circles already. Stop one of them to draw another."))


def follow(person, *, pace=Pace.AT_ONCE, **what):
    """Let a person follow a thing, or change how often they hear of it; return the subscription.

    `what` is `report=`, `area=` or `centre=` (lon, lat) with `radius=` in metres and `name=`; areas and circles take
    `topics=`. Raises TooManyCircles.
    """
    subscriber, _new = Subscriber.objects.get_or_create(person=person, defaults={"language": person.language})
    return _subscribe(subscriber, pace, confirmed=True, **what)


@transaction.atomic
def ask_to_follow(email, *, language, pace=Pace.AT_ONCE, **what):
    """Let an address without an account follow a thing once it has confirmed it; `what` is as for `follow`.

    Nothing tells the caller whether the address was known: each outcome looks the same. An address is asked about at
    most three things at a time, and about each once a day, so that nobody can fill a stranger's mailbox.
    """
    Subscriber.objects.bulk_create([Subscriber.at(email, language=language)], ignore_conflicts=True)
    subscriber = Subscriber.objects.select_for_update().get(address_hash=blind_index(email))
    known = _followed(subscriber, **what).first()
    if known is not None and known.confirmed_at is not None:
        return
    if known is None and subscriber.subscriptions.filter(confirmed_at=None).count() >= MOST_UNCONFIRMED:
        return
    try:
        subscription = _subscribe(subscriber, pace, confirmed=False, **what)
    except TooManyCircles:
        return
    if events.once(SubscriptionEvent.ASKED, subject=subscription, key=timezone.localdate().isoformat()):
        events.record(SubscriptionEvent.ASKED, subject=subscription, audience=Audience.INTERNAL)


def confirm(subscription):
    """Let a subscription count from now on."""
    Subscription.objects.filter(pk=subscription.pk, confirmed_at=None).update(confirmed_at=timezone.now())


def change_pace(subscription, pace):
    """Tell a follower more or less often; no e-mail at all is for people who have an inbox in the portal."""
    if pace == Pace.OFF and subscription.subscriber.person_id is None:
        unfollow(subscription)
    else:
        Subscription.objects.filter(pk=subscription.pk).update(pace=pace)


@transaction.atomic
def redraw(circle, *, centre, radius, name, topics):
    """Move or resize a circle, name it otherwise, or narrow it to other topics; what it told before stays told."""
    Subscription.objects.filter(pk=circle.pk).update(centre=_roughly(centre), radius=radius, name=name)
    circle.topics.set(topics)


@transaction.atomic
def unfollow(subscription):
    """End a subscription; of an address without any other one nothing is kept."""
    subscriber = subscription.subscriber
    subscription.delete()
    if subscriber.person_id is None and not subscriber.subscriptions.exists():
        subscriber.delete()


def stop(delivery):
    """Stop what a mail came from: a subscription, all of a digest, news of a report, or mail of the desk."""
    match delivery.reason:
        case Reason.FOLLOWER:
            if delivery.subscription is not None:
                change_pace(delivery.subscription, Pace.OFF)
        case Reason.DIGEST:
            for subscription in _subscriptions_of(delivery):
                change_pace(subscription, Pace.OFF)
            _stop_digests(delivery.person)
        case Reason.REPORTER:
            event = delivery.event
            Mute.objects.get_or_create(
                recipient=delivery.recipient, subject_type=event.subject_type, subject_id=event.subject_id
            )
        case Reason.ASSIGNEE | Reason.SUPERVISOR | Reason.MENTIONED:
            save_preference(delivery.person, work_pace=Pace.OFF)


def save_preference(person, **chosen):
    """Keep how a person wants to be told: fields of `Preference`."""
    Preference.objects.update_or_create(person=person, defaults=chosen)


def expire_unconfirmed(now=None):
    """Forget what nobody confirmed in three days, with addresses that follow nothing else; return how many."""
    over = (now or timezone.now()) - UNCONFIRMED_LIFE
    asked = list(Subscription.objects.filter(confirmed_at=None, created_at__lt=over).select_related("subscriber"))
    for subscription in asked:
        unfollow(subscription)
    return len(asked)


@transaction.atomic
def _subscribe(subscriber, pace, *, confirmed, **what):
    topics = what.pop("topics", ())
    Subscriber.objects.select_for_update().get(pk=subscriber.pk)  # one at a time, so that six are never five
    values = {"pace": pace} | ({"confirmed_at": timezone.now()} if confirmed else {})
    if "centre" in what:
        if subscriber.subscriptions.filter(kind=Follows.CIRCLE).count() >= MOST_CIRCLES:
            raise TooManyCircles
        centre = _roughly(what.pop("centre"))
        subscription = Subscription.objects.create(
            subscriber=subscriber, kind=Follows.CIRCLE, centre=centre, **what, **values
        )
    else:
        kind = Follows.REPORT if "report" in what else Follows.AREA
        subscription, _new = Subscription.objects.update_or_create(
            subscriber=subscriber, kind=kind, **what, defaults=values
        )
    subscription.topics.set(topics)
    return subscription


def _roughly(centre):
    return Point(*(round(degrees, CENTRE_DECIMALS) for degrees in centre), srid=4326)


def _followed(subscriber, *, report=None, area=None, **_circle):
    """The subscriptions of somebody to the same report or area; circles are always new."""
    if report is None and area is None:
        return Subscription.objects.none()
    return Subscription.objects.filter(subscriber=subscriber, report=report, area=area)


def _subscriptions_of(delivery):
    """What a recipient follows at the pace of the digest that a delivery brought, or did when it was made."""
    digest = Digest.objects.filter(pk=delivery.event.subject_id).first()
    if digest is None:
        return Subscription.objects.none()
    gathered = Delivery.objects.filter(digest=digest).values("subscription")
    rows = Subscription.objects.filter(Q(pace=digest.pace) | Q(pace__in=DIGEST_PACES, pk__in=gathered))
    rows = rows.select_related("subscriber")
    if delivery.person_id:
        return rows.filter(subscriber__person=delivery.person_id)
    return rows.filter(subscriber=delivery.recipient.partition(":")[2])


def _stop_digests(person):
    """Send a person no digest of their own reports or their work either; both stand in the inbox."""
    preference = Preference.objects.filter(person=person).first() if person else None
    if preference is None:
        return
    off = {name: Pace.OFF for name in ("reports_pace", "work_pace") if getattr(preference, name) in DIGEST_PACES}
    save_preference(person, **off)

"""Notifications on the devices of a person, by the Web Push protocol (RFC 8030, RFC 8291, RFC 8292)."""

import json
from email.utils import parseaddr
from enum import Enum, auto

import requests
from django.conf import settings
from pywebpush import WebPushException, webpush

from apps.notifications.channels.errors import NobodyThere, Refused, TryLater
from apps.notifications.models import Device
from apps.notifications.push import is_known_service, vapid

TIMEOUT = 5.0  # seconds for each answer of a push service
LIFE = 24 * 60 * 60  # seconds for which a service keeps it for a device that is off
GONE, TOO_MANY = (404, 410), 429


class _Answer(Enum):
    SENT, LATER, REFUSED, GONE = auto(), auto(), auto(), auto()


class PushChannel:
    """All devices of one person at once, over one pool of connections."""

    def __init__(self):
        self._session = requests.Session()
        self._session.max_redirects = 0  # a push service has no reason to send us elsewhere

    def send(self, delivery, message, _address):
        """Hand one message to the service of each device; a device that its service no longer knows is forgotten.

        Raises `TryLater` when none was reached and one may be later, `Refused` when none ever will, `NobodyThere` when
        no device is left. One that arrives a second time takes the place of the first, by its tag.
        """
        payload = json.dumps(
            {
                "title": message.subject,
                "body": message.second_line,
                "url": message.url.removeprefix(settings.SITE_URL),
                "tag": str(delivery.message_id),
            }
        )
        answers = {self._push(device, payload) for device in Device.objects.filter(person=delivery.person_id)}
        if _Answer.SENT in answers:
            return
        if _Answer.LATER in answers:
            raise TryLater("push later")
        if _Answer.REFUSED in answers:
            raise Refused("push refused")
        raise NobodyThere("no device")

    def close(self):
        """Let go of the connections."""
        self._session.close()

    def _push(self, device, payload):
        subscription = device.subscription
        if not is_known_service(subscription["endpoint"]):
            device.delete()
            return _Answer.GONE
        try:
            webpush(
                subscription,
                payload,
                vapid_private_key=vapid(),
                vapid_claims={"sub": f"mailto:{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}"},
                ttl=LIFE,
                timeout=TIMEOUT,
                requests_session=self._session,
            )
        except WebPushException as error:
            return self._refused(device, error.response.status_code if error.response is not None else 0)
        except requests.TooManyRedirects:
            return _Answer.REFUSED
        except requests.RequestException:
            return _Answer.LATER
        return _Answer.SENT

    @staticmethod
    def _refused(device, status):
        if status in GONE:
            device.delete()
            return _Answer.GONE
        return _Answer.REFUSED if 400 <= status < 500 and status != TOO_MANY else _Answer.LATER

"""Notifications on devices, through a push service that decrypts what it gets as a browser would."""

import base64
import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from types import SimpleNamespace

import http_ece
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from py_vapid import Vapid

from apps.notifications.enums import Channel, State
from apps.notifications.models import Delivery, Device
from apps.notifications.push import is_known_service
from apps.notifications.services import outbox
from apps.notifications.services.devices import UnknownPushService, add_device
from apps.notifications.services.subscriptions import save_preference
from tests.factories.notifications import EventFactory

pytestmark = pytest.mark.django_db


def text(raw):
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


@pytest.fixture
def service(settings):
    """A push service on this machine: `status` is its answer, `got` what it decrypted, `tokens` who we say we are."""
    key, secret = ec.generate_private_key(ec.SECP256R1()), b"sixteen secrets!"
    state = SimpleNamespace(status=201, got=[], tokens=[], paths=[])

    class Answer(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            state.got.append(json.loads(http_ece.decrypt(body, private_key=key, auth_secret=secret)))
            state.tokens.append(self.headers["Authorization"])
            state.paths.append(self.path)
            self.send_response(state.status)
            if state.status == 307:
                self.send_header("Location", "/elsewhere")
            self.end_headers()

        def log_message(self, *_words):
            pass

    server = HTTPServer(("127.0.0.1", 0), Answer)
    state.origin = f"http://127.0.0.1:{server.server_port}"
    settings.PUSH_SERVICES = [state.origin]
    state.keys = {
        "p256dh": text(key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)),
        "auth": text(secret),
    }
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield state
    server.shutdown()
    server.server_close()


@pytest.fixture
def told(service, olena):
    """Olena's phone takes notifications about her reports, and something happened; return what becomes of it."""
    add_device(olena, name="Firefox, Android", endpoint=f"{service.origin}/phone", **service.keys)
    save_preference(olena, reports_push=True, reports_pace="off")

    def tell():
        EventFactory(data={"people": [olena.pk]})
        outbox.fan_out()
        return outbox.deliver_due()

    return tell


def test_a_device_gets_what_only_it_can_read(service, told):
    assert told() == {State.SENT: 1}

    delivery = Delivery.objects.get(channel=Channel.PUSH)
    assert service.got == [
        {
            "title": f"Event {delivery.event_id}",
            "body": "Something happened.",
            "url": "/x/",
            "tag": str(delivery.message_id),
        }
    ]
    assert Vapid.verify(service.tokens[0])


def test_push_is_off_until_chosen(service, olena):
    add_device(olena, name="Firefox", endpoint=f"{service.origin}/phone", **service.keys)
    EventFactory(data={"people": [olena.pk]})
    outbox.fan_out()

    assert not Delivery.objects.filter(channel=Channel.PUSH).exists()


def test_push_turned_off_while_it_waits_is_not_sent(service, olena, told):
    EventFactory(data={"people": [olena.pk]})
    outbox.fan_out()
    save_preference(olena, reports_push=False)

    assert outbox.deliver_due() == {State.DROPPED: 1}
    assert service.got == []


@pytest.mark.parametrize("status", [404, 410])
def test_a_device_that_its_service_forgot_is_forgotten(service, told, status):
    service.status = status

    assert told() == {State.DROPPED: 1}
    assert not Device.objects.exists()


@pytest.mark.parametrize(("status", "state"), [(429, State.PENDING), (503, State.PENDING), (400, State.DEAD)])
def test_a_refusal_is_tried_again_when_it_may_heal(service, told, status, state):
    service.status = status

    assert told() == {state: 1}
    assert Device.objects.exists()


def test_a_push_service_cannot_send_us_elsewhere(service, told):
    service.status = 307

    assert told() == {State.DEAD: 1}
    assert service.paths == ["/phone"]


def test_another_device_is_told_although_one_is_gone(service, olena, told):
    add_device(olena, name="Chrome", endpoint=f"{service.origin}/other", **service.keys)
    Device.objects.filter(name="Firefox, Android").update(endpoint_hash="x")

    assert told() == {State.SENT: 1}
    assert len(service.got) == 2


@pytest.mark.parametrize(
    ("endpoint", "known"),
    [
        ("https://fcm.googleapis.com/fcm/send/abc", True),
        ("https://updates.push.services.mozilla.com/wpush/v2/abc", True),
        ("http://fcm.googleapis.com/fcm/send/abc", False),
        ("https://fcm.googleapis.com:8443/fcm/send/abc", False),
        ("https://fcm.googleapis.com@127.0.0.1/", False),
        ("https://evil.example/?.push.services.mozilla.com", False),
        ("https://127.0.0.1/", False),
        ("http://169.254.169.254/latest/meta-data/", False),
        ("https://[::1", False),
        ("", False),
    ],
)
def test_only_known_services_are_called(endpoint, known):
    assert is_known_service(endpoint) is known


def test_an_unknown_service_is_refused_when_the_device_is_added(olena, service):
    with pytest.raises(UnknownPushService):
        add_device(olena, name="x", endpoint="https://10.0.0.1/", **service.keys)


def test_a_device_that_passes_to_another_person_leaves_the_first(service, olena, taras):
    for person in (olena, taras):
        add_device(person, name="Firefox", endpoint=f"{service.origin}/library", **service.keys)

    assert Device.objects.get().person == taras


def test_a_person_adds_and_removes_a_device(client_for, olena, service):
    client = client_for(olena, factor=False)
    given = {"name": "Firefox, Linux", "endpoint": f"{service.origin}/phone", **service.keys}

    assert client.post("/following/devices/", given).status_code == 200
    assert "Firefox, Linux" in client.get("/following/preferences/").content.decode()
    client.post(f"/following/devices/{Device.objects.get().pk}/remove/")
    assert not Device.objects.exists()


def test_a_shared_computer_takes_no_notifications(client_for, olena, service):
    client = client_for(olena, factor=False)
    client.cookies["language"] = "en"
    assert "data-push" in client.get("/following/preferences/").content.decode()
    client.post("/receipt/", {"code": "", "shared": "on"})
    given = {"name": "Firefox, Linux", "endpoint": f"{service.origin}/library", **service.keys}
    answer = client.post("/following/devices/", given)

    assert (answer.status_code, Device.objects.exists()) == (409, False)
    assert answer.json()["detail"].startswith("On a shared computer notifications stay off")
    page = client.get("/following/preferences/").content.decode()
    assert "On a shared computer notifications stay off" in page
    assert "data-push" not in page


def added(client, service):
    client.post("/following/devices/", {"name": "Firefox", "endpoint": f"{service.origin}/library", **service.keys})


@pytest.mark.parametrize("who", ["the same", "signed out", "somebody else"])
def test_saying_that_a_computer_is_shared_ends_the_notifications_from_before(client_for, olena, taras, service, who):
    here = client_for(olena, factor=False)
    added(here, service)
    added_elsewhere = add_device(olena, name="Phone", endpoint=f"{service.origin}/phone", **service.keys)
    if who != "the same":
        here.post("/accounts/sign-out/")
    if who == "somebody else":
        here.force_login(taras, backend="django.contrib.auth.backends.ModelBackend")

    answer = here.post("/receipt/", {"code": "", "shared": "on"})

    assert list(Device.objects.all()) == [added_elsewhere]
    assert (answer.cookies["device"]["max-age"], answer["Clear-Site-Data"]) == (0, '"storage"')
    assert "Clear-Site-Data" not in here.get("/receipt/")


def test_the_cookie_of_a_device_that_we_did_not_write_removes_nothing(client, olena, service):
    device = add_device(olena, name="Phone", endpoint=f"{service.origin}/phone", **service.keys)
    client.cookies["device"] = f"{device.pk}:{'x' * 43}"

    client.post("/receipt/", {"code": "", "shared": "on"})

    assert Device.objects.exists()


def test_notifications_of_a_device_that_one_person_uses_outlast_the_sign_out(client_for, olena, service):
    here = client_for(olena, factor=False)
    added(here, service)

    here.post("/accounts/sign-out/")

    assert Device.objects.exists()


def test_a_device_of_somebody_else_is_not_found(client_for, olena, taras, service):
    add_device(olena, name="Firefox", endpoint=f"{service.origin}/phone", **service.keys)

    client = client_for(taras, factor=False)
    assert client.post(f"/following/devices/{Device.objects.get().pk}/remove/").status_code == 404


def test_the_address_of_a_device_is_stored_encrypted(olena, service):
    add_device(olena, name="Firefox", endpoint=f"{service.origin}/phone", **service.keys)

    assert b"127.0.0.1" not in bytes(Device.objects.get().sealed_subscription)


def test_the_worker_is_served_from_the_root(client):
    answer = client.get("/service-worker.js")

    assert (answer.status_code, answer["Content-Type"]) == (200, "text/javascript; charset=utf-8")

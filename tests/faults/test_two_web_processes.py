"""Two web processes behind the Caddyfile of production are one portal, and either may end at any time."""

import contextlib
import http.cookiejar
import json
import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

from apps.reports.map.snapshot.build import build
from apps.reports.services.release import release_report, withdraw_release
from tests.factories.areas import SnapPointFactory
from tests.factories.reports import make_report
from tests.faults.conftest import CHECKOUT, database_url

GRANIAN = ("--interface", "wsgi", "--host", "127.0.0.1", "--workers", "1", "--blocking-threads", "1")
PASSWORD = "a password of Olena's own"
MAP = "/map/data/?bbox=29.9,49.9,30.1,50.1&zoom=16&period=all"


class Browser:
    """Keeps cookies, as a browser does for all ports of one machine."""

    def __init__(self):
        self.opener = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()), urllib.request.ProxyHandler({})
        )

    def ask(self, address, data=None, seconds=20, **headers):
        """Return (status, headers, text) of an answer."""
        sent = urllib.parse.urlencode(data).encode() if data else None
        request = urllib.request.Request(address, sent, {name.replace("_", "-"): to for name, to in headers.items()})
        try:
            with self.opener.open(request, timeout=seconds) as answer:
                return answer.status, answer.headers, answer.read().decode()
        except urllib.error.HTTPError as answer:
            with answer:
                return answer.code, answer.headers, answer.read().decode()


def caddyfile(ports, without):
    """The Caddyfile of production with these web processes, telling in a header which of them answered.

    `without` names a line of it that is taken away.
    """
    text = (Path(settings.BASE_DIR) / "Caddyfile").read_text()
    upstreams = " ".join(f"127.0.0.1:{port}" for port in ports)
    text, found = re.subn(
        r"dynamic a \{.*?\}",
        f"to {upstreams}\n\t\theader_down X-By {{http.reverse_proxy.upstream.port}}",
        text,
        flags=re.S,
    )
    text, begun = re.subn(r"^\{\n", "{\n\tadmin off\n", text, flags=re.M)
    assert (found, begun) == (1, 1)
    text = re.sub(rf"^\s*{without} .*\n", "", text, flags=re.M) if without else text
    # Debian 12 has Caddy 2.6.2, which says in two lines what newer ones say in one.
    is_old = subprocess.check_output(["caddy", "version"], text=True).strip().lstrip("v").startswith("2.6.2")
    return re.sub(r"request_buffers (\S+)", r"buffer_requests\n\t\tmax_buffer_size \1", text) if is_old else text


def free_ports(count):
    """Ports that nobody listens on."""
    with contextlib.ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in sockets]


class WebProcesses:
    """Two web processes and the place of the proxy before them; for use in a `with` block."""

    def __init__(self, folder):
        self.folder = folder
        *self.ports, front = free_ports(3)
        self.proxy = f"http://localhost:{front}"
        self.direct = [f"http://localhost:{port}" for port in self.ports]
        self.environment = os.environ | {
            "DATABASE_URL": database_url(),
            "EMAIL_URL": "consolemail://",
            "SITE_URL": self.proxy,
            "TRUSTED_PROXIES": "1",
            "DATA_DIR": str(folder),
        }
        self._running = {}

    def __enter__(self):
        return self

    def __exit__(self, *_error):
        for process in self._running.values():
            process.terminate()  # its worker ends with it; a kill would leave it
        for process in self._running.values():
            process.wait()

    def begin(self):
        """Begin those that do not run."""
        command = [sys.executable, "-m", "granian", *GRANIAN, "--log-level", "warning", "copportal.wsgi:application"]
        for port in self.ports:
            if port not in self._running:
                self._running[port] = subprocess.Popen(
                    [*command, "--port", str(port)], cwd=CHECKOUT, env=self.environment, stdin=subprocess.DEVNULL
                )

    @contextlib.contextmanager
    def end_one(self):
        """Tell the first to end, and at the end of the block wait until it has."""
        process = self._running.pop(self.ports[0])
        process.terminate()
        try:
            yield
        finally:
            process.wait(timeout=30)


@pytest.fixture(scope="module")
def web_processes(django_db_setup, tmp_path_factory):
    """Web processes for all tests of this file: to start one takes longer than most of these."""
    with WebProcesses(tmp_path_factory.mktemp("web")) as processes:
        yield processes


@pytest.fixture
def portal(request, transactional_db, web_processes, tmp_path, eventually):
    """Two web processes (`direct`, their addresses) and the proxy before them (`proxy`)."""
    web_processes.begin()
    path = tmp_path / "Caddyfile"
    path.write_text(caddyfile(web_processes.ports, without=getattr(request, "param", "")))
    caddy = subprocess.Popen(
        ["caddy", "run", "--config", path, "--adapter", "caddyfile"],
        env=os.environ | {"SITE_HOST": web_processes.proxy, "HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path)},
        stderr=subprocess.DEVNULL,
    )

    def answers(address):
        try:
            return Browser().ask(f"{address}/health/live/")[0] == 200
        except OSError:
            return False

    try:
        for address in (*web_processes.direct, web_processes.proxy):
            eventually(lambda address=address: answers(address))
        yield web_processes
    finally:
        caddy.kill()
        caddy.wait()


@pytest.fixture
def signed_in(portal, olena):
    """Olena's browser; the form comes from one process, the other takes it."""
    olena.set_password(PASSWORD)
    olena.save()
    browser, address = Browser(), reverse("account_login_password")
    page = browser.ask(portal.direct[0] + address)[2]
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
    data = {"csrfmiddlewaretoken": token, "login": olena.email, "password": PASSWORD}
    browser.ask(portal.direct[1] + address, data)
    return browser


def answers_through(portal, browser, address, **headers):
    """Ask through the proxy, thirty times; return the statuses, the texts and who gave them."""
    statuses, texts, by = set(), set(), set()
    for _ in range(30):
        status, said, text = browser.ask(portal.proxy + address, **headers)
        statuses.add(status)
        texts.add(re.sub(r'(nonce|value)="[^"]+"', "", text))
        by.add(said["X-By"])
    return statuses, texts, by


def test_session_is_one_at_both(portal, signed_in):
    statuses, texts, by = answers_through(portal, signed_in, reverse("accounts:home"))

    assert (statuses, len(by)) == ({200}, 2)
    assert all("olena@example.org" in text for text in texts)


def test_map_is_one_at_both_and_a_withdrawal_reaches_both(portal, areas, iryna, eventually):
    report = make_report(areas.zarichchia, snap_point=SnapPointFactory(area=areas.zarichchia))
    release_report(report, by=iryna, title_en="Street light out")
    build()

    def names():
        return {Browser().ask(address + MAP)[1]["ETag"] for address in portal.direct}

    def totals():
        return [json.loads(Browser().ask(address + MAP)[2])["total"] for address in portal.direct]

    eventually(lambda: totals() == [1, 1])
    (name,) = names()
    statuses, texts, by = answers_through(portal, Browser(), MAP, If_None_Match=name)
    assert (statuses, texts, len(by)) == ({304}, {""}, 2)

    withdraw_release(report, by=iryna)
    eventually(lambda: totals() == [0, 0])
    (other,) = names()
    assert other != name


@pytest.mark.parametrize(
    ("portal", "wanted"),
    [("", {200}), ("lb_try_duration", {200, 502})],
    indirect=["portal"],
    ids=["as in production", "without a second try"],
)
def test_process_that_ends_takes_no_visitor_along(portal, signed_in, wanted):
    with portal.end_one():
        while_it_ends = answers_through(portal, signed_in, reverse("accounts:home"))[0]

    statuses, _texts, by = answers_through(portal, signed_in, reverse("accounts:home"))

    assert while_it_ends | statuses == wanted
    assert portal.direct[1].rpartition(":")[2] in by


@pytest.mark.parametrize(
    ("portal", "holds_up"),
    [("", False), ("request_buffers", True)],
    indirect=["portal"],
    ids=["as in production", "without a buffer"],
)
def test_uploads_over_slow_lines_hold_up_nobody(portal, holds_up, eventually):
    host, port = urllib.parse.urlsplit(portal.proxy).netloc.split(":")
    head = f"""POST /report/details/ HTTP/1.1
Host: {host}
Cookie: {settings.CSRF_COOKIE_NAME}={"a" * 32}
Content-Type: multipart/form-data; boundary=x
Content-Length: 1000000

--x
"""

    def held_up(seconds):
        try:
            return Browser().ask(f"{portal.proxy}/health/live/", seconds=seconds)[0] != 200
        except OSError:
            return True

    with contextlib.ExitStack() as stack:
        for _ in range(4):  # two for each thread: whatever else is asked meanwhile, none is spared
            line = stack.enter_context(socket.create_connection((host, int(port))))
            line.sendall(head.replace("\n", "\r\n").encode())

        if holds_up:  # as soon as they have reached the processes
            eventually(lambda: held_up(seconds=5))
        else:
            time.sleep(1)  # they would have reached the processes, where nothing stops them
            assert not held_up(seconds=20)

"""People who use the portal at the same time, in a process of their own that costs little: see `bench/hour.py`.

A visitor is a generator that yields what it asks for, an `Ask`, and is given the `Answer`. Who asks next is drawn by
the shares of their kinds; who sends a report asks for all of it at once. `site` holds what they know of the portal.
"""

import http.client
import itertools
import random
import re
import resource
import time
from collections import Counter
from queue import SimpleQueue
from typing import NamedTuple
from urllib.parse import quote, urlencode

from bench._browsers import FORM, TOKEN, address_of, box_of, map_address
from bench._server import together

CLIENTS = 64  # threads, each with a connection that is kept: as many answers may be waited for
VISITORS = {"public": 100, "follow": 70}  # at once, at the full rate; of the others: the officers, and the drafts
PHOTO_EVERY, WHOLE_EVERY = 5, 10  # one report in so many has a photo, one is written from the first question on
PATIENCE = 30  # seconds for an answer
TOLD = 20  # failures that are described
PART = {"HX-Request": "true"}
BOUNDARY = "----visitor"
WORDS = "Два ліхтарі біля сходів не горять третій тиждень."
QUEUES = ("tab=open", "tab=all", "tab=late", "tab=open&state=received", "q=" + quote("ліхтар"), "tab=open&release=on")
REFERENCE = re.compile(rb'data-reference="([^"]+)"')
VERSION = re.compile(rb'name="version" value="(\d+)"')


class Ask(NamedTuple):
    """One request, and `what` it counts as."""

    what: str
    path: str
    headers: dict = {}
    body: str | bytes | None = None


class Answer(NamedTuple):
    """What came back; status 0 when nothing did."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def leads_to(self):
        """The address of a redirect, or ""."""
        return self.headers.get("Location", "") if self.status == 302 else ""

    def cookie(self, name):
        """The value of a cookie that was set, or ""."""
        for line in self.headers.get_all("Set-Cookie", []):
            if line.startswith(f"{name}="):
                return line.partition(";")[0].removeprefix(f"{name}=")
        return ""


def reader(site, choose):
    """The first page, an area, two reports."""
    yield Ask("the first page", "/")
    yield Ask("an area", f"/areas/{choose.choice(site['towns'])}/")
    for _ in range(2):
        yield Ask("a report", choose.choice(site["reports"]))


def looker(site, choose):
    """The map as its script asks for it, four views of it, the first one once more, a report."""
    yield Ask("the map's page", "/map/")
    words = {"period": "90"}
    yield Ask("the map's history", "/map/history/")
    zoom = choose.choice((9, 11, 12, 13, 15))
    views = [(box_of(choose, site["centres"], zoom), zoom) for _ in range(4)]
    tags = []
    for box, level in views:
        answer = yield Ask("the map's data", map_address(box, level, words), {"Accept-Encoding": "gzip"})
        tags.append(answer.headers.get("ETag", ""))
        yield Ask("the map's list", map_address(box, level, words, "/map/"), PART)
        yield Ask("the map's outlines", map_address(box, level, {"area": "", "lang": "uk"}, "/map/outlines/"))
    kept = {"Accept-Encoding": "gzip", "If-None-Match": tags[0]}
    yield Ask("the map's data, kept", map_address(*views[0], words), kept)
    yield Ask("a report", choose.choice(site["reports"]))


def searcher(site, choose):
    """Words, a report, the reports of an area as a list."""
    yield Ask("a search", "/search/?q=" + quote(choose.choice(("ліхтар", "яма", "вулиця"))))
    yield Ask("a report", choose.choice(site["reports"]))
    yield Ask("a list", f"/map/?list&area={choose.choice(site['towns'])}")


def visitor(site, choose):
    """One of those who read what is public."""
    return choose.choices((reader, looker, searcher), (10, 4, 2))[0](site, choose)


def follower(site, choose):
    """A reporter who enters the secret code and looks whether there is news; every fourth writes."""
    browser = FORM | address_of(choose.randrange(1 << 24)) | {"Cookie": f"{site['csrf']}={TOKEN}"}
    answer = yield Ask("a secret code", "/receipt/", browser, f"{site['human']}&code={choose.choice(site['codes'])}")
    page = answer.leads_to
    browser["Cookie"] += f"; {site['session']}={answer.cookie(site['session'])}"
    yield Ask("one's own report", page, browser)
    if choose.random() < 0.25:
        yield Ask("a reply", f"{page}reply/", browser, urlencode({"csrfmiddlewaretoken": TOKEN, "text": WORDS}))
        yield Ask("one's own report", page, browser)
    for _ in range(3):
        yield Ask("one's own report", page, browser)


def officer(choose, cookie):
    """An officer's day: the queue, a part of it, a report, which is acknowledged if it is new, and an answer."""
    browser = FORM | {"Cookie": cookie}
    while True:
        yield Ask("the queue", "/desk/reports/", browser)
        answer = yield Ask("the queue", f"/desk/reports/?{choose.choice(QUEUES)}", browser)
        found = REFERENCE.findall(answer.body)
        if not found:
            continue
        page = f"/desk/reports/{choose.choice(found).decode()}/"
        answer = yield Ask("a report at the desk", page, browser | PART | {"HX-Target": "chosen"})
        if b"/acknowledge/" in answer.body:
            yield Ask("an acknowledgement", f"{page}acknowledge/", browser, _seen(answer))
            answer = yield Ask("a report at the desk", page, browser)
        words = urlencode({"audience": "reporter", "text": "Дякуємо, перевіримо."})
        yield Ask("an answer", f"{page}write/", browser, f"{_seen(answer)}&{words}")
        yield Ask("a report at the desk", page, browser)


def sender(site, choose, number):
    """A report: the last step of a draft that waits, before it perhaps a photo, or all the steps."""
    photo = site["photo"] if number % PHOTO_EVERY == 0 else b""
    browser = address_of(number) | {"Cookie": f"{site['csrf']}={TOKEN}"}
    if number % WHOLE_EVERY == 0:
        yield from _whole(site, choose, browser, photo)
        return
    token = site["drafts"].pop()
    browser["Cookie"] += f"; {site['draft']}={token}"
    if photo:
        yield Ask("a photo", "/report/details/", browser | _multipart(), _parts(photo, action="photos"))
    yield Ask("a report sent", "/report/check/", browser | FORM, site["human"])


def _whole(site, choose, browser, photo):
    given = {"csrfmiddlewaretoken": TOKEN, "danger": "no"}
    answer = yield Ask("a step", "/report/", browser | FORM, urlencode(given))
    browser["Cookie"] += f"; {site['draft']}={answer.cookie(site['draft'])}"
    lon, lat = choose.choice(site["places"])
    you = {"how": "contact", "email": f"visitor{choose.randrange(10**6)}@example.org"}
    answers = {
        "/report/where/": {"lon": lon, "lat": lat, "note": "біля сходів"},
        "/report/what/": {"category": site["category"]},
        "/report/details/": {"recurrence": "once", "words": WORDS},
        "/report/similar/": {},
        "/report/you/": you,
    }
    while (step := answer.leads_to) in answers:
        yield Ask("a step", step, browser)
        if step == "/report/details/" and photo:
            yield Ask("a photo", step, browser | _multipart(), _parts(photo, action="photos"))
        given = {"csrfmiddlewaretoken": TOKEN} | answers[step]
        answer = yield Ask("a step", step, browser | FORM, urlencode(given))
    yield Ask("a step", answer.leads_to or "/report/check/", browser)
    yield Ask("a report sent", "/report/check/", browser | FORM, site["human"])
    yield Ask("a step", "/report/done/", browser)


def _seen(answer):
    version = VERSION.search(answer.body)
    return urlencode({"csrfmiddlewaretoken": TOKEN, "version": version[1].decode() if version else ""})


def _multipart():
    return {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}


def _parts(photo, **fields):
    """The body of a form with a photo."""
    parts = [
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in {"csrfmiddlewaretoken": TOKEN, **fields}.items()
    ]
    head = 'Content-Disposition: form-data; name="photos"; filename="a.jpg"\r\nContent-Type: image/jpeg\r\n\r\n'
    return f"{''.join(parts)}--{BOUNDARY}\r\n{head}".encode() + photo + f"\r\n--{BOUNDARY}--\r\n".encode()


class Crowd:
    """All visitors and what came of their requests."""

    def __init__(self, site, port, *, seed):
        self.site, self.port, self.seed = site, port, seed
        choose = random.Random(seed)
        self.numbers = itertools.count(seed << 20)
        self.idle = {kind: SimpleQueue() for kind in site["shares"]}
        for kind, count in site["at_once"].items():
            for _ in range(count):
                self.idle[kind].put((self._new(kind, choose), None))
        for cookie in site["officers"]:
            self.idle["desk"].put((officer(choose, cookie), None))
        self.took, self.statuses, self.accepted = {}, Counter(), Counter()
        self.starts, self.failures = [], []

    def _new(self, kind, choose):
        return {"public": visitor, "follow": follower}[kind](self.site, choose)

    def load(self, *, rate, seconds, clients):
        """Let so many arrive a second and count milliseconds from when each was due; without `rate` as many as can.

        Return the seconds until the last of them was answered.
        """
        kinds = random.Random(self.seed).choices(*zip(*self.site["shares"].items(), strict=True), k=100_003)
        turns, began = itertools.count(), time.perf_counter() + 0.5
        time.sleep(0.5)

        def client():
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
            choose = random.Random(f"{self.seed} {next(self.numbers)}")
            while True:
                number = next(turns)
                due = began + number / rate if rate else time.perf_counter()
                if due >= began + seconds:
                    return
                time.sleep(max(0, due - time.perf_counter()))
                self.starts.append((time.perf_counter() - due) * 1000)
                self._serve(kinds[number % len(kinds)], connection, due, choose)

        together([client] * clients)
        return time.perf_counter() - began

    def _serve(self, kind, connection, due, choose):
        """Let the next visitor of a kind ask for one thing, and for what follows at once."""
        if kind == "send":
            chosen, answer = sender(self.site, choose, next(self.numbers)), None
        else:
            chosen, answer = self.idle[kind].get()
        try:
            while True:
                answer = self._exchange(connection, chosen.send(answer), due)
                if kind != "send":
                    self.idle[kind].put((chosen, answer))
                    return
                due = time.perf_counter()
        except StopIteration:
            if kind != "send":  # somebody else comes instead
                self.idle[kind].put((self._new(kind, choose), None))
                self._serve(kind, connection, due, choose)

    def _exchange(self, connection, ask, due):
        try:
            connection.request("GET" if ask.body is None else "POST", ask.path, ask.body, ask.headers)
            came = connection.getresponse()
            answer = Answer(came.status, came.headers, came.read())
        except (OSError, http.client.HTTPException) as error:
            connection.close()
            answer = Answer(0, http.client.HTTPMessage(), repr(error).encode())
        self.took.setdefault(ask.what, []).append((time.perf_counter() - due) * 1000)
        self.statuses[ask.what, answer.status] += 1
        if answer.status >= 400 or not answer.status:
            self.failures.append(f"{answer.status} {ask.what} {ask.path}: {answer.body[-300:]!r}")
        if answer.leads_to and (ask.what != "a report sent" or answer.leads_to.endswith("/done/")):
            self.accepted[ask.what] += 1
        return answer


def run(pipe, site, port):
    """In a process of its own: do the loads that come through the pipe, one after the other, until None comes."""
    seeds = itertools.count(1)
    while (load := pipe.recv()) is not None:
        crowd = Crowd(site, port, seed=next(seeds))
        before = resource.getrusage(resource.RUSAGE_SELF)
        seconds = crowd.load(**load)
        after = resource.getrusage(resource.RUSAGE_SELF)
        processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        told = {name: getattr(crowd, name) for name in ("took", "statuses", "accepted", "starts")}
        pipe.send(told | {"failures": crowd.failures[:TOLD], "seconds": seconds, "processor": processor})

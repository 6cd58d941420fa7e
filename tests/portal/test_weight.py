"""What a reader downloads before a page can be used: at most 150 KB, compressed, Leaflet and HTMX only where needed.

A page weighs what its HTML names, each style sheet, script, font and drawing once: styles with what they refer to,
modules with what they import. Photos are not counted, nor what the map fetches when it is there: its ground (what tiles
are elsewhere) and its reports, which bench/map.py holds to 8 KB.
"""

import gzip
import re
from functools import cache
from html import unescape
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import brotli
import pytest
from django.conf import settings
from django.contrib.gis.geos import Point
from django.contrib.staticfiles import finders
from django.urls import reverse

from apps.core.javascript import modules
from apps.reports.services.release import release_report
from tests.factories.reports import make_report
from tests.reports.test_desk import addresses
from tests.reports.wizard.conftest import ANSWERS, english, town, write  # noqa: F401 (fixtures)
from tests.test_access import OF_STAFF, TABLE, address_of, ask, client_of, reports  # noqa: F401 (fixtures)

pytestmark = pytest.mark.django_db

MOST = 150_000  # bytes; in Ukrainian, with both halves of the font
HTMX, HTMX_USED = "vendor/htmx/htmx.min.js", " hx-"
HTMX_SENDS = re.compile(r'hx-params="([^"]*)"')
FETCHED = re.compile(r"""<(?:link|script|img|use|source)\b[^>]*?\b(?:href|src|srcset)=["']([^"'#]+)""")
IMPORTED = re.compile(r"""\bimport\s*(?:\(\s*|[^"'()]*?\bfrom\s*|)["']([^"']+)["']""")
REFERRED = re.compile(r"""url\(["']?([^"')#]+)["']?\)""")


@cache
def weight(path):
    """The bytes of a static file as it is served: text in brotli, a font as it is."""
    content = Path(finders.find(path)).read_bytes()
    return len(content) if path.endswith((".woff2", ".png")) else len(brotli.compress(content))


@cache
def referred_by(path):
    """The static files that a style sheet refers to or a module imports."""
    if path.endswith(".css"):
        links = REFERRED.findall(Path(finders.find(path)).read_text())
        return {urljoin(path, link) for link in links if not link.startswith("data:")}
    if path.endswith(".js"):
        names = IMPORTED.findall(Path(finders.find(path)).read_text())
        return {of_address(modules()[name]) for name in names if name in modules()}
    return set()


def of_address(address):
    """The path below static/ of an address, or "" of one that is elsewhere."""
    path = urlsplit(unescape(address)).path
    return path.removeprefix(settings.STATIC_URL) if path.startswith(settings.STATIC_URL) else ""


def files_of(page):
    """The static files of a page."""
    found, left = set(), {of_address(address) for address in FETCHED.findall(page)} - {""}
    while left:
        found |= left
        left = set().union(*map(referred_by, left)) - found
    return found


@pytest.fixture
def pages(town, write, client_for, iryna, olena):  # noqa: F811
    """{address: HTML} of every page outside the desk that a stranger, a writer of a report or a resident gets."""
    own = make_report(town.areas.zarichchia, category=town.lamp, reporter=olena, snap_point=town.snap_point)
    release_report(own, by=iryna, title_en="Street light out", title_uk="Ліхтар")
    resident, writer = client_for(olena), write("nothing")
    asked = [
        (client, address_of(name, own))
        for client, actor in ((writer, "anonymous"), (resident, "olena"))
        for name, (get, _post) in TABLE.items()
        if get[actor] == 200 or name == "reports:detail"
    ]
    asked += [(writer, reverse("reports:step", args=[step])) for step in (*ANSWERS, "similar", "check")]
    asked += [(writer, reverse("reports:map") + "?list"), (writer, reverse("notifications:follow") + "?kind=circle")]
    found = {}
    for client, address in asked:
        client.cookies["language"] = "uk"
        answer = client.get(address)
        if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
            found[address] = answer.text
        elif answer.streaming:
            list(answer)  # a file is closed at its end
    return found


def test_pages_outside_the_desk_are_light_and_load_what_they_use_alone(pages):
    """All of one walk, which takes seconds: Leaflet is for maps, HTMX for the page whose list follows the typing."""
    files = {address: files_of(page) for address, page in pages.items()}
    total = {
        address: len(gzip.compress(page.encode())) + sum(map(weight, files[address])) for address, page in pages.items()
    }
    with_leaflet = {address for address, found in files.items() if "leaflet/leaflet.js" in found}

    assert {address: bytes_ for address, bytes_ in total.items() if bytes_ > MOST} == {}
    assert with_leaflet == {address for address, found in files.items() if "js/map/base.js" in found}
    assert {"/", "/map/", "/report/where/"} <= with_leaflet
    assert "/map/?list" in set(files) - with_leaflet
    assert {address for address, page in pages.items() if HTMX_USED in page} == {"/report/what/"}
    assert {address for address, found in files.items() if HTMX in found} == {"/report/what/"}


def test_the_queue_and_the_page_that_takes_down_are_used_before_leaflet_is_there(client_for, areas, iryna):
    for _ in range(50):
        make_report(areas.zarichchia, point=Point(30.01, 50.01, srid=4326))
    browser = client_for(iryna)
    queue = reverse("reports_staff:queue")
    for address in (queue, f"{queue}?map=1", reverse("reports_staff:new")):
        page = browser.get(address).text
        files = files_of(page)

        assert "leaflet/leaflet.js" not in files, address
        assert 'data-leaflet="/static/leaflet/leaflet.js"' in page
        assert (HTMX in files) == (HTMX_USED in page) == (address != reverse("reports_staff:new")), address
        assert len(gzip.compress(page.encode())) + sum(map(weight, files)) < MOST, address


def test_pages_of_the_desk_load_htmx_where_they_use_it_alone(client_of, reports, drawn_once):  # noqa: F811
    drawn_once()
    report = reports.own
    at_desk = {address for name in TABLE if (address := address_of(name, report)).startswith("/desk/")}
    at_desk |= {address for method, address in addresses(report) if method == "get"}
    found = {}
    for actor in OF_STAFF:
        browser = client_of(actor)
        answers = {address: ask(browser, "get", address) for address in sorted(at_desk)}
        found |= {
            (actor, address): answer.text
            for address, answer in answers.items()
            if answer.status_code == 200 and not answer.streaming and b"<html" in answer.content
        }
    release_all = reverse("reports_staff:release_all")
    ticked = {"report": [f"{report.reference}.{report.version}"]}
    found["iryna", release_all] = client_of("iryna").post(release_all, ticked).text
    using = {address for (_actor, address), page in found.items() if HTMX_USED in page}
    sent = {address: HTMX_SENDS.findall(page) for (_actor, address), page in found.items()}

    assert using == {address for (_actor, address), page in found.items() if HTMX in files_of(page)}
    assert {reverse("reports_staff:queue"), reverse("reports_staff:detail", args=[report.reference])} < using
    assert {address for address, params in sent.items() if params} == {release_all}
    assert all("csrfmiddlewaretoken" in names.split(",") for params in sent.values() for names in params)

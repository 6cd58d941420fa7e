"""Browser tests: Playwright (its synchronous interface) drives the system's Chromium against a live server.

    def test_map_opens(browse, areas):
        page = browse("/map/", width=390, language="en", scheme="dark", javascript=False, person=None)
        page.get_by_role("link", name="As a list").click()
        assert_accessible(page)

`browse(path, …)` opens a page in a fresh browser context and returns Playwright's `page`. All options are by name:
`width` (1280) and `height` of the window in pixels, `language` ("uk"), `scheme` ("light"), `javascript` (True),
`person` (signed in, staff with a verified second factor; default nobody), and whatever else `new_context` takes.
`page.goto(path)` takes paths of the portal; a failed script or a breach of the Content-Security-Policy fails the test.

`assert_accessible(page)` runs axe-core and lists what it finds; `assert_no_sideways_scroll(page)` is for 320 pixels.
Tests here use the database by transactions that really commit (`live_server`), so no `django_db` mark is needed.
The browser reaches nothing but this machine.

`SLOW=1 make test ARGS=tests/journeys` has what scripts load and ask for come up to a second late, each time another: a
test that waits for less than it needs fails there before it fails on a busy machine.
"""

import os
import random
import shutil
import time
from pathlib import Path

import pytest
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from playwright.sync_api import sync_playwright

# Playwright keeps an event loop on this thread; Django would then refuse the database to the tests themselves.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

# The one that draws no window takes two thirds of the time; bin/environment installs it where Debian has it.
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium-headless-shell") or shutil.which("chromium")
# Each language and each scheme once: what either breaks shows in one of the two.
LOOKS = [("uk", "light"), ("en", "dark")]
AXE = (Path(__file__).parent.parent / "vendor" / "axe.min.js").read_text()
ARGUMENTS = [
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
    "--js-flags=--no-opt --no-maglev",  # no page lives long enough for what it costs to optimise its scripts
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
    *(["--no-sandbox"] if os.geteuid() == 0 else []),
]


@pytest.fixture(scope="session")
def chromium():
    """The one browser of a test run."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(autouse=bool(os.environ.get("SLOW")))
def late_answers(monkeypatch):
    """Have pages, their scripts and what the scripts ask for come late, at random."""
    waits = {"document": (0, 0.3), "script": (0, 0, 0, 0.3), "empty": (0, 0.02, 0.5, 1)}  # seconds
    at_once = WSGIHandler.__call__

    def late(self, environ, start_response):
        time.sleep(random.choice(waits.get(environ.get("HTTP_SEC_FETCH_DEST"), (0,))))
        return at_once(self, environ, start_response)

    monkeypatch.setattr(WSGIHandler, "__call__", late)


@pytest.fixture
def browse(chromium, live_server, client_for):
    """Return `browse(path, …)`, described at the top of this file."""
    contexts, faults = [], []

    def open_page(
        path="/",
        *,
        width=1280,
        height=900,
        language="uk",
        scheme="light",
        javascript=True,
        person=None,
        **options,
    ):
        context = chromium.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": height},
            color_scheme=scheme,
            java_script_enabled=javascript,
            reduced_motion="reduce",
            timezone_id="Europe/Kyiv",
            locale="uk-UA" if language == "uk" else "en-GB",
            **options,
        )
        contexts.append(context)
        context.set_default_timeout(10_000)
        cookies = {settings.LANGUAGE_COOKIE_NAME: language}
        if person:
            cookies[settings.SESSION_COOKIE_NAME] = client_for(person).cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": name, "value": value, "url": live_server.url} for name, value in cookies.items()])
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(f"{page.url}: {error}"))
        page.on("console", lambda line: faults.append(line.text) if "Content Security Policy" in line.text else None)
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert faults == []


def assert_accessible(page):
    """Fail with a readable list when axe-core finds a violation of WCAG or of good practice on the page."""
    page.wait_for_load_state()  # behind a link that was just followed there is no document yet
    page.evaluate(AXE)
    # Without preloading: for it axe itself would add styles, against the policy of the page.
    found = page.evaluate("axe.run(document, {resultTypes: ['violations'], preload: false})")["violations"]
    lines = [
        f"{violation['id']}: {violation['help']}\n    {node['html'][:200]}\n    {node['failureSummary']}"
        for violation in found
        for node in violation["nodes"]
    ]
    assert not lines, f"{page.url}\n" + "\n".join(lines)


def assert_no_sideways_scroll(page):
    """Fail when the page is wider than its window."""
    page.wait_for_load_state()
    wide = page.evaluate(
        """() => document.documentElement.scrollWidth <= window.innerWidth ? [] :
             [...document.body.querySelectorAll("*")]
               .filter((element) => element.getBoundingClientRect().right > window.innerWidth + 1)
               .map((element) => element.outerHTML.slice(0, 120))"""
    )
    assert wide == [], page.url

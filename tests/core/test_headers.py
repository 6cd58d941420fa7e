"""Security headers on every kind of page."""

import re

import pytest
from django.conf import settings
from django.urls import reverse

PAGES = [
    "/accounts/sign-in/",
    "/accounts/sign-up/",
    "/accounts/",
    "/desk/people/",
    "/desk/configure/",
    "/desk/configure/accounts/organisation/add/",
    "/desk/configure/areas/area/",
    "/no-such-page/",
    "/health/",
]


@pytest.mark.parametrize("path", PAGES)
def test_page_carries_the_headers(client_for, administrator, path):
    answer = client_for(administrator).get(path)

    policy = dict(part.strip().partition(" ")[::2] for part in answer["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert re.fullmatch(r"'self'( 'nonce-[^']+')?", policy["script-src"])
    assert policy["style-src"] == "'self'"
    assert policy["frame-ancestors"] == "'none'"
    assert policy["form-action"] == "'self'"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["X-Frame-Options"] == "DENY"
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("path", [page for page in PAGES if page != "/health/"])
def test_page_has_no_inline_script_or_style(client_for, administrator, path):
    page = client_for(administrator).get(path).content.decode()

    assert not re.search(r"\sstyle=\"|\son[a-z]+=\"|<style", page)
    scripts = re.findall(r"<script([^>]*)>", page)
    assert all("src=" in script or "nonce=" in script or "application/json" in script for script in scripts)


def test_cookies_of_a_secure_site_are_host_bound():
    """The settings of a site on https, read in a process of its own."""
    import os
    import subprocess
    import sys

    said = subprocess.run(
        [
            sys.executable,
            "-c",
            "from django.conf import settings as s;"
            "print(s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE,"
            "s.SECURE_HSTS_SECONDS)",
        ],
        env=os.environ | {"SITE_URL": "https://portal.example", "DJANGO_SETTINGS_MODULE": "copportal.settings"},
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=True,
    )

    assert said.stdout.split() == ["__Host-session", "__Host-csrf", "True", "True", "31536000"]


@pytest.mark.django_db
def test_session_cookie_is_closed_to_scripts_and_other_sites(client):
    client.post(reverse("account_login"), {"email": "somebody@example.org"})

    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/")

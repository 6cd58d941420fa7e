"""The log says where, never what."""

import logging

from django.http import HttpRequest

from apps.core.logs import ContentFreeFormatter

SECRET = "Olena saw it"


def line(**given):
    record = logging.LogRecord(
        "test", logging.ERROR, "file.py", 1, given.pop("msg", "words"), (), given.pop("exc", None)
    )
    record.__dict__.update(given)
    return ContentFreeFormatter("%(levelname)s %(name)s %(message)s").format(record)


def test_exception_is_logged_without_its_words():
    try:
        raise ValueError(SECRET)
    except ValueError as error:
        text = line(exc=(ValueError, error, error.__traceback__))

    assert SECRET not in text
    assert "builtins.ValueError" in text
    assert "test_exception_is_logged_without_its_words" in text


def test_request_is_logged_by_its_route():
    request = HttpRequest()
    request.method, request.path = "GET", f"/search/{SECRET}/"
    request.resolver_match = type("Match", (), {"route": "search/<words>/"})()

    assert (
        line(msg=f"Not Found: /search/{SECRET}/", request=request, status_code=404)
        == "ERROR test 404 GET search/<words>/"
    )


def test_portal_logs_through_this_formatter():
    ours = [handler for handler in logging.getLogger().handlers if isinstance(handler.formatter, ContentFreeFormatter)]

    assert len(ours) == 1

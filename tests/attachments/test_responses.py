"""A photo is answered so that nobody keeps it and nothing in it runs."""

import pytest
from csp.middleware import CSPMiddleware
from django.http import Http404
from django.test import RequestFactory

from apps.attachments import services
from apps.attachments.responses import serve
from apps.core.middleware import PrivateCacheMiddleware
from tests.attachments.pictures import content, encoded, quadrants, upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def attachment():
    """A stored photo."""
    return services.make_safe(upload(encoded(quadrants(600, 400))))


def test_serve_passes_the_middleware_with_its_own_headers(attachment):
    answer = CSPMiddleware(PrivateCacheMiddleware(lambda request: serve(attachment)))(RequestFactory().get("/"))
    assert answer.content == content(attachment.photo)
    assert {name: answer[name] for name in answer.headers if name != "Content-Length"} == {
        "Content-Type": "image/jpeg",
        "Content-Disposition": 'inline; filename="photo.jpg"',
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": "private, no-store",
    }


def test_serve_thumbnail_is_the_small_picture(attachment):
    assert serve(attachment, "thumbnail").content == content(attachment.thumbnail)


def test_serve_without_the_file_is_not_found(attachment):
    attachment.photo.storage.delete(attachment.photo.name)
    with pytest.raises(Http404):
        serve(attachment)

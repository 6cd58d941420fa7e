"""Middleware of every page: the language a person chose, no copies of personal pages, and no dead ends."""

from django.conf import settings
from django.shortcuts import redirect
from django.urls import Resolver404, resolve
from django.utils import translation
from django.utils.cache import add_never_cache_headers, patch_vary_headers


class LanguageMiddleware:
    """Speak the language chosen earlier (a cookie), else LANGUAGE_CODE, whatever the browser asks for.

    Most browsers in Ukraine are set to a language that their owner did not choose, so Accept-Language is ignored.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", language)
        patch_vary_headers(response, ["Cookie"])
        return response


class FormAddressMiddleware:
    """Lead whoever opens an address that only takes forms to the page above it.

    A form that was refused leaves its address in the browser; opened again from there it would be a bare 405.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        is_opened = request.method == "GET" and "text/html" in request.headers.get("Accept", "")
        if not (is_opened and response.status_code == 405):
            return response
        query = f"?{request.GET.urlencode()}" if request.GET else ""
        return redirect(_page_above(request.path_info) + query)


def _page_above(path):
    """The nearest address above one that leads anywhere."""
    while path != "/":
        path = path.rstrip("/").rpartition("/")[0] + "/"
        try:
            resolve(path)
        except Resolver404:
            continue
        break
    return path


class PrivateCacheMiddleware:
    """Forbid every cache to keep a page, unless its view said otherwise: most pages greet somebody by name."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if not response.has_header("Cache-Control"):
            add_never_cache_headers(response)
            response["Cache-Control"] = "no-store"
        return response

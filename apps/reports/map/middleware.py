"""The data of the public map, answered before sessions and people are looked up: it is the same for everybody."""

from django.conf import settings
from django.urls import get_script_prefix
from django.utils import translation

from apps.reports.map.views import map_data, map_history, map_outlines

VIEWS = {"map/data/": map_data, "map/history/": map_history, "map/outlines/": map_outlines}


class MapDataMiddleware:
    """Stands before the session: asks the view at once, in the reader's language when a sentence must be said."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        view = VIEWS.get(request.path.removeprefix(get_script_prefix()))
        if view is None:
            return self.get_response(request)
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        with translation.override(chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE):
            return view(request)

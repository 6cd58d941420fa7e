"""The portal with one page more: a map and a pin, as any page makes them."""

from django.http import HttpResponse
from django.template import RequestContext, Template
from django.urls import path

from copportal import urls as portal

PAGE = """{% extends "base.html" %}{% load maps look %}
{% block title %}Map{% endblock %}
{% block head %}{% map_head %}{% endblock %}
{% block scripts %}<script type="module" nonce="{{ request.csp_nonce }}">
import { addPin, createMap } from "map/base";
const element = document.querySelector("[data-map]");
const at = new URLSearchParams(location.search).get("at")?.split(",").map(Number) ?? [49.395, 33.6];
const map = createMap(element, { center: at, zoom: 15 });
addPin(map, at, { icon: "lightbulb", tone: "waiting", label: "Street light out" });
map.on("zoomend", () => { element.dataset.zoom = map.getZoom(); });
await map.groundReady;
element.dataset.ready = "yes";
</script>{% endblock %}
{% block content %}<h1>Map</h1><div data-map aria-label="Map of the town" class="test-map"></div>{% endblock %}
"""


def page(request):
    """Show the page."""
    return HttpResponse(Template(PAGE).render(RequestContext(request)))


urlpatterns = [path("test-map/", page), *portal.urlpatterns]
handler400, handler403 = portal.handler400, portal.handler403
handler404, handler500 = portal.handler404, portal.handler500

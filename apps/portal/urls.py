"""Pages that belong to the portal as a whole."""

from django.contrib.sitemaps.views import sitemap
from django.urls import path, re_path
from django.views.generic import TemplateView

from apps.portal import anonymity, views
from apps.portal.demo.views import accounts
from apps.portal.sitemaps import SITEMAPS
from apps.reports.urls import REPORT

app_name = "portal"


def page(address, name):
    """A page of words alone, templates/portal/<name>.html."""
    return path(address, TemplateView.as_view(template_name=f"portal/{name}.html"), name=name)


urlpatterns = [
    path("", views.home, name="home"),
    path("areas/<slug:slug>/", views.area_page, name="area"),
    re_path(f"{REPORT}anonymous/$", anonymity.anonymous, name="anonymous"),
    path("search/", views.search, name="search"),
    page("accessibility/", "accessibility"),
    page("data/", "data"),
    path("demo/", accounts, name="demo"),
    page("emergency/", "emergency"),
    page("how-reports-become-public/", "publication"),
    page("privacy/", "privacy"),
    path("my/data/", views.my_data, name="my_data"),
    path("my/data/download/", views.my_data_download, name="my_data_download"),
    path(
        "robots.txt",
        TemplateView.as_view(template_name="portal/robots.txt", content_type="text/plain"),
        name="robots",
    ),
    path("sitemap.xml", sitemap, {"sitemaps": SITEMAPS}, name="sitemap"),
]

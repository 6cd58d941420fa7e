"""Response templates at the desk."""

from django.urls import path

from apps.reports.views import templates

app_name = "templates_staff"

urlpatterns = [
    path("", templates.all_templates, name="list"),
    path("new/", templates.make, name="make"),
    path("<int:pk>/", templates.change, name="change"),
    path("<int:pk>/delete/", templates.delete, name="delete"),
]

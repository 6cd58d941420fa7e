"""The rules by which new reports reach a unit or an officer, at the desk."""

from django.urls import path

from apps.reports.views import routing

app_name = "routing"

urlpatterns = [
    path("", routing.rules, name="rules"),
    path("new/", routing.edit, name="new"),
    path("<int:pk>/", routing.edit, name="edit"),
    path("<int:pk>/move/", routing.move, name="move"),
    path("<int:pk>/remove/", routing.remove, name="remove"),
]

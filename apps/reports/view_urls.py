"""Views of the queue at the desk."""

from django.urls import path

from apps.reports.views import named_views

app_name = "views_staff"

urlpatterns = [
    path("", named_views.all_views, name="list"),
    path("new/", named_views.make, name="make"),
    path("<int:pk>/", named_views.change, name="change"),
    path("<int:pk>/filters/", named_views.refill, name="refill"),
    path("<int:pk>/delete/", named_views.delete, name="delete"),
]

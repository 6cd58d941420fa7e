"""Deliveries at the desk."""

from django.urls import path

from apps.notifications.views import staff

app_name = "notifications_staff"

urlpatterns = [
    path("", staff.deliveries, name="deliveries"),
    path("again/", staff.send_again, name="send_all_again"),
    path("<int:pk>/again/", staff.send_again, name="send_again"),
]

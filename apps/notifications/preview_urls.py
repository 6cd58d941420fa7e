"""Previews of messages at the desk."""

from django.urls import path

from apps.notifications.views import previews

app_name = "messages_staff"

urlpatterns = [
    path("", previews.messages, name="messages"),
    path("<str:event>/<str:key>/", previews.message, name="message"),
    path("<str:event>/<str:key>/<str:language>/", previews.message_html, name="message_html"),
]

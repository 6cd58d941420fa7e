"""Public addresses of notifications."""

from django.urls import path

from apps.notifications.views import demo

app_name = "notifications"

urlpatterns = [
    path("demo/mail/", demo.letters, name="demo_letters"),
    path("demo/mail/<str:key>/", demo.letter, name="demo_letter"),
    path("demo/mail/<str:key>/html/", demo.letter_html, name="demo_letter_html"),
]

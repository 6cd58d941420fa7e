"""Public addresses of notifications."""

from django.urls import path

from apps.notifications.views import circles, demo, devices, following, inbox

app_name = "notifications"

urlpatterns = [
    path("demo/mail/", demo.letters, name="demo_letters"),
    path("demo/mail/<str:key>/", demo.letter, name="demo_letter"),
    path("demo/mail/<str:key>/html/", demo.letter_html, name="demo_letter_html"),
    path("follow/", following.follow, name="follow"),
    path("following/", following.following, name="following"),
    path("following/mail-again/", following.mail_again, name="mail_again"),
    path("following/preferences/", following.preferences, name="preferences"),
    path("following/<int:pk>/", following.change, name="change"),
    path("following/<int:pk>/circle/", circles.circle, name="circle"),
    path("following/mail/<str:link>/circle/<int:pk>/", circles.circle_by_mail, name="circle_by_mail"),
    path("following/mail/<str:link>/", following.following_by_mail, name="following_by_mail"),
    path("following/confirm/<str:link>/", following.confirm, name="confirm"),
    path("following/stop/<str:link>/", following.stop, name="stop"),
    path("following/devices/", devices.add, name="add_device"),
    path("following/devices/<int:pk>/remove/", devices.remove, name="remove_device"),
    path("service-worker.js", devices.worker, name="worker"),
    path("inbox/", inbox.inbox, name="inbox"),
    path("inbox/read/", inbox.read_all, name="read_all"),
    path("inbox/<int:pk>/", inbox.entry, name="entry"),
]

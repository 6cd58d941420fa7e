"""Addresses of the wizard, below /report/ and in the namespace of reports."""

from django.urls import path

from apps.reports.wizard import views

urlpatterns = [
    path("", views.start, name="start"),
    path("anew/", views.begin_anew, name="begin_anew"),
    path("leave/", views.leave, name="leave"),
    path("done/", views.done, name="done"),
    path("call/<slug:kind>/", views.stop, name="stop"),
    path("photos/<str:token>/", views.photo, name="draft_photo"),
    path("<slug:step>/", views.step, name="step"),
]

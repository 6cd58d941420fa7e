"""The inbox of organisations at the desk."""

from django.urls import path

from apps.reports.referrals import views

app_name = "referrals"

urlpatterns = [
    path("", views.inbox, name="inbox"),
    path("<int:referral>/", views.detail, name="detail"),
    path("<int:referral>/<slug:deed>/", views.answer, name="answer"),
]

"""What a colleague who leaves has in hand, at the desk."""

from django.urls import path

from apps.reports.views import handover

app_name = "handover"

urlpatterns = [
    path("", handover.colleagues, name="colleagues"),
    path("<int:pk>/", handover.hand_over, name="hand_over"),
]

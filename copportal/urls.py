"""Every address of the portal; each app keeps its own."""

from django.contrib import admin
from django.urls import include, path

from apps.accounts.views.account import set_language
from apps.core.views import alive
from apps.notifications.views import watch

handler400 = "apps.core.views.bad_request"
handler403 = "apps.core.views.permission_denied"
handler404 = "apps.core.views.page_not_found"
handler500 = "apps.core.views.server_error"

urlpatterns = [
    path("health/", watch.health, name="health"),
    path("health/live/", alive, name="alive"),
    path("metrics", watch.metrics, name="metrics"),
    path("language/", set_language, name="set_language"),
    path("accounts/", include("apps.accounts.urls")),
    path("desk/", include("apps.desk.urls")),
    path("desk/map/", include("apps.reports.map.desk_urls")),
    path("desk/reports/views/", include("apps.reports.view_urls")),
    path("desk/reports/", include("apps.reports.staff_urls")),
    path("desk/templates/", include("apps.reports.template_urls")),
    path("desk/referrals/", include("apps.reports.referrals.urls")),
    path("desk/handover/", include("apps.reports.handover_urls")),
    path("desk/routing/", include("apps.reports.routing_urls")),
    path("desk/deliveries/", include("apps.notifications.staff_urls")),
    path("desk/messages/", include("apps.notifications.preview_urls")),
    path("desk/people/", include("apps.accounts.staff_urls")),
    path("desk/configure/", admin.site.urls),
    path("", include("apps.areas.urls")),
    path("", include("apps.notifications.urls")),
    path("", include("apps.reports.urls")),
    path("", include("apps.portal.urls")),
]

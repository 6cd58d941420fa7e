"""The pages of reports for everybody and for their reporters."""

from django.urls import include, path, re_path

from apps.reports.map import exports
from apps.reports.map import views as map_views
from apps.reports.views import lasting, own, public, public_photos, receipts

REPORT = r"^reports/(?P<reference>[A-Z]{2}[0-9]{2}-[A-Z]{2}[0-9]{2})/"
DECISION = f"(?P<decision>{'|'.join(own.DECISIONS)})/$"

app_name = "reports"

urlpatterns = [
    path("report/", include("apps.reports.wizard.urls")),
    path("map/", map_views.public_map, name="map"),
    path("map/areas/", map_views.map_areas, name="map_areas"),
    path("map/cards/", map_views.map_cards, name="map_cards"),
    path("map/embed/", map_views.map_embed, name="map_embed"),
    path("map/reports.csv", exports.map_csv, name="map_csv"),
    path("map/reports.geojson", exports.map_geojson, name="map_geojson"),
    path("map/history/", map_views.map_history, name="map_history"),
    path("map/outlines/", map_views.map_outlines, name="map_outlines"),
    path("map/data/", map_views.map_data, name="map_data"),
    path("my/reports/", own.mine, name="mine"),
    path("reports/still-solved/<str:link>/", lasting.lasting, name="lasting"),
    path("receipt/", receipts.receipt, name="receipt"),
    path("receipt/leave/", receipts.leave, name="receipt_leave"),
    re_path(f"{REPORT}$", public.report_page, name="detail"),
    path("reports/<str:typed>/", public.typed_reference, name="typed"),
    path("r/<str:typed>/", public.typed_reference, name="short"),
    re_path(f"{REPORT}qr.svg$", public.qr_code, name="qr_code"),
    re_path(f"{REPORT}support/$", public.support, name="support"),
    re_path(f"{REPORT}reply/$", own.reply, name="reply"),
    re_path(f"{REPORT}correct/$", own.correct, name="correct"),
    re_path(rf"{REPORT}photos/(?P<number>\d+)/(?P<variant>full|thumbnail)/$", own.photo, name="photo"),
    re_path(f"{REPORT}erase/$", own.erase, name="erase"),
    re_path(
        rf"{REPORT}public-photos/(?P<number>\d+)/(?P<variant>full|thumbnail)/$",
        public_photos.public_photo,
        name="public_photo",
    ),
    re_path(f"{REPORT}{DECISION}", own.decide, name="decide"),
]

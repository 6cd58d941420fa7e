"""Reports at the desk."""

from django.urls import path, re_path

from apps.reports.views import bulk, public_photos, staff
from apps.reports.views.answer_all import answer_all
from apps.reports.views.by_phone import by_phone
from apps.reports.views.on_behalf import take_down, taken_photo
from apps.reports.views.public import typed_reference
from apps.reports.views.record import copy_for_record
from apps.reports.views.release_all import release_all

REPORT = r"^(?P<reference>[A-Z]{2}[0-9]{2}-[A-Z]{2}[0-9]{2})/"

app_name = "reports_staff"

urlpatterns = [
    path("", staff.queue, name="queue"),
    path("by-phone/", by_phone, name="by_phone"),
    path("new/", take_down, name="new"),
    path("new/photos/<str:token>/", taken_photo, name="taken_photo"),
    path("come/", staff.come, name="come"),
    path("bulk/", bulk.bulk, name="bulk"),
    path("bulk/join/", bulk.join_all, name="join_all"),
    path("bulk/undo/", bulk.undo, name="undo"),
    path("bulk/answer/", answer_all, name="answer_all"),
    path("bulk/release/", release_all, name="release_all"),
    re_path(r"^export\.(?P<suffix>csv|xlsx)$", staff.export, name="export"),
    re_path(f"{REPORT}$", staff.detail, name="detail"),
    re_path(rf"{REPORT}case\.pdf$", staff.case, name="case"),
    re_path(f"{REPORT}record/$", copy_for_record, name="record"),
    re_path(f"{REPORT}write/$", staff.write, name="write"),
    re_path(f"{REPORT}contacts/$", staff.open_contacts, name="contacts"),
    re_path(f"{REPORT}release/preview/$", staff.preview, name="preview"),
    re_path(rf"{REPORT}photos/(?P<number>\d+)/(?P<variant>full|thumbnail)/$", staff.photo, name="photo"),
    re_path(rf"{REPORT}photos/(?P<number>\d+)/release/$", public_photos.cover, name="cover"),
    re_path(rf"{REPORT}(?P<name>[a-z-]+)/$", staff.act, name="act"),
    path("<str:typed>/", staff.for_police(typed_reference), {"page": "reports_staff:detail"}, name="typed"),
]

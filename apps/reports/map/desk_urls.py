"""The desk's live map."""

from django.urls import path

from apps.reports.map import desk

app_name = "desk_map"

urlpatterns = [
    path("", desk.desk_map, name="page"),
    path("cards/", desk.desk_map_cards, name="cards"),
    path("data/", desk.desk_map_data, name="data"),
    path("rows/", desk.desk_map_rows, name="rows"),
]

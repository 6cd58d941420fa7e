"""Addresses of what is known about places."""

from django.urls import path

from apps.areas import views

app_name = "areas"

urlpatterns = [
    path("api/places/", views.places, name="places"),
    path("areas/map.svg", views.map_picture, name="map_picture"),
]

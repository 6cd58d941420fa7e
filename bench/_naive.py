"""What the map is measured against: the usual DRF view that gives GeoJSON, and a Django view that does nothing."""

from django.contrib.gis.geos import Polygon
from django.http import HttpResponse
from django.urls import include, path
from rest_framework import serializers
from rest_framework.generics import ListAPIView
from rest_framework.permissions import AllowAny
from rest_framework.response import Response

from apps.reports.models import PublicReport

CAP = 4000


class FeatureSerializer(serializers.ModelSerializer):
    """A released report as a GeoJSON feature."""

    type = serializers.ReadOnlyField(default="Feature")
    geometry = serializers.SerializerMethodField()
    properties = serializers.SerializerMethodField()

    class Meta:
        model = PublicReport
        fields = ("type", "geometry", "properties")

    def get_geometry(self, report):
        """Its public place."""
        return {"type": "Point", "coordinates": report.public_place.point.coords}

    def get_properties(self, report):
        """What a pin shows."""
        return {
            "reference": report.reference,
            "title": report.public_title,
            "category": report.category.name,
            "status": report.status,
            "day": report.public_day,
        }


class Naive(ListAPIView):
    """Released reports in `bbox`, by the spatial index, at most 4,000."""

    permission_classes = (AllowAny,)
    authentication_classes = ()
    serializer_class = FeatureSerializer

    def list(self, request, *args, **kwargs):
        """Answer a FeatureCollection."""
        box = Polygon.from_bbox([float(value) for value in request.GET["bbox"].split(",")])
        found = PublicReport.objects.filter(public_place__point__bboverlaps=box)
        if since := request.GET.get("since"):
            found = found.filter(public_day__gte=since)
        rows = found.select_related("category", "public_place")[:CAP]
        return Response({"type": "FeatureCollection", "features": self.get_serializer(rows, many=True).data})


def empty(request):
    """Nothing, through all the middleware."""
    return HttpResponse()


urlpatterns = [path("bench/naive/", Naive.as_view()), path("bench/empty/", empty), path("", include("copportal.urls"))]

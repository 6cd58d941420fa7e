"""How tests speak to the desk."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from apps.reports.models import Report
from tests.attachments.pictures import encoded, quadrants


def page_of(report, page="detail", /, **kwargs):
    """The address of a staff page of a report."""
    return reverse(f"reports_staff:{page}", kwargs={"reference": report.reference, **kwargs})


def do(client, report, name, /, **fields):
    """Post an action, with the report's present version unless another is given."""
    fields.setdefault("version", Report.objects.get(pk=report.pk).version)
    return client.post(page_of(report, "act", name=name), fields)


def write(client, report, **fields):
    """Post words, to the reporter unless another audience is given."""
    fields = {"version": Report.objects.get(pk=report.pk).version, "audience": "reporter"} | fields
    return client.post(page_of(report, "write"), fields)


def text_of(answer):
    """The words of an answer."""
    return answer.content.decode()


def photo_file():
    """A photo as a browser sends it."""
    return SimpleUploadedFile("photo.jpg", encoded(quadrants()), content_type="image/jpeg")

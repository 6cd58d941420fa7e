"""How a photo is answered, after its owner's view has checked who asks."""

from django.http import Http404, HttpResponse

POLICY = "sandbox; default-src 'none'"


def serve(attachment, variant="full"):
    """Return a response with the photo (`full`) or its `thumbnail`; raises Http404 when the file is gone.

    Nobody keeps a copy, nothing in it can run, and its name says nothing.
    """
    field = {"full": attachment.photo, "thumbnail": attachment.thumbnail}[variant]
    try:
        with field.storage.open(field.name) as file:
            response = HttpResponse(file.read(), content_type=attachment.content_type)
    except FileNotFoundError as gone:
        raise Http404 from gone
    response["Content-Disposition"] = 'inline; filename="photo.jpg"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = POLICY
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-store"
    return response

"""Which device this browser is: a cookie that we alone can write; notifications end where others come to sit."""

from django.conf import settings
from django.core.signing import BadSignature, Signer

from apps.notifications.models import Device
from apps.notifications.services.devices import remove_device

COOKIE = "device"
COOKIE_LIFE = 60 * 60 * 24 * 400  # browsers keep none for longer
SIGNER = Signer(salt="apps.notifications.here")


def remember(response, device):
    """Tell a browser which device it is; return the response."""
    response.set_cookie(
        COOKIE,
        SIGNER.sign(device.pk),
        max_age=COOKIE_LIFE,
        httponly=True,
        secure=settings.SECURE,
        samesite="Lax",
    )
    return response


def _device_here(request):
    try:
        number = SIGNER.unsign(request.COOKIES[COOKIE])
    except BadSignature:
        return None
    return Device.objects.filter(pk=number).first()


class SharedDeviceMiddleware:
    """Send nothing more to a browser once somebody says that others use it too, whoever had asked for it."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.shared_computer and COOKIE in request.COOKIES:
            if device := _device_here(request):
                remove_device(device)
            response.delete_cookie(COOKIE, samesite="Lax")
        return response

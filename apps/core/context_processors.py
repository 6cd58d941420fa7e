"""What every template may read."""

from django.conf import settings


def site(request):
    """Return the portal's own names and switches."""
    return {
        "SITE_NAME": settings.SITE_NAME,
        "SITE_URL": settings.SITE_URL,
        "CONTACT_EMAIL": settings.CONTACT_EMAIL,
        "QUICK_EXIT_URL": settings.QUICK_EXIT_URL,
        "MARTIAL_LAW": settings.MARTIAL_LAW,
        "SECURITY_SERVICE_PHONE": settings.SECURITY_SERVICE_PHONE,
        "DEMO": settings.DEMO,
        "DEMO_MAILBOX_URL": settings.DEMO_MAILBOX_URL,
    }

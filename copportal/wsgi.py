"""The WSGI application that granian serves."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "copportal.settings")

application = get_wsgi_application()

from apps.events.doorbell import doorbell  # noqa: E402 (the apps must be ready)

doorbell.prepare()

"""The portal's settings, with the addresses that a benchmark compares it to."""

from copportal.settings import *  # noqa: F403
from copportal.settings import STORAGES

ROOT_URLCONF = "bench._naive"
# Pages name their style sheets and nobody fetches these, so they need not be collected.
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}

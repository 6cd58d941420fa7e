"""The portal's settings, with the addresses that a benchmark compares it to."""

from copportal.settings import *  # noqa: F403

ROOT_URLCONF = "bench._naive"

"""What administrators configure here: areas, organisations, people, roles."""

from apps.accounts.admin import areas, people  # noqa: F401 - registers them

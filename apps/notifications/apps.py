from importlib import import_module

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "apps.notifications"

    def ready(self):
        import_module("apps.notifications.handlers.reports")  # registers who is told of what

from importlib import import_module

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "apps.notifications"

    def ready(self):
        for app in ("accounts", "handovers", "reports", "subscriptions"):
            import_module(f"apps.notifications.handlers.{app}")  # registers who is told of what

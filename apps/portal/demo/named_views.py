"""Views of the queue in the invented town: what its officers look at every day."""

from django.utils.http import urlencode

from apps.reports.models import NamedView
from apps.reports.services.named_views import save_view


def make_demo_named_views(hromada, people):
    """Let the supervisor share two views with the hromada, and an officer keep two of her own."""
    bohdan, iryna = people["bohdan"], people["iryna"]
    for by, area, name, filters in (
        (bohdan, hromada, "Без виконавця", {"tab": "open", "assignee": "nobody"}),
        (bohdan, hromada, "Реєстрація 24 год", {"tab": "open", "registration": "on"}),
        (iryna, None, "Мої відповіді", {"tab": "open", "assignee": "me", "unread": "on"}),
        (iryna, None, "Шум у Заріччі", {"tab": "all", "area": "zarichchia", "kind": "noise", "map": "1"}),
    ):
        save_view(NamedView(area=area, name=name, query=urlencode(filters)), by=by)

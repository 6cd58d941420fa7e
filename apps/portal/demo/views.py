"""The accounts of the demo, for whoever tries it out."""

import time

from django.conf import settings
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from apps.portal.demo.people import CODE_SECONDS, PASSWORD, demo_people_present


@require_safe
def accounts(request):
    """List the invented people with their password and the present code of their app; nothing outside the demo."""
    if not settings.DEMO:
        raise Http404
    return render(
        request,
        "portal/demo.html",
        {
            "people": demo_people_present(),
            "password": PASSWORD,
            "seconds_left": CODE_SECONDS - int(time.time()) % CODE_SECONDS,
        },
    )

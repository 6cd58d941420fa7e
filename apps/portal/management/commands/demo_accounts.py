"""Print the demo's accounts, with their password and the codes that their authenticator apps show now."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import override

from apps.portal.demo.people import PASSWORD, demo_people_present


class Command(BaseCommand):
    """`manage.py demo_accounts`: nothing where the demo's people have not been made."""

    help = __doc__

    def handle(self, **options):
        """Print one line a person; refuse outside the demo."""
        if not settings.DEMO:
            raise CommandError("This portal is not the demo: it has no published accounts.")
        people = demo_people_present()
        if not people:
            return
        lines = [f"Accounts of the demo, all with the password {PASSWORD} (codes by e-mail work too):"]
        with override("en"):
            for demo in people:
                code = f"code {demo.code}" if demo.secret else ""
                lines.append(f"  {demo.email:<30} {code:<12} {demo.about}")
        lines.append(f"The codes change every 30 seconds; the present ones stand on {settings.SITE_URL}/demo/")
        self.stdout.write("\n".join(lines))

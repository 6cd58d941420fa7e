"""Make the first administrator (or one more): they sign in by a code to their address and set up a second factor."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email

from apps.accounts.enums import RoleKind
from apps.accounts.services.roles import RoleRefused, invite
from apps.areas.models import Area


class Command(BaseCommand):
    """`manage.py create_administrator EMAIL [--area CODE] [--name NAME]`."""

    help = __doc__

    def add_arguments(self, parser):
        """The address, the area (its code or slug; the only root when left out) and the name."""
        parser.add_argument("email")
        parser.add_argument("--area", default="", help="code or slug; may be left out while there is one country")
        parser.add_argument("--name", default="")

    def handle(self, *, email, area, name, **options):
        """Give the role, or say in a sentence why not."""
        try:
            validate_email(email)
        except ValidationError:
            raise CommandError(f"“{email}” is not an e-mail address.") from None
        try:
            role = invite(email=email, name=name, kind=RoleKind.ADMINISTRATOR, area=self._area(area))
        except RoleRefused as refusal:
            raise CommandError(refusal.message) from None
        self.stdout.write(
            f"{role.person.email} is an administrator of {role.area}. To sign in: {settings.SITE_URL}/accounts/sign-in/"
        )

    @staticmethod
    def _area(text):
        if not text:
            roots = list(Area.objects.get_root_nodes().defer("boundary")[:2])
            if len(roots) == 1:
                return roots[0]
            known = "There are no areas yet: run import_areas first." if not roots else "Name one with --area."
            raise CommandError(known)
        area = Area.objects.filter(code=text).first() or Area.objects.filter(slug=text).first()
        if area is None:
            raise CommandError(f"There is no area with the code or slug “{text}”.")
        return area

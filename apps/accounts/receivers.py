"""What allauth tells us about second factors."""

from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from django.dispatch import receiver

from apps.accounts.services import factors


@receiver(authenticator_added)
def added(request, authenticator, **kwargs):
    """A factor was enrolled."""
    factors.factor_added(request, authenticator)


@receiver(authenticator_removed)
def removed(request, **kwargs):
    """A factor was removed."""
    factors.factor_removed(request)


@receiver(authenticator_reset)
def renewed(request, **kwargs):
    """New recovery codes replaced the old ones."""
    factors.factor_removed(request)

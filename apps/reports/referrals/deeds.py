"""What an organisation can do with a referral: each with its words, its form and the one service it calls."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from apps.reports.enums import REFERRAL_TRANSITIONS, ReferralState
from apps.reports.referrals import forms
from apps.reports.services import referral as services


@dataclass(frozen=True)
class Deed:
    """One answer to a referral; `act(referral, by=…, **values)` is the service, `to` the state it leads to."""

    name: str
    words: str  # of the line that opens the form, and of its button
    icon: str
    to: ReferralState
    form: type
    act: Callable
    said: str
    help_text: str = ""

    def is_possible(self, referral):
        """Whether the state allows it now."""
        return self.to in REFERRAL_TRANSITIONS[ReferralState(referral.state)]


_ALL = (
    Deed(
        "accept",
        pgettext_lazy("referral", "Accept"),
        "check-lg",
        ReferralState.ACCEPTED,
        forms.AcceptForm,
        services.accept_referral,
        _("Accepted. The reporter sees by when it is done."),
    ),
    Deed(
        "done",
        pgettext_lazy("referral", "It is done"),
        "check-circle",
        ReferralState.DONE,
        forms.DoneForm,
        services.finish_referral,
        _("Thank you. Your answer is with the police and the reporter."),
    ),
    Deed(
        "return",
        pgettext_lazy("referral", "Return to the police"),
        "reply",
        ReferralState.RETURNED,
        forms.ReturnForm,
        services.return_referral,
        _("Returned. It is the turn of the police again."),
        _("When it is not yours, or you cannot act on it."),
    ),
    Deed(
        "pass-on",
        pgettext_lazy("referral", "Pass on to another body"),
        "signpost-split",
        ReferralState.PASSED_ON,
        forms.PassOnForm,
        services.pass_on_referral,
        _("Passed on. The reporter sees whose turn it is."),
        _("They get the same words. Name and contacts of the reporter do not go along."),
    ),
)

DEEDS = {deed.name: deed for deed in _ALL}


def possible_deeds(referral):
    """Return the deeds that the state of a referral allows now, in their order."""
    return [deed for deed in _ALL if deed.is_possible(referral)]

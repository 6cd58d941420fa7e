"""What an organisation can do with a referral: each with its words, its form and the one service it calls."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from apps.reports.enums import OPEN_REFERRAL_STATES, REFERRAL_TRANSITIONS, ReferralState
from apps.reports.referrals import forms
from apps.reports.services import referral as services


@dataclass(frozen=True)
class Deed:
    """One answer to a referral; `act(referral, by=…, **values)` is the service, `to` the state it leads to or keeps."""

    name: str
    words: str  # of the line that opens the form, and of its button
    icon: str
    to: ReferralState
    form: type
    act: Callable
    said: str
    help_text: str = ""
    stays: bool = False  # in the state `to`, which it needs

    def is_possible(self, referral):
        """Whether the state allows it now."""
        if self.stays:
            return referral.state == self.to
        return self.to in REFERRAL_TRANSITIONS[ReferralState(referral.state)]

    @property
    def ends_it(self):
        """Whether it is no longer the turn of the organisation."""
        return self.to not in OPEN_REFERRAL_STATES


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
        "move",
        pgettext_lazy("referral", "Move the day"),
        "calendar3",
        ReferralState.ACCEPTED,
        forms.MoveDayForm,
        services.move_referral_day,
        _("The new day is promised. The reporter sees it, and why."),
        _("The day that you promised, the new one and the reason stay beside each other."),
        stays=True,
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

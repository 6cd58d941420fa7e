"""What can be done with a report at the desk: each with its button, its form, its rule and the one service it calls."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from apps.accounts.models import Person
from apps.reports.enums import (
    REGISTRATION_TRANSITIONS,
    AppealState,
    Registration,
    ReleaseState,
    Status,
)
from apps.reports.referrals.forms import ReferForm
from apps.reports.services import (
    appeals,
    conversation,
    erasure,
    followup,
    referral,
    registration,
    release,
    split,
    triage,
)
from apps.reports.staff import appeal_forms, forms, possible


@dataclass(frozen=True)
class Action:
    """One thing that an officer can do; `possible(report, user)` says whether the state allows it now.

    `act(report, by=…, version=…, **values)` is the service; a `form` other than ReportForm asks for words first.
    """

    name: str
    words: str
    icon: str
    possible: Callable
    act: Callable
    done: str
    form: type = forms.ReportForm
    perm: str = "reports.triage_report"
    group: str = "bar"
    is_final: bool = False
    explains: str = ""

    @property
    def asks(self):
        """Whether something is asked, or said, before it is done."""
        return self.form is not forms.ReportForm or bool(self.explains)


def _take(report, *, by, version):
    triage.assign_report(report, officer=by, by=by, version=version)


def _assign(report, *, by, officer, version):
    person = Person.objects.get(pk=officer) if officer else None
    triage.assign_report(report, officer=person, by=by, version=version)


def _mark_read(report, *, by, version):
    conversation.mark_read(report, by=by)


def _reopen(report, *, by, text, version):
    followup.reopen_report(report, by=by, text=text)


_ALL = (
    Action(
        "acknowledge",
        _("Acknowledge"),
        "eye",
        possible.to(Status.ACKNOWLEDGED),
        triage.acknowledge_report,
        _("Acknowledged. The reporter is told that somebody has read it."),
    ),
    Action(
        "take",
        _("Take it on"),
        "person-plus",
        lambda report, _user: report.is_open and report.assignee_id is None,
        _take,
        _("The report is yours."),
        perm="reports.assign_report",
    ),
    Action(
        "start",
        _("Start"),
        "arrow-repeat",
        possible.while_open_to(Status.IN_PROGRESS),
        triage.start_report,
        _("Work is under way, and the reporter knows when to expect news."),
        form=forms.NewsForm,
    ),
    Action(
        "resolve",
        pgettext_lazy("button", "Resolve"),
        "check-circle",
        possible.ends(Status.RESOLVED),
        triage.resolve_report,
        _("Marked as solved. The reporter is asked whether it is."),
        form=forms.OutcomeForm,
    ),
    Action(
        "refer",
        _("Pass on"),
        "signpost-split",
        possible.while_open_to(Status.REFERRED),
        referral.refer_report,
        _("Passed on. The reporter sees whose turn it is."),
        form=ReferForm,
        explains=_("The organisation reads these words, and nothing else of the report."),
    ),
    Action(
        "news",
        _("Promise news"),
        "calendar3",
        lambda report, _user: report.status in (Status.IN_PROGRESS, Status.REFERRED),
        triage.promise_news,
        _("The reporter knows when to expect news."),
        form=forms.NewsForm,
    ),
    Action(
        "reopen",
        _("Open again"),
        "arrow-clockwise",
        lambda report, _user: report.status == Status.CLOSED,
        _reopen,
        _("The report is open again, and its reporter is told."),
        form=forms.ReopenForm,
    ),
    Action(
        "separate",
        _("Separate"),
        "link-45deg",
        lambda report, _user: report.status == Status.DUPLICATE,
        triage.separate_report,
        _("The report stands on its own again."),
    ),
    Action(
        "assign",
        _("Give to a colleague"),
        "people",
        lambda report, _user: report.is_open,
        _assign,
        _("It is noted who has the report."),
        form=forms.AssignForm,
        perm="reports.assign_report",
    ),
    Action(
        "decline",
        _("Close without action"),
        "x-circle",
        possible.ends(Status.DECLINED),
        triage.decline_report,
        _("Closed without action. The reporter reads why, and may object once."),
        form=forms.DeclineForm,
    ),
    Action(
        "join",
        _("Join to another report"),
        "link-45deg",
        possible.ends(Status.DUPLICATE),
        triage.join_report,
        _("Joined. Its reporter goes on being told."),
        form=forms.JoinForm,
    ),
    Action(
        "hand-over",
        _("Hand over for good"),
        "box-arrow-right",
        possible.ends(Status.HANDED_OVER),
        triage.hand_over_report,
        _("Handed over. The reporter sees to whom."),
        form=forms.HandOverForm,
        is_final=True,
        explains=_("The report ends here: from now on its reporter turns to the other service."),
    ),
    Action(
        "category",
        _("Put under another kind"),
        "layers",
        lambda report, _user: report.is_open,
        triage.recategorise_report,
        _("The report stands under its new kind."),
        form=forms.CategoryForm,
    ),
    Action(
        "split",
        _("Split in two"),
        "diagram-3",
        lambda report, _user: report.is_open,
        split.split_report,
        _("There are two reports now. The reporter is told, and follows both."),
        form=forms.SplitForm,
        explains=_("Reporter, place and day are the same in both. Photos and conversation stay here."),
    ),
    Action(
        "require-registration",
        _("It is a crime report"),
        "clipboard",
        lambda report, _user: report.registration == Registration.NOT_NEEDED and report.is_open,
        registration.require_registration,
        _("The 24 hours of its registration have begun."),
        perm="reports.register_report",
        explains=_(
            "The law gives 24 hours for the entry in the police record. They begin now and never pause, and until the "
            "number is entered the report cannot be closed."
        ),
    ),
    Action(
        "register",
        _("Enter the number"),
        "clipboard-check",
        lambda report, _user: (
            report.registration != Registration.NOT_NEEDED
            and bool(REGISTRATION_TRANSITIONS[Registration(report.registration)])
        ),
        registration.register_report,
        _("Entered. The reporter sees the number."),
        form=forms.RegisterForm,
        perm="reports.register_report",
        group="registration",
    ),
    Action(
        "register-appeal",
        _("Register the appeal"),
        "clipboard-check",
        possible.appeal_to(AppealState.REGISTERED),
        appeals.register_appeal,
        _("Registered. The reporter sees the number and the day of the answer."),
        form=appeal_forms.RegisterAppealForm,
        perm="reports.answer_appeal",
        group="appeal",
    ),
    Action(
        "answer-appeal",
        _("Answer the appeal"),
        "reply",
        possible.appeal_to(AppealState.ANSWERED),
        appeals.answer_appeal,
        _("Answered. The reporter reads it in the conversation."),
        form=appeal_forms.AnswerAppealForm,
        perm="reports.answer_appeal",
        group="appeal",
    ),
    Action(
        "forward-appeal",
        _("Forward the appeal"),
        "box-arrow-right",
        possible.appeal_to(AppealState.FORWARDED),
        appeals.forward_appeal,
        _("Forwarded. The reporter sees to which body."),
        form=appeal_forms.ForwardAppealForm,
        perm="reports.answer_appeal",
        group="appeal",
    ),
    Action(
        "extend-appeal",
        _("Extend the term"),
        "calendar3",
        possible.appeal_extends,
        appeals.extend_appeal,
        _("Extended to 45 days. The reporter reads why."),
        form=appeal_forms.ExtendAppealForm,
        perm="reports.extend_appeal",
        group="appeal",
    ),
    Action(
        "redate-appeal",
        _("Correct the day"),
        "calendar3",
        possible.appeal_waits,
        appeals.redate_appeal,
        _("Corrected. The reporter reads both days and why."),
        form=appeal_forms.RedateAppealForm,
        perm="reports.answer_appeal",
        group="appeal",
    ),
    Action(
        "consent",
        _("Record the consent"),
        "shield-check",
        lambda report, _user: report.registration == Registration.INVESTIGATION and report.consent_noted_at is None,
        release.note_consent,
        _("The consent is recorded."),
        form=forms.ConsentForm,
        perm="reports.release_report",
        group="release",
    ),
    Action(
        "release",
        _("Release"),
        "megaphone",
        lambda report, _user: report.release_state != ReleaseState.RELEASED and possible.may_be_public(report),
        release.release_report,
        _("Released. Everybody reads these words, and nothing else of the report."),
        form=forms.ReleaseForm,
        perm="reports.release_report",
        group="release",
    ),
    Action(
        "edit-release",
        _("Change the words"),
        "pencil",
        lambda report, _user: report.release_state == ReleaseState.RELEASED and possible.may_be_public(report),
        release.release_report,
        _("Changed. What stood there before is kept in the log."),
        form=forms.ReleaseForm,
        perm="reports.release_report",
        group="release",
    ),
    Action(
        "withhold",
        _("Do not release"),
        "eye-slash",
        lambda report, _user: report.release_state == ReleaseState.PENDING and not report.is_sealed,
        release.withhold_release,
        _("Nothing of this report becomes public."),
        perm="reports.release_report",
        group="release",
    ),
    Action(
        "withdraw-release",
        _("Withdraw the release"),
        "eye-slash",
        lambda report, _user: report.release_state == ReleaseState.RELEASED,
        release.withdraw_release,
        _("The release is withdrawn. What was released is kept in the log."),
        perm="reports.withdraw_release",
        group="release",
        is_final=True,
        explains=_("It disappears from the map and its public page at once. The reporter is told."),
    ),
    Action(
        "hold",
        _("Keep from erasing"),
        "lock",
        lambda report, _user: not report.hold_reason and report.erased_at is None,
        erasure.hold_report,
        _("Kept: neither its reporter nor the clock erases anything of it."),
        form=forms.HoldForm,
        perm="reports.hold_report",
    ),
    Action(
        "lift-hold",
        _("Allow erasing again"),
        "lock",
        lambda report, _user: bool(report.hold_reason),
        erasure.lift_hold,
        _("The ordinary terms go on."),
        perm="reports.hold_report",
    ),
    Action(
        "mark-read",
        _("Nothing to answer"),
        "check-lg",
        lambda report, _user: report.unread_reply,
        _mark_read,
        _("The message counts as read."),
        perm="reports.answer_report",
        group="thread",
    ),
)

ACTIONS = {action.name: action for action in _ALL}


def allowed_actions(report, user):
    """Return what this person can do with the report now, as {group: [Action]}."""
    groups = {"bar": [], "registration": [], "appeal": [], "release": [], "thread": []}
    may = cache(lambda perm: user.has_perm(perm, report))  # a few rules for all actions
    for action in _ALL:
        if may(action.perm) and action.possible(report, user):
            groups[action.group].append(action)
    return groups

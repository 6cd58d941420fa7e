"""What is said of each event of a report: to its reporter, to the police, and to those who follow it or its area.

A reporter's mail may be read over their shoulder. It names the step and whose turn it is, and nothing of the report:
no kind, no place, no words of either side, nobody's name. Restricted reports are told in the very same words.
"""

from django.utils.translation import gettext_lazy as _

from apps.reports.enums import ReportEvent

_POLICE_TURN = _("It is the turn of the police. Nothing is needed from you.")
_YOUR_ANSWER = _("It is your turn: the police wait for your answer.")
_MAY_WRITE = _("You can read it and write back. Nothing else is needed from you.")
_NOTHING = _("Nothing is needed from you.")

# event name: (what changed, whose turn it is)
TO_REPORTER = {
    ReportEvent.RECEIVED: (_("We have received what you sent."), _POLICE_TURN),
    ReportEvent.ACKNOWLEDGED: (_("An officer has read it."), _POLICE_TURN),
    ReportEvent.STARTED: (_("The work on it goes on."), _POLICE_TURN),
    ReportEvent.ASKED: (_("The police have a question for you."), _YOUR_ANSWER),
    ReportEvent.REFERRED: (
        _("It was passed on to those who can act on it."),
        _("It is their turn. Nothing is needed from you."),
    ),
    ReportEvent.REFERRAL_ACCEPTED: (
        _("Those it was passed on to have accepted it."),
        _("It is their turn. The page says by when. Nothing is needed from you."),
    ),
    ReportEvent.REFERRAL_MOVED: (
        _("Those it was passed on to need until another day."),
        _("The page says which, and why. It is their turn. Nothing is needed from you."),
    ),
    ReportEvent.REFERRAL_ANSWERED: (
        _("Those it was passed on to have answered."),
        _("You can read it. It is the turn of the police. Nothing is needed from you."),
    ),
    ReportEvent.REFERRAL_RETURNED: (
        _("Those it was passed on to have given it back."),
        _("The page says why. It is the turn of the police. Nothing is needed from you."),
    ),
    ReportEvent.IDENTITY_SHARED: (
        _("Your name was given to those it was passed on to, as you agreed."),
        _("The page says to whom. You can take it back there."),
    ),
    ReportEvent.HANDED_OVER: (
        _("It was handed over to another service."),
        _("The page says to which, and whom to ask there."),
    ),
    ReportEvent.RESOLVED: (
        _("There is an answer: it is solved."),
        _("It is your turn: say whether it is. After 14 days without a word from you it is closed."),
    ),
    ReportEvent.DECLINED: (
        _("It was closed without action."),
        _("The page says why. You can object, and then somebody else decides."),
    ),
    ReportEvent.JOINED: (
        _("It was joined with another one about the same thing."),
        _("You will go on being told. Nothing is needed from you."),
    ),
    ReportEvent.SPLIT: (
        _("A part of what you told is dealt with as a report of its own now."),
        _("You follow both on its page. Nothing is needed from you."),
    ),
    ReportEvent.SEPARATED: (_("It is dealt with by itself again."), _("The page says whose turn it is.")),
    ReportEvent.CLOSED: (
        _("It is closed now."),
        _("Nothing is needed from you. If it is not solved, you can open it again within 90 days."),
    ),
    ReportEvent.REOPENED: (_("It was opened again."), _POLICE_TURN),
    ReportEvent.ANSWERED: (_("The police wrote to you."), _MAY_WRITE),
    ReportEvent.PUBLIC_UPDATE: (_("The police wrote a public update."), _NOTHING),
    ReportEvent.RELEASED: (
        _("A summary was written for the public."),
        _("Your own words and your name are not in it. Nothing is needed from you."),
    ),
    ReportEvent.PHOTO_RELEASED: (
        _("A photo was made public, with what identifies people covered."),
        _NOTHING,
    ),
    ReportEvent.RELEASE_WITHDRAWN: (_("The public summary was taken back."), _NOTHING),
    ReportEvent.REGISTERED: (
        _("There is a new entry in the police record."),
        _("The page shows its number. Nothing is needed from you."),
    ),
    ReportEvent.APPEAL_REGISTERED: (
        _("It was entered in the register of appeals."),
        _("The page shows its number and the day of the answer. Nothing is needed from you."),
    ),
    ReportEvent.APPEAL_EXTENDED: (
        _("Its answer needs more time, as the law allows."),
        _("The page says why and until when. Nothing is needed from you."),
    ),
    ReportEvent.APPEAL_REDATED: (
        _("The day on which it came in was corrected, and with it the day of the answer."),
        _("The page says why and until when. Nothing is needed from you."),
    ),
    ReportEvent.APPEAL_FORWARDED: (
        _("It was forwarded to the body that is competent."),
        _("The page says to which. Nothing is needed from you."),
    ),
    ReportEvent.APPEAL_ANSWERED: (_("The answer that the law asks for is there."), _MAY_WRITE),
    ReportEvent.NEXT_NEWS: (
        _("The police promise you news by a day."),
        _("The page says by which. Nothing is needed from you."),
    ),
    ReportEvent.CONTACT_OPENED: (
        _("An officer opened your contact details."),
        _("The page says who and why. Nothing is needed from you."),
    ),
    ReportEvent.REMINDED: (
        _("The police still wait for your answer."),
        _("It is your turn: without your answer they cannot go on."),
    ),
    ReportEvent.LASTING_ASKED: (
        _("It was closed four weeks ago."),
        _("It is your turn: say whether it is still solved. One click is enough."),
    ),
    ReportEvent.CLOSES_SOON: (
        _("It closes by itself in a few days."),
        _("It is your turn: say whether it is solved. If you say nothing, it is taken as solved."),
    ),
}

# event name: (what changed, also the subject; what is needed). Placeholders: reference, area, answer_due, register_due,
# appeal_due
TO_POLICE = {
    ReportEvent.RECEIVED: (
        _("New report %(reference)s in %(area)s"),
        _("The first answer is due by %(answer_due)s."),
    ),
    ReportEvent.REGISTRATION_DUE: (
        _("Crime report %(reference)s waits to be registered"),
        _("Enter it in the police record by %(register_due)s. This clock does not pause."),
    ),
    ReportEvent.ASSIGNED: (
        _("Report %(reference)s is yours now"),
        _("The first answer is due by %(answer_due)s."),
    ),
    ReportEvent.NOTED: (_("A colleague named you in a note on %(reference)s"), _("Read it on the desk.")),
    ReportEvent.REPLIED: (_("The reporter of %(reference)s wrote"), _("Read it and answer.")),
    ReportEvent.DISPUTED: (
        _("Not solved, says the reporter of %(reference)s"),
        _("Take it up again. Whoever called it solved does not decide a second time."),
    ),
    ReportEvent.OBJECTED: (
        _("The reporter of %(reference)s objects to its closing"),
        _("Somebody who has not decided it before looks at it again."),
    ),
    ReportEvent.REOPENED: (_("The reporter opened %(reference)s again"), _("Take it up again.")),
    ReportEvent.CORRECTED: (
        _("The reporter corrected %(reference)s"),
        _("Read it anew. What stood there first is kept beside it."),
    ),
    ReportEvent.WITHDRAWN: (_("The reporter took %(reference)s back"), _("Nothing is needed.")),
    ReportEvent.REFERRAL_MOVED: (
        _("Another day is promised for %(reference)s, which was passed on"),
        _("Read which and why. Nothing is needed unless it is too late."),
    ),
    ReportEvent.REFERRAL_ANSWERED: (
        _("There is an answer to %(reference)s, which was passed on"),
        _("Read it and see what is left to do."),
    ),
    ReportEvent.REFERRAL_RETURNED: (
        _("%(reference)s, which was passed on, has come back"),
        _("Read why and take it up again."),
    ),
    ReportEvent.APPEALED: (
        _("%(reference)s is a statutory appeal now"),
        _("Register it, or forward it to the competent body, by %(appeal_due)s. This clock does not pause."),
    ),
    ReportEvent.APPEAL_DUE_SOON: (
        _("The term of the appeal %(reference)s ends soon"),
        _("The law gives until %(appeal_due)s. This clock does not pause."),
    ),
    ReportEvent.APPEAL_OVERDUE: (
        _("The term of the appeal %(reference)s is over"),
        _("The law gave until %(appeal_due)s. See to it at once."),
    ),
    ReportEvent.CAME_BACK: (
        _("%(reference)s is back after four weeks, says its reporter"),
        _("Look at it again. It can be opened again within 90 days of its closing."),
    ),
    ReportEvent.ANSWER_OVERDUE: (
        _("The first answer to %(reference)s is overdue"),
        _("It was due by %(answer_due)s. See to it that somebody answers."),
    ),
    ReportEvent.REFERRAL_OVERDUE: (
        _("%(reference)s is overdue with those it was passed on to"),
        _("They are told as well. Ask them, or take it back and go on."),
    ),
    ReportEvent.REGISTRATION_OVERDUE: (
        _("%(reference)s is not registered, and its 24 hours are over"),
        _("It was to be in the police record by %(register_due)s. See to it at once."),
    ),
}

# To another organisation: (what changed, also the subject; what is needed). Placeholders: reference, area, due
TO_PARTNER = {
    ReportEvent.REFERRED: (
        _("The police pass %(reference)s in %(area)s on to you"),
        _("Accept it, or return it if it is not yours. An answer is expected by %(due)s."),
    ),
    ReportEvent.REFERRAL_OVERDUE: (
        _("Your answer on %(reference)s in %(area)s is overdue"),
        _("It was expected by %(due)s. Say what was done, or return it."),
    ),
    ReportEvent.REFERRAL_RECALLED: (
        _("%(reference)s in %(area)s is no longer with you"),
        _("The police deal with it themselves. Nothing is needed from you."),
    ),
}

# event name: what changed, also the subject. Placeholder: the released title
TO_FOLLOWER = {
    ReportEvent.PUBLISHED: _("New: %(title)s"),
    ReportEvent.STARTED: _("In progress: %(title)s"),
    ReportEvent.REFERRED: _("Passed on: %(title)s"),
    ReportEvent.HANDED_OVER: _("Handed over to another service: %(title)s"),
    ReportEvent.PUBLIC_UPDATE: _("News: %(title)s"),
    ReportEvent.RESOLVED: _("Solved: %(title)s"),
    ReportEvent.DECLINED: _("Closed without action: %(title)s"),
    ReportEvent.REOPENED: _("Opened again: %(title)s"),
}

# Of these, what whoever follows an area or a circle hears.
AROUND = (ReportEvent.PUBLISHED, ReportEvent.PUBLIC_UPDATE, ReportEvent.RESOLVED)

"""Who may do what with a report. Whether it is possible now is the service's to say."""

import rules

from apps.accounts.enums import FILING_ROLES, RoleKind
from apps.reports.enums import Sensitivity
from apps.reports.querysets import TEMPLATE_KEEPERS


@rules.predicate
def is_reporter(user, report):
    """Wrote it, signed in or by the secret code of its receipt."""
    if report is None:
        return False
    if receipt := getattr(user, "report_id", None):
        return receipt == report.pk or (receipt == report.split_from_id and report.reporter_id is None)
    return user.is_authenticated and report.reporter_id == user.pk


@rules.predicate
def is_supervisor(user, report):
    """Supervises the report's area."""
    return user.is_authenticated and report is not None and user.holds(RoleKind.SUPERVISOR, area=report.area)


@rules.predicate
def is_officer(user, report):
    """Is an officer of the report's area; a restricted report must have been assigned to them."""
    if not user.is_authenticated or report is None or not user.holds(RoleKind.OFFICER, area=report.area):
        return False
    return report.sensitivity != Sensitivity.SEALED or report.assignee_id == user.pk


@rules.predicate
def works_reports(user, _=None):
    """Is an officer or supervisor somewhere."""
    return user.is_authenticated and user.holds(RoleKind.OFFICER, RoleKind.SUPERVISOR)


@rules.predicate
def keeps_templates(user, template=None):
    """Is a supervisor or administrator of the template's area, or somewhere."""
    area = template.area if template is not None else None
    return user.is_authenticated and user.holds(*TEMPLATE_KEEPERS, area=area)


@rules.predicate
def keeps_view(user, view):
    """Has the view of the queue to themselves, or supervises the area with which it is shared."""
    if not user.is_authenticated or view is None:
        return False
    if view.area_id is None:
        return view.owner_id == user.pk
    return user.holds(RoleKind.SUPERVISOR, area=view.area)


@rules.predicate
def supervises(user, _=None):
    """Is a supervisor somewhere."""
    return user.is_authenticated and user.holds(RoleKind.SUPERVISOR)


@rules.predicate
def files_for_somebody(user, area=None):
    """Takes reports down for people in an area, or somewhere; that opens no report to them afterwards."""
    return user.is_authenticated and user.holds(*FILING_ROLES, area=area)


@rules.predicate
def is_free(user, report):
    """Nobody else has the report."""
    return report is not None and report.assignee_id in (None, user.pk)


@rules.predicate
def works_referrals(user, _=None):
    """Answers for an organisation somewhere."""
    return user.is_authenticated and any(role.organisation_id for role in user.roles_as(RoleKind.AUTHORITY))


@rules.predicate
def answers_for(user, referral):
    """Answers for the organisation that a report was passed on to, in its area; nobody does for their own report."""
    if not user.is_authenticated or referral is None or referral.report.reporter_id == user.pk:
        return False
    return any(
        role.organisation_id == referral.organisation_id and referral.report.area.path.startswith(role.area.path)
        for role in user.roles_as(RoleKind.AUTHORITY)
    )


is_police = is_officer | is_supervisor
# Nobody handles their own report from the other side of the desk.
handles = is_police & ~is_reporter

rules.add_perm("reports.work_reports", works_reports)
rules.add_perm("reports.file_for_somebody", files_for_somebody)
rules.add_perm("reports.keep_templates", keeps_templates)
rules.add_perm("reports.export_reports", supervises)
rules.add_perm("reports.keep_view", works_reports & keeps_view)
rules.add_perm("reports.hand_on", supervises)
rules.add_perm("reports.view_report", is_reporter | is_police)
rules.add_perm("reports.triage_report", handles)
rules.add_perm("reports.answer_report", handles)
rules.add_perm("reports.note_report", handles)
rules.add_perm("reports.release_report", handles)
rules.add_perm("reports.register_report", handles)
rules.add_perm("reports.answer_appeal", handles)
rules.add_perm("reports.extend_appeal", is_supervisor & ~is_reporter)
rules.add_perm("reports.open_contact", handles)
rules.add_perm("reports.assign_report", handles & (is_free | is_supervisor))
rules.add_perm("reports.export_report", is_supervisor & ~is_reporter)
rules.add_perm("reports.withdraw_release", is_supervisor & ~is_reporter)
rules.add_perm("reports.hold_report", is_supervisor & ~is_reporter)
rules.add_perm("reports.follow_own_report", is_reporter)
rules.add_perm("reports.work_referrals", works_referrals)
rules.add_perm("reports.view_referral", answers_for)
rules.add_perm("reports.answer_referral", answers_for)

"""The order of the questions: which are answered, which comes next, which came before."""

from apps.areas.models import SnapPoint
from apps.reports.models import Category
from apps.reports.selectors import similar_reports

STEPS = ("danger", "where", "what", "details", "similar", "you", "check")


def is_answered(step, answers, user):
    """Whether a question is answered, by whoever is signed in now and for the place and kind chosen now."""
    given = answers.get(step)
    if not given:
        return False
    if step == "details":
        return given["category"] == kind_of(answers)
    if step == "similar":
        return given["for"] == _place_and_kind(answers)
    if step == "you":
        return given["how"] != "account" or given["person"] == user.pk
    return True


def first_open(answers, user, *, before=None):
    """Return the first question without an answer, else the last step.

    With `before` only of those before that step, else None.
    """
    for step in STEPS[: STEPS.index(before)] if before else STEPS[:-1]:
        if not is_answered(step, answers, user):
            return step
    return None if before else STEPS[-1]


def step_before(step, answers):
    """Return the question before a step; the one about similar reports only when there were any."""
    earlier = STEPS[STEPS.index(step) - 1]
    if earlier == "similar" and not answers.get("similar", {}).get("found"):
        return "details"
    return earlier


def progress(step):
    """Return what the head of a page shows: {"number", "stages": whether each step is reached}."""
    number = STEPS.index(step) + 1
    return {"number": number, "stages": [position < number for position in range(len(STEPS))]}


def kind_of(answers):
    """Return the code of the chosen category, or ""."""
    return answers.get("what", {}).get("category", "")


def similar_to(answers):
    """Return the released open reports near the snapped place of a draft, of the same kind, nearest first."""
    category = Category.objects.filter(code=kind_of(answers)).first()
    snap_point = SnapPoint.objects.filter(pk=answers.get("where", {}).get("snap")).first()
    return list(similar_reports(category=category, snap_point=snap_point)) if category else []


def similar_answer(answers, *, found):
    """Return the answer to the question about similar reports, bound to the place and the kind it was asked for."""
    return {"for": _place_and_kind(answers), "found": found}


def _place_and_kind(answers):
    return f"{answers.get('where', {}).get('snap')} {kind_of(answers)}"

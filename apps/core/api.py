"""What every view of the API shares: permission by rule, and refusals that a machine can read."""

from django.http import Http404
from rest_framework.permissions import BasePermission
from rest_framework.response import Response
from rest_framework.views import exception_handler

from apps.core.errors import DomainError


class RulePermission(BasePermission):
    """Ask the rule that the view names in `permission_rule` (a name, or a dict of HTTP method to name).

    Before an object is known the rule is asked without one only where the view sets `rule_needs_object = False`;
    an object that the person may not see answers 404, like one that does not exist.
    """

    def has_permission(self, request, view):
        """Allow until the object is known, or decide at once when the rule needs none."""
        if getattr(view, "rule_needs_object", True):
            return True
        return request.user.has_perm(self._rule(request, view))

    def has_object_permission(self, request, view, obj):
        """Allow, or pretend that there is nothing."""
        if request.user.has_perm(self._rule(request, view), obj):
            return True
        raise Http404

    @staticmethod
    def _rule(request, view):
        rule = view.permission_rule
        return rule[request.method] if isinstance(rule, dict) else rule


def refuse(exception, context):
    """Answer a DomainError with its status (mostly 409) and `{code, message}`; leave the rest to DRF."""
    if isinstance(exception, DomainError):
        answer = Response({"code": exception.code, "message": str(exception.message)}, status=exception.status)
        if retry_after := getattr(exception, "retry_after", None):
            answer["Retry-After"] = str(retry_after)
        return answer
    return exception_handler(exception, context)

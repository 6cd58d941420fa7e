"""Permission by rule and readable refusals, for every view of the API."""

import json
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser
from rest_framework.test import APIRequestFactory
from rest_framework.views import APIView

from apps.core.api import RulePermission
from apps.core.errors import DomainError
from apps.core.rate_limits import TooManyRequests


class Refused(DomainError):
    code = "tested"


class AreaView(APIView):
    authentication_classes = []
    permission_classes = [RulePermission]
    permission_rule = "accounts.configure"
    thing = None
    error = None

    def get(self, request):
        if self.error:
            raise self.error
        self.check_object_permissions(request, self.thing)
        from rest_framework.response import Response

        return Response({"ok": True})


def answer(user, **view):
    request = APIRequestFactory().get("/")
    request.user = user
    request._force_auth_user = user
    found = AreaView.as_view(**view)(request)
    found.render()
    return found.status_code, json.loads(found.content)


@pytest.mark.django_db
def test_rule_decides_over_the_object(administrator, areas):
    assert answer(administrator, thing=areas.zarichchia) == (200, {"ok": True})


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["olena", "iryna"])
def test_object_that_may_not_be_seen_is_404(request, areas, who):
    assert answer(request.getfixturevalue(who), thing=areas.zarichchia)[0] == 404


def test_stranger_finds_nothing():
    assert answer(AnonymousUser(), thing=None)[0] == 404


def test_rule_by_method():
    view = SimpleNamespace(permission_rule={"GET": "a.b", "POST": "a.c"}, rule_needs_object=False)
    asked = []
    request = SimpleNamespace(method="POST", user=SimpleNamespace(has_perm=lambda rule: asked.append(rule) or True))

    assert RulePermission().has_permission(request, view)
    assert asked == ["a.c"]


def test_refused_action_is_409_with_code_and_sentence():
    assert answer(AnonymousUser(), error=Refused("No, because.")) == (
        409,
        {"code": "tested", "message": "No, because."},
    )


def test_too_many_requests_is_429():
    status, body = answer(AnonymousUser(), error=TooManyRequests(30))

    assert (status, body["code"]) == (429, "too_many_requests")

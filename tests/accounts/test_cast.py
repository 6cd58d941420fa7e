from apps.accounts.enums import RoleKind


def test_officer_holds_the_role_in_own_area_alone(iryna, areas):
    assert iryna.holds(RoleKind.OFFICER, area=areas.zarichchia)
    assert not iryna.holds(RoleKind.OFFICER, area=areas.stare_misto)


def test_supervisor_of_the_hromada_reaches_its_neighbourhoods(bohdan, areas):
    assert bohdan.holds(RoleKind.SUPERVISOR, area=areas.stare_misto)
    assert not bohdan.holds(RoleKind.SUPERVISOR, area=areas.raion)


def test_client_for_is_signed_in(client_for, olena):
    assert client_for(olena).session["_auth_user_id"] == str(olena.pk)

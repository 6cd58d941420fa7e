"""People at the desk: who works here, for administrators."""

from django.urls import path

from apps.accounts.views import staff

app_name = "accounts_staff"

urlpatterns = [
    path("", staff.people, name="people"),
    path("invite/", staff.invite_one, name="invite"),
    path("invite/list/", staff.invite_list, name="invite_list"),
    path("roles/<int:pk>/end/", staff.end, name="end_role"),
    path("roles/<int:pk>/letter/", staff.send_again, name="send_again"),
    path("<int:pk>/lost-factor/", staff.lost_factor, name="lost_factor"),
    path("lost-factors/<int:pk>/confirm/", staff.confirm_lost_factor, name="confirm_lost_factor"),
    path("lost-factors/<int:pk>/withdraw/", staff.withdraw_lost_factor, name="withdraw_lost_factor"),
]

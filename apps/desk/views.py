"""My work: what of everything at the desk waits for the one who looks."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from apps.areas.models import Area
from apps.desk.selectors import my_referrals, my_reports
from apps.reports.staff.choices import police_areas


@require_safe
def home(request):
    """Answer with what is late, due and new for this person; who works on no reports is told where to go."""
    if not request.user.has_perm("reports.work_reports"):
        referrals = my_referrals(request.user) if request.user.has_perm("reports.work_referrals") else None
        return render(request, "desk/home.html", {"now": timezone.now(), "referrals": referrals})
    areas = police_areas(request.user)
    area = None
    if slug := request.GET.get("area", ""):
        within = Area.objects.within_any(areas).defer("boundary")
        area = next((area for area in within if area.slug == slug), None)
    zone = (area or areas[0]).zone
    now = timezone.localtime(timezone=zone)
    return render(request, "desk/home.html", {"work": my_reports(request.user, area=area, now=now), "now": now})

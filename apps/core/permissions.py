"""How a page asks for a permission."""

import functools

from django.http import Http404


def shown_to(permission):
    """Decorate a view: whoever lacks the permission, asked for no object, finds no page."""

    def decorate(view):
        @functools.wraps(view)
        def checked(request, *args, **kwargs):
            if not request.user.has_perm(permission):
                raise Http404
            return view(request, *args, **kwargs)

        return checked

    return decorate

"""What the log may say: where something went wrong, never what a person wrote."""

import logging
import traceback


class ContentFreeFormatter(logging.Formatter):
    """Write a request as its route, and an exception as its kind and its places in the code.

    The message of an exception can quote a row of the database or a form, and a path can hold what was typed.
    """

    def format(self, record):
        """Return the line, and the traceback without the exception's own words."""
        request = getattr(record, "request", None)
        if request is not None:
            match = getattr(request, "resolver_match", None)
            route = match.route if match else "no route"
            record = logging.makeLogRecord(record.__dict__)
            record.msg, record.args = f"{getattr(record, 'status_code', '')} {request.method} {route}".strip(), ()
        return super().format(record)

    def formatException(self, exc_info):
        """Return the frames and the kind of the exception."""
        kind, _exception, place = exc_info
        frames = "".join(traceback.format_tb(place))
        return f"{frames}{kind.__module__}.{kind.__qualname__}"

"""Run the proof and print its tables; ends with 1 when something that must hold does not, or the other way round."""

import argparse
import os
import signal
import sys

from tests.faults.full.servers import Servers

PARTS = ("kills", "guards", "scenarios", "latency")


def main():
    """Start servers of our own, prepare a database, run the parts that were asked for."""
    parser = argparse.ArgumentParser(prog="make faults", description=__doc__)
    parser.add_argument("parts", nargs="*", help=f"some of {', '.join(PARTS)}; all of them without")
    parser.add_argument("--notifications", type=int, default=10_000)
    parser.add_argument("--kills", type=int, default=200)
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # the servers are to be stopped then, too
    with Servers() as servers:
        os.environ.update(
            servers.environment, DJANGO_SETTINGS_MODULE="copportal.settings", LOG_LEVEL="CRITICAL", DEBUG="0"
        )
        _prepare()
        from tests.faults.full import report

        failed = [part for part in options.parts or PARTS if not getattr(report, part)(servers, options)]
    print(f"Failed: {', '.join(failed)}" if failed else "Everything holds that must, and fails that must.")
    return bool(failed)


def _prepare():
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)


if __name__ == "__main__":
    sys.exit(main())

"""How the import commands run and what they print."""

import time

from django.core.management.base import CommandError
from django.db import transaction

from apps.core.errors import DomainError


def in_transaction(run, *, dry_run):
    """Run an import in one transaction, undone when `dry_run`; return (report, seconds).

    A file refused as a whole ends the command with its sentence.
    """
    started = time.monotonic()
    try:
        with transaction.atomic():
            report = run()
            if dry_run:
                transaction.set_rollback(True)
    except DomainError as refusal:
        raise CommandError(refusal.message) from refusal
    return report, time.monotonic() - started


def finish(command, what, report, seconds, *, dry_run):
    """Print what happened; raise `CommandError` when something was refused, so that a script notices."""
    for refusal in report.refusals:
        command.stderr.write(refusal)
    done = "checked, nothing written" if dry_run else "done"
    command.stdout.write(f"{what}: {report.summary()}; {done} in {seconds:.1f} s.")
    if report.refusals:
        rest = "would be imported" if dry_run else "are imported"
        raise CommandError(f"{len(report.refusals)} refused (see above); the others {rest}.")

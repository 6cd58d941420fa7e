"""Django's makemessages without guesses."""

from django.core.management.commands import makemessages


class Command(makemessages.Command):
    """A guessed translation is marked fuzzy, which no check of what is missing sees; so none is made."""

    msgmerge_options = [*makemessages.Command.msgmerge_options, "--no-fuzzy-matching"]

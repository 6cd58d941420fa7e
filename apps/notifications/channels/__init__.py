"""The ways to a person behind one interface: a class per channel, opened for a batch and closed after it."""

from apps.notifications.channels.email import EmailChannel
from apps.notifications.channels.push import PushChannel
from apps.notifications.enums import Channel

CHANNELS = {Channel.EMAIL: EmailChannel, Channel.PUSH: PushChannel}


class OpenChannels:
    """The channels of one batch: each is made when first needed and closed at the end of the `with` block.

    A channel whose service does not answer is set aside for the rest of the batch, so that a dead server costs one
    time-out and not one for each row.
    """

    def __init__(self):
        self._open = {}
        self._set_aside = set()

    def __enter__(self):
        return self

    def __exit__(self, *_error):
        for channel in self._open.values():
            channel.close()

    @property
    def usable(self):
        """The names of the channels that may be tried."""
        return [name for name in CHANNELS if name not in self._set_aside]

    def __getitem__(self, name):
        if name not in self._open:
            self._open[name] = CHANNELS[name]()
        return self._open[name]

    def set_aside(self, name):
        """Do not try this channel again in this batch."""
        self._set_aside.add(name)

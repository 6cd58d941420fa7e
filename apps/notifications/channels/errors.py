"""How a channel says that it could not deliver; `code` is short and holds nothing of the message or the address."""


class NotDelivered(Exception):
    """The message did not leave."""

    def __init__(self, code):
        super().__init__(code)
        self.code = code


class TryLater(NotDelivered):
    """This message was not taken now and may be later."""


class Unreachable(TryLater):
    """The service behind the channel does not answer; no other message would fare better now."""


class NobodyThere(NotDelivered):
    """There is no longer anywhere to send it: nothing went wrong, nothing is to be mended."""


class Refused(NotDelivered):
    """This message will not be taken, however often it is offered."""


class UnknownAddress(Refused):
    """The server says that there is no such mailbox: nothing will ever arrive there."""

"""The one kind of refusal that services raise."""


class DomainError(Exception):
    """A refused action, with a translated sentence for the person who asked; pages show it, the API answers 409.

    Subclasses set `code` to a stable identifier for machines, and `status` where another answer than 409 fits.
    """

    code = "refused"
    status = 409

    def __init__(self, message):
        super().__init__(message)
        self.message = message

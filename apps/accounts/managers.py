"""How people are made and found."""

from django.contrib.auth.base_user import BaseUserManager


class PersonManager(BaseUserManager):
    """People are known by their e-mail address, in lower case."""

    def create_user(self, email, password=None, **fields):
        """Create a person; without a password they sign in by a mailed code."""
        if not email:
            raise ValueError("A person needs an e-mail address.")
        person = self.model(email=email.strip().lower(), **fields)
        person.set_password(password)
        person.save()
        return person

    def get_by_natural_key(self, email):
        """The person with this address, whatever its case."""
        return self.get(email=email.strip().lower())

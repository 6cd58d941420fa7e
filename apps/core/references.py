"""Codes that people read aloud, copy from paper and type."""

import math
import secrets

# No I, L, O, S, Z, 0, 1, 2, 5, B, 8: nothing that looks or sounds like another character.
REFERENCE_LETTERS = "ACDEFGHJKMNPQRTUVWXY"
REFERENCE_DIGITS = "34679"
REFERENCE_ALPHABETS = (REFERENCE_LETTERS, REFERENCE_LETTERS, REFERENCE_DIGITS, REFERENCE_DIGITS) * 2
REFERENCES = math.prod(len(alphabet) for alphabet in REFERENCE_ALPHABETS)
CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def new_reference():
    """Return a random reference such as `KV47-RM93`: two letters, two digits, twice; 10^8 of them, none guessable.

    The caller's unique constraint decides; on a collision it asks again.
    """
    number, characters = secrets.randbelow(REFERENCES), []
    for alphabet in REFERENCE_ALPHABETS:
        number, index = divmod(number, len(alphabet))
        characters.append(alphabet[index])
    return f"{''.join(characters[:4])}-{''.join(characters[4:])}"


def normalise_reference(text):
    """Return typed text in the form of a reference (`kv47 rm93` becomes `KV47-RM93`), or "" when it cannot be one."""
    bare = "".join(character for character in text.upper() if character.isalnum())
    return f"{bare[:4]}-{bare[4:]}" if len(bare) == 8 and bare.isascii() else ""


def new_secret_code():
    """Return 16 random Crockford base32 characters in four groups (80 bits), fit for paper."""
    code = "".join(secrets.choice(CROCKFORD) for _ in range(16))
    return "-".join(code[start : start + 4] for start in range(0, 16, 4))


def normalise_secret_code(text):
    """Return the 16 characters that were meant (Crockford: O is 0, I and L are 1; separators ignored), or ""."""
    meant = text.upper().translate(str.maketrans("OIL", "011"))
    bare = "".join(character for character in meant if character in CROCKFORD)
    letters = sum(character.isalnum() for character in meant)
    return bare if len(bare) == letters == 16 else ""

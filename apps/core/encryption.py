"""Envelope encryption: a data key per object, wrapped by a master key that lives outside the database.

Destroying the wrapped key is erasure: what it encrypted cannot be read again, in the database or in any backup of it
that does not hold the key row.
"""

import base64
import hashlib
import hmac
import os

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.keywrap import aes_key_unwrap, aes_key_wrap
from django.conf import settings

NONCE_BYTES = 12


def _master_key():
    return base64.urlsafe_b64decode(settings.MASTER_KEY)


def new_data_key():
    """Return a new random 256-bit key, wrapped by the master key (RFC 3394): 40 bytes to store with its object."""
    return aes_key_wrap(_master_key(), AESGCM.generate_key(256))


def encrypt(wrapped_key, text):
    """Return text encrypted under a wrapped data key (AES-256-GCM, random nonce in front)."""
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(aes_key_unwrap(_master_key(), bytes(wrapped_key))).encrypt(nonce, text.encode(), None)


def decrypt(wrapped_key, cipher):
    """Return the text of `encrypt`; raises `cryptography.exceptions.InvalidTag` for a wrong key or altered bytes."""
    cipher = bytes(cipher)
    key = AESGCM(aes_key_unwrap(_master_key(), bytes(wrapped_key)))
    return key.decrypt(cipher[:NONCE_BYTES], cipher[NONCE_BYTES:], None).decode()


def derived_secret(purpose):
    """Return 32 bytes that stand for one purpose: the same as long as the master key is, and no way back to it."""
    return hmac.new(_master_key(), purpose.encode(), hashlib.sha256).digest()


def blind_index(text):
    """Return 64 hexadecimal digits by which an encrypted text is found again, the same for any case and outer blanks.

    A hash keyed by the master key: whoever has the database alone cannot try addresses or numbers against it.
    """
    key = derived_secret("blind index")
    return hmac.new(key, text.strip().casefold().encode(), hashlib.sha256).hexdigest()

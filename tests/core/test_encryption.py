"""What is encrypted can be read with its own key, unaltered, and by nobody once that key is destroyed."""

import base64
import os

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.keywrap import InvalidUnwrap

from apps.core.encryption import decrypt, encrypt, new_data_key

WORDS = "Олена, +380 44 000 00 00 — під’їзд 3"


def test_encrypt_round_trip_gives_the_words_back():
    key = new_data_key()
    assert decrypt(key, encrypt(key, WORDS)) == WORDS


def test_encrypt_from_database_buffers_gives_the_words_back():
    key = new_data_key()
    assert decrypt(memoryview(key), memoryview(encrypt(key, WORDS))) == WORDS


def test_encrypt_empty_text_is_not_recognisable():
    key = new_data_key()
    assert decrypt(key, encrypt(key, "")) == ""
    assert len(encrypt(key, "")) == 28  # nonce and tag


def test_encrypt_holds_no_word_in_clear():
    cipher = encrypt(new_data_key(), WORDS)
    words = [word.encode() for word in WORDS.split()]
    assert not [word for word in words if len(word) > 4 and word in cipher]  # two digits may stand there by chance


def test_encrypt_same_words_twice_differ():
    key = new_data_key()
    assert encrypt(key, WORDS) != encrypt(key, WORDS)


def test_new_data_key_is_wrapped_and_new_each_time():
    keys = {new_data_key() for _ in range(10)}
    assert len(keys) == 10
    assert {len(key) for key in keys} == {40}


def test_decrypt_with_the_key_of_another_object_is_refused():
    cipher = encrypt(new_data_key(), WORDS)
    with pytest.raises(InvalidTag):
        decrypt(new_data_key(), cipher)


@pytest.mark.parametrize("position", [0, 12, -1])
def test_decrypt_altered_bytes_are_refused(position):
    key = new_data_key()
    cipher = bytearray(encrypt(key, WORDS))
    cipher[position] ^= 1
    with pytest.raises(InvalidTag):
        decrypt(key, cipher)


def test_decrypt_with_a_destroyed_key_is_impossible():
    cipher = encrypt(new_data_key(), WORDS)
    with pytest.raises(InvalidUnwrap):
        decrypt(b"", cipher)


def test_decrypt_under_another_master_key_is_impossible(settings):
    key = new_data_key()
    cipher = encrypt(key, WORDS)
    settings.MASTER_KEY = base64.urlsafe_b64encode(os.urandom(32)).decode()
    with pytest.raises(InvalidUnwrap):
        decrypt(key, cipher)

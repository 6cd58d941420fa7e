"""The tests reach nobody outside this machine."""

import socket

import pytest


def test_connection_to_another_machine_is_refused():
    with socket.socket() as client, pytest.raises(RuntimeError, match="only loopback"):
        client.connect(("192.0.2.1", 80))

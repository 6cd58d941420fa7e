"""The demo's mail server as a process."""

import os
import smtplib
import socket
import subprocess
import sys

import pytest
from django.core.management import CommandError, call_command

from tests.faults.conftest import CHECKOUT


@pytest.fixture
def port():
    """A free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def test_the_mailbox_keeps_a_letter_and_ends_when_told(tmp_path, port):
    server = subprocess.Popen(
        [sys.executable, "manage.py", "demo_mailbox"],
        cwd=CHECKOUT,
        env=os.environ | {"DEMO": "1", "DATA_DIR": str(tmp_path), "EMAIL_URL": f"smtp://127.0.0.1:{port}"},
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert f"127.0.0.1:{port}" in server.stderr.readline()
        with smtplib.SMTP("127.0.0.1", port, timeout=10) as client:
            client.sendmail("portal@copportal.example", ["olena@example.org"], "Subject: Hello\n\nIt works.\n")
            with pytest.raises(smtplib.SMTPSenderRefused):
                client.sendmail("portal@copportal.example", ["olena@example.org"], "x" * 2_000_000)
        server.terminate()
        assert server.wait(10) == 0
    finally:
        server.kill()
        server.communicate()

    (kept,) = (tmp_path / "mail").glob("*.eml")
    assert b"Subject: Hello" in kept.read_bytes()


def test_the_mailbox_outside_a_demo_says_what_to_do(settings):
    settings.DEMO = False

    with pytest.raises(CommandError, match="EMAIL_URL"):
        call_command("demo_mailbox")

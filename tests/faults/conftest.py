"""Real processes against the database of the test."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.db import connection

from tests.faults.nursery import Nursery
from tests.faults.sink import Sink

CHECKOUT = Path(__file__).resolve().parents[2]
LEASE = 1.0  # seconds


@pytest.fixture
def sink():
    """A mail server that is running."""
    with Sink() as running:
        yield running


def database_url():
    """Return the address of the database of the tests, as a process takes it."""
    values = connection.settings_dict
    return "postgis://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format_map(values)


@pytest.fixture
def environment(transactional_db, sink):
    """The environment of a process that works on the database of the test and sends to the sink."""
    return os.environ | {
        "DATABASE_URL": database_url(),
        "EMAIL_URL": f"smtp://127.0.0.1:{sink.port}",
        "DELIVERY_LEASE": str(LEASE),
        "EMAIL_TIMEOUT": "20",
    }


@pytest.fixture
def start(environment):
    """Return `start(module, *arguments, **variables)`: a Python process, ended with the test at the latest."""
    running = []

    def run(module, *arguments, **variables):
        process = subprocess.Popen(
            [sys.executable, "-m", module, *arguments],
            cwd=CHECKOUT,
            env=environment | variables,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        running.append(process)
        return process

    yield run
    for process in running:
        process.kill()
        process.communicate()


@pytest.fixture(scope="session")
def nursery():
    """Where relays come from."""
    with Nursery(CHECKOUT) as running:
        yield running


@pytest.fixture
def start_relay(environment, nursery):
    """Return `start_relay(**variables)`: a relay as a process of its own, ended with the test at the latest."""
    running = []

    def run(**variables):
        running.append(nursery.begin(environment | variables))
        return running[-1]

    yield run
    for relay in running:
        relay.kill()
        relay.wait()


@pytest.fixture
def eventually():
    """Return `eventually(condition)`: wait until the condition holds, at most 30 seconds."""

    def wait(condition):
        end = time.monotonic() + 30
        while not condition():
            assert time.monotonic() < end, "it never came to be"
            time.sleep(0.05)

    return wait

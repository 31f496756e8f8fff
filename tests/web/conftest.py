"""The application without a browser: fast checks of statuses and texts."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from services.demo.people import PASSWORD
from tests.support.bank import Bank
from web.app import create_app
from web.settings import load_settings


@pytest.fixture
def app(bank: Bank, tmp_path: Path) -> Flask:
    """The application on the test's bank; forged requests are tested apart, so the token is off here."""
    app = create_app(load_settings(home=tmp_path, testing=True), bank.runtime)
    app.config["WTF_CSRF_ENABLED"] = False
    return app


def signed_in(app: Flask, login: str) -> FlaskClient:
    """A client of that person."""
    client = app.test_client()
    answer = client.post("/sign-in", data={"login": login, "password": PASSWORD})
    assert answer.status_code == 303, answer.text
    return client

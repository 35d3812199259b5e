"""Where the served page signs people in: at the services that the policy names, and nowhere else."""

from __future__ import annotations

import pytest
from mail_services import APP_ID, CLIENT_ID

from cli.given import run
from replylint.errors import ConfigError
from replylint.model import Settings
from replylint.web.sign_in import sign_in_of


def test_policy_that_names_no_registration_signs_nobody_in() -> None:
    """Without an app ID there is nothing to sign in to, whatever the tenant."""
    assert sign_in_of(Settings(outlook_tenant="harborfalls.example")) is None


def test_addresses_are_those_of_microsoft_and_google() -> None:
    """The page connects to the service that is named, over HTTPS, and to no other."""
    outlook = sign_in_of(Settings(outlook_app_id=APP_ID))
    assert outlook
    assert outlook.connections == ("https://login.microsoftonline.com", "https://graph.microsoft.com")
    assert outlook.outlook
    assert outlook.outlook.authorize == "https://login.microsoftonline.com/organizations/oauth2/v2.0/authorize"
    assert outlook.outlook.api == "https://graph.microsoft.com/v1.0/me/mailboxSettings"
    gmail = sign_in_of(Settings(google_client_id=CLIENT_ID))
    assert gmail
    assert gmail.connections == ("https://gmail.googleapis.com",)
    both = sign_in_of(Settings(outlook_app_id=APP_ID, outlook_tenant="harborfalls.example", google_client_id=CLIENT_ID))
    assert both
    assert both.connections == (*outlook.connections, *gmail.connections)
    assert both.outlook
    assert "/harborfalls.example/" in both.outlook.token


@pytest.mark.parametrize(
    "address",
    [
        "https://login.example.org",
        "http://login.example.org:80",
        "http://127.0.0.1",
        "http://127.0.0.1:8080/path",
        "http://127.0.0.1:8080@login.example.org:80",
        "http://127.0.0.1.example.org:80",
        "http://127.0.0.1:80; script-src *",
        "http://10.0.0.1:8080",
        "https://127.0.0.1:8080",
        "//127.0.0.1:8080",
    ],
)
def test_stand_ins_are_on_this_computer_alone(address: str) -> None:
    """Nothing but loopback can take the place of Microsoft and Google."""
    with pytest.raises(ConfigError, match="and nowhere else"):
        sign_in_of(Settings(outlook_app_id=APP_ID), address)


@pytest.mark.parametrize(
    "words", [("--host", "0.0.0.0"), ("--allowed-host", "replies.example.gov"), ("--proxy", "127.0.0.1")]
)
def test_server_with_stand_ins_is_for_this_computer_alone(words: tuple[str, str]) -> None:
    """A server that others can reach does not take stand-ins."""
    result = run("serve", "--no-config", "--test-services", "http://127.0.0.1:8080", *words)
    assert result.exit_code == 2
    assert "--test-services" in result.stderr
    assert "--test-services" not in run("serve", "--help").stdout

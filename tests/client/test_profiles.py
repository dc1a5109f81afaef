"""Where the command finds whom to talk to, and what `doctor` says of it."""

import json
import stat
import tomllib
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.client.conftest import Run, Tenant

HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _no_environment(environment: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    del environment
    monkeypatch.delenv("FAULTBOOK_URL")
    monkeypatch.delenv("FAULTBOOK_TOKEN")


def path_of(run: Run) -> Path:
    return Path(run("profile", "path").stdout.strip())


def test_a_profile_is_kept_by_login_and_used_from_then_on(run: Run, tenant: Tenant):
    kept = run("--url", f"{tenant.url}/", "login", "work", stdin=f"{tenant.token}\n")

    assert kept.exit_code == 0, kept.stderr
    assert tenant.token not in kept.stdout + kept.stderr
    shown = tomllib.loads(path_of(run).read_text())
    assert shown == {
        "default": "work",
        "profiles": {"work": {"url": tenant.url, "token": tenant.token}},
    }
    assert run("list").exit_code == 0
    assert run("report", "edge-7", "Uplink is down").exit_code == 0


def test_the_file_is_its_owners_only(run: Run, tenant: Tenant):
    run("--url", tenant.url, "--token", tenant.token, "login")

    assert stat.S_IMODE(path_of(run).stat().st_mode) == 0o600


def test_a_token_that_is_not_accepted_is_not_kept(run: Run, tenant: Tenant):
    refused = run("--url", tenant.url, "--token", "x.y.z", "login")

    assert refused.exit_code == 4
    assert not path_of(run).exists()
    assert run("--url", tenant.url, "--token", "x.y.z", "login", "--no-check").exit_code == 0


def test_profiles_are_listed_chosen_and_removed(run: Run, tenant: Tenant):
    for name, token in (("work", tenant.token), ("reader", tenant.read_token)):
        run("--url", tenant.url, "--token", token, "login", name)

    listed = run("profile", "list").stdout
    assert listed.splitlines() == [
        f"reader\t{tenant.url}\t{tenant.customer_id}\t",
        f"work\t{tenant.url}\t{tenant.customer_id}\tdefault",
    ]
    assert run("--profile", "reader", "report", "edge-7", "x").exit_code == 4
    assert run("report", "edge-7", "x").exit_code == 0
    assert run("profile", "use", "reader").exit_code == 0
    assert run("report", "edge-7", "x").exit_code == 4
    assert run("profile", "remove", "reader").exit_code == 0
    assert run("--profile", "reader", "list").exit_code == 2
    [left] = run("profile", "list", "--json").stdout.splitlines()
    assert (json.loads(left)["name"], json.loads(left)["default"]) == ("work", True)


def test_a_profile_that_is_asked_for_beats_the_environment_and_it_beats_the_default(
    run: Run, tenant: Tenant, monkeypatch: pytest.MonkeyPatch
):
    run("--url", tenant.url, "--token", tenant.token, "login", "work")
    run("--url", tenant.url, "--token", tenant.read_token, "login", "reader")
    report = ("report", "edge-7", "x")
    monkeypatch.setenv("FAULTBOOK_PROFILE", "reader")
    assert run(*report).exit_code == 4
    assert run("--profile", "work", *report).exit_code == 0
    monkeypatch.setenv("FAULTBOOK_TOKEN", tenant.token)
    assert run(*report).exit_code == 0
    assert run("--profile", "reader", *report).exit_code == 4


def test_the_token_of_a_profile_goes_to_no_other_url(run: Run, tenant: Tenant):
    run("--url", tenant.url, "--token", tenant.token, "login")

    elsewhere = run("--url", "http://127.0.0.1:9", "list")

    assert elsewhere.exit_code == 2
    assert "no token for http://127.0.0.1:9" in elsewhere.stderr
    assert run("--url", f"{tenant.url}/", "list").exit_code == 0


@pytest.mark.parametrize(
    "text", ["no toml", "default = 3", "profiles = 3", "[profiles.work]\nurl = 3"]
)
def test_a_broken_file_is_named(run: Run, text: str):
    path = path_of(run)
    path.parent.mkdir(parents=True)
    path.write_text(text)

    result = run("list")

    assert result.exit_code == 2
    assert str(path) in result.stderr


def test_what_is_no_url_is_called_that(run: Run):
    assert "is not a URL" in run("--url", "faults.example.com", "--token", "t", "list").stderr


def verdicts(run: Run, *options: str) -> dict[str, str]:
    found = json.loads(run(*options, "doctor", "--json").stdout)
    return {finding["name"]: finding["verdict"] for finding in found}


def test_a_doctor_finds_nothing_where_all_is_well(run: Run, tenant: Tenant):
    run("--url", tenant.url, "--token", tenant.token, "login")

    result = run("doctor")

    assert result.exit_code == 0, result.stdout
    assert {line.split("\t")[0] for line in result.stdout.splitlines()} == {"good"}
    assert verdicts(run).keys() >= {"settings", "file", "url", "connection", "clock", "health",
                                    "api", "token", "lifetime", "access"}  # fmt: skip
    assert f"of {tenant.customer_id} for" in result.stdout


def test_a_doctor_sees_a_file_that_others_can_read(run: Run, tenant: Tenant):
    run("--url", tenant.url, "--token", tenant.token, "login")
    path_of(run).chmod(0o644)

    assert verdicts(run)["file"] == "doubtful"


def test_a_doctor_sees_what_is_wrong_with_a_token(run: Run, tenant: Tenant):
    now = datetime.now(UTC)
    mint = tenant.stack.mint
    expired = mint(tenant.customer_id, now=now - 48 * HOUR)
    other = mint(tenant.customer_id, now=now)[:-6] + "AAAAAA"
    for token, wrong in (
        (expired, {"lifetime", "access"}),
        (other, {"access"}),
        ("fb_KEY_secret", {"token", "access"}),
        ("", {"token"}),
    ):
        options = ("--url", tenant.url, *(("--token", token) if token else ()))
        bad = {name for name, verdict in verdicts(run, *options).items() if verdict == "bad"}

        assert bad == wrong
        assert run(*options, "doctor").exit_code == 4


def test_a_doctor_sees_that_nobody_answers(run: Run, tenant: Tenant):
    result = run("--url", "http://127.0.0.1:9", "--token", tenant.token, "doctor")

    assert result.exit_code == 6
    assert "bad\tconnection" in result.stdout


def test_a_doctor_sees_a_clock_that_goes_wrong(
    run: Run, tenant: Tenant, monkeypatch: pytest.MonkeyPatch
):
    ahead = datetime.now(UTC) + timedelta(minutes=10, seconds=30)
    monkeypatch.setattr("faultbook_client.command.reaching.now", lambda: ahead)

    result = run("--url", tenant.url, "--token", tenant.token, "doctor")

    assert result.exit_code == 1
    assert "this machine is 10m ahead of the service" in result.stdout


def test_a_doctor_sees_that_something_else_answers(run: Run, tenant: Tenant):
    result = run("--url", f"{tenant.url}/v2", "--token", tenant.token, "doctor")

    assert result.exit_code == 1
    assert "not as Faultbook does" in result.stdout

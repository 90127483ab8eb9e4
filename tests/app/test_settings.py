"""Settings are read once, mistakes name file, key and what to write instead, and secrets are never shown."""

import stat
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, time
from pathlib import Path

import pytest

from app.gateways import open_channels
from app.settings import (
    ChannelSettings,
    InstallationSettings,
    Settings,
    SettingsError,
    load_settings,
    session_secret,
)
from domain.channels import ChannelName
from domain.ids import Municipality, OfferKey
from domain.offers import ALL_CRITERIA, Criterion
from domain.settings import MunicipalitySettings

TODAY = date(2026, 5, 12)
HEDENSTED = Municipality("hedensted")
BASICS = 'name = "Vejby"\nservice_name = "Sundhedsplejen i Vejby"\noffice_phone = "00 00 01 00"\n'
KANNEL = {
    f"THOUSAND_DAYS_VEJBY_KANNEL_{name}": "s3cret" for name in ("USERNAME", "PASSWORD", "WEBHOOK_SECRET")
}


def write(folder: Path, municipality: str = "", installation: str = "", basics: str = BASICS) -> Path:
    (folder / "municipalities").mkdir(exist_ok=True)
    (folder / "municipalities" / "vejby.toml").write_text(basics + municipality, encoding="utf-8")
    (folder / "installation.toml").write_text(installation, encoding="utf-8")
    return folder


def vejby(folder: Path, municipality: str, **environment: str) -> MunicipalitySettings:
    loaded = load_settings(write(folder, municipality), environment, TODAY)
    return loaded.municipalities[Municipality("vejby")]


def problems(folder: Path, municipality: str, **environment: str) -> list[str]:
    with pytest.raises(SettingsError) as caught:
        vejby(folder, municipality, **environment)
    return [str(problem) for problem in caught.value.problems]


def sample(**environment: str) -> Settings:
    return load_settings(None, environment, TODAY)


def test_without_a_folder_the_sample_municipality_is_used() -> None:
    hedensted = sample().municipalities[HEDENSTED]
    assert len(hedensted.districts) == len(hedensted.daycares) == 6
    offer = hedensted.offers[OfferKey("visit-18m")]
    assert (offer.from_months, offer.to_months, offer.target_pct) == (17, 20, 90)
    assert offer.criteria == {Criterion.UNIVERSAL}
    assert {district for nurse in hedensted.nurses for district in nurse.districts} == set(
        hedensted.districts
    )


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    folder = write(tmp_path, installation='port = 9000\nhost = "0.0.0.0"')
    loaded = load_settings(folder, {"THOUSAND_DAYS_PORT": "9001"}, TODAY)
    assert (loaded.installation.port, loaded.installation.host) == (9001, "0.0.0.0")


def test_a_value_may_stand_in_a_file_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "db").write_text("postgresql://u:p@db/x\n")
    loaded = sample(THOUSAND_DAYS_DATABASE_URL_FILE=str(tmp_path / "db"))
    assert loaded.installation.database_url == "postgresql://u:p@db/x"
    assert "u:p" not in repr(loaded)


def test_the_folder_may_be_named_by_the_environment(tmp_path: Path) -> None:
    write(tmp_path)
    assert list(sample(THOUSAND_DAYS_SETTINGS=str(tmp_path)).municipalities) == ["vejby"]


def test_a_mistake_in_the_environment_is_named_by_its_variable(tmp_path: Path) -> None:
    found = problems(tmp_path, "", THOUSAND_DAYS_PORT="many", THOUSAND_DAYS_LOG_LEVEL="loud")
    assert "environment: THOUSAND_DAYS_PORT: write a whole number" in found
    assert "environment: THOUSAND_DAYS_LOG_LEVEL: write one of: debug, info, warning, error" in found


def test_a_misspelt_variable_is_noticed() -> None:
    (notice, *_) = sample(THOUSAND_DAYS_DATABSE_URL="sqlite:///x").notices
    assert "THOUSAND_DAYS_DATABSE_URL is not a setting; did you mean THOUSAND_DAYS_DATABASE_URL?" in notice


def test_a_channel_without_its_secrets_is_off_and_named() -> None:
    kannel = next(c for c in sample().channels[HEDENSTED] if c.name is ChannelName.KANNEL)
    assert not kannel.ready
    assert "THOUSAND_DAYS_HEDENSTED_KANNEL_PASSWORD" in kannel.missing
    assert sample().municipalities[HEDENSTED].sms_channel is None


def test_the_only_ready_gateway_sends_and_its_secrets_are_not_shown(tmp_path: Path) -> None:
    loaded = load_settings(write(tmp_path, "[channels.kannel]\n[channels.twilio]"), KANNEL, TODAY)
    assert loaded.municipalities[Municipality("vejby")].sms_channel is ChannelName.KANNEL
    kannel = loaded.channels[Municipality("vejby")][0]
    assert kannel.ready
    assert kannel.secrets["password"] == "s3cret"
    assert "s3cret" not in repr(loaded)


def test_two_ready_gateways_must_be_chosen_between(tmp_path: Path) -> None:
    twilio = {f"THOUSAND_DAYS_VEJBY_TWILIO_{name}": "s3cret" for name in ("ACCOUNT_SID", "AUTH_TOKEN")}
    tables = '[channels.kannel]\n[channels.twilio]\nsender = "+4500000001"'
    (found,) = problems(tmp_path, tables, **KANNEL, **twilio)
    assert found == "vejby.toml: sms_channel: choose one of the gateways that are ready: kannel, twilio"


def test_a_secret_in_a_file_is_refused_without_repeating_it(tmp_path: Path) -> None:
    (found,) = problems(tmp_path, '[channels.kannel]\npassword = "s3cret"')
    assert (
        found
        == "vejby.toml: channels.kannel.password: is a secret; put it into the environment, not into a file"
    )


def test_every_mistake_is_named_at_once(tmp_path: Path) -> None:
    found = problems(
        tmp_path, 'zone = "Mars/Base"\nlanguages = ["dk"]\n[cadence]\nhold_hour = 72\nmax_calls = "2"'
    )
    assert found == [
        'vejby.toml: zone: is no time zone; write one as in "Europe/Copenhagen"',
        "vejby.toml: languages[1]: is no language of ours; write some of: "
        "da, en, ar, tr, pl, uk, so, ur, fa, ti, de, ro, lt",
        "vejby.toml: cadence.hold_hour: is not a setting; did you mean hold_hours?",
        "vejby.toml: cadence.max_calls: write a whole number without quotes",
    ]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('[[daycares]]\nname = "A"\ndistrict = "Nord"', '"A" lies in "Nord", which is not in districts'),
        ('[[nurses]]\nref = "a"\nfirst_name = "A"\ndistricts = ["Nord"]', "is not in districts"),
        ('districts = ["A", "A"]', "names something twice"),
        ("[offers.x]\nfrom_months = 5\nto_months = 4", "offers.x.to_months"),
        ("[offers.X]\nto_months = 4", "small letters"),
        ('[offers.x]\ncriteria = ["rich"]', "write one of: universal, topi"),
        ('[hours]\nweekday = ["20:00", "08:00"]', "closes before it opens"),
        ('[hours]\nweekday = ["20:00"]', "exactly 2 values"),
        ('[crisis]\nregional = "70 00 00 00"', "crisis.checked_on"),
        ('[[restrictions]]\nname = "c"\nfirst = 2026-03-01\nlast = 2026-02-01', "lies before first"),
        ('[[restrictions]]\nname = "c"\nfirst = "2026-03-01"\nlast = 2026-02-01', "without quotes"),
        ("[retention]\nmessages_days = 0", "1 day or more"),
        ('alarm_numbers = ["20123456"]', "country code"),
        ('price_per_part = "cheap"', 'in quotes, as in "0.35"'),
        ('sms_channel = "kannel"', "add [channels.kannel]"),
        ('sms_channel = "simulated"', "belong to the demo"),
        ("[channels.fax]", "is no gateway"),
        ("[cadence]\nsecond_message_day = 40", "must follow each other"),
        ("[cadence]\nmin_days_between = 30", "lower it"),
        ("cadence = 3", "write a table"),
        ("districts = [", "is not TOML"),
    ],
)
def test_what_makes_no_sense_is_refused_with_advice(tmp_path: Path, text: str, says: str) -> None:
    assert any(says in problem for problem in problems(tmp_path, text))


def test_what_is_missing_is_said(tmp_path: Path) -> None:
    write(tmp_path, basics='name = "Vejby"')
    with pytest.raises(SettingsError, match=r"vejby\.toml: office_phone: is missing; add office_phone ="):
        load_settings(tmp_path, {}, TODAY)


def test_a_folder_without_municipalities_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="copy the sample"):
        load_settings(tmp_path, {}, TODAY)
    with pytest.raises(SettingsError, match="is not a folder"):
        load_settings(tmp_path / "nowhere", {}, TODAY)


def test_offers_and_hours_are_read_as_written(tmp_path: Path) -> None:
    criteria = ", ".join(f'"{criterion}"' for criterion in sorted(ALL_CRITERIA))
    read = vejby(
        tmp_path,
        f'[offers.talk]\nto_months = 9\ncriteria = [{criteria}]\n[hours]\nurgent = ["07:00", 20:30:00]\n'
        '[crisis]\nregional = "70 00 00 00"\nchecked_on = 2026-01-31',
    )
    assert read.offers[OfferKey("talk")].criteria == ALL_CRITERIA
    assert read.hours.urgent == (time(7), time(20, 30))
    assert read.crisis.checked_on == date(2026, 1, 31)


def test_an_old_check_of_the_crisis_number_is_noticed(tmp_path: Path) -> None:
    write(tmp_path, '[crisis]\nregional = "70 00 00 00"\nchecked_on = 2024-01-31')
    assert "nobody has checked" in load_settings(tmp_path, {}, TODAY).notices[0]


def test_the_secret_is_made_once_beside_the_database_for_one_user_alone(tmp_path: Path) -> None:
    installation = InstallationSettings(database_url=f"sqlite:///{tmp_path / 'db' / 'td.sqlite'}")
    with ThreadPoolExecutor(8) as pool:
        made = set(pool.map(lambda _: session_secret(installation), range(8)))
    assert len(made) == 1
    (path,) = (tmp_path / "db").iterdir()
    assert path.name == "td.sqlite.secret"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert session_secret(replace(installation, session_secret="x" * 32)) == b"x" * 32


def test_a_secret_that_others_can_read_is_not_used(tmp_path: Path) -> None:
    installation = InstallationSettings(database_url=f"sqlite:///{tmp_path / 'td.sqlite'}")
    session_secret(installation)
    (tmp_path / "td.sqlite.secret").chmod(0o644)
    with pytest.raises(SettingsError, match="chmod 600"):
        session_secret(installation)


def gateway(folder: Path, table: str, **environment: str) -> ChannelSettings:
    """The one gateway that a municipality's table and the environment make."""
    [found] = load_settings(write(folder, table), environment, TODAY).channels[Municipality("vejby")]
    return found


def test_kannel_calls_us_on_loopback_unless_told_otherwise(tmp_path: Path) -> None:
    public = {"THOUSAND_DAYS_PUBLIC_URL": "https://booking.example.dk", "THOUSAND_DAYS_PORT": "8090"}
    here = gateway(tmp_path, "[channels.kannel]", **KANNEL, **public)
    assert here.callback_url == "http://127.0.0.1:8090/webhooks/vejby/kannel"
    there = 'callback_url = "http://10.0.0.5:8090/webhooks/vejby/kannel"'
    told = gateway(tmp_path, f"[channels.kannel]\n{there}", **KANNEL, **public)
    assert told.callback_url == "http://10.0.0.5:8090/webhooks/vejby/kannel"


def test_kannels_status_page_and_the_operators_errors_can_be_set(tmp_path: Path) -> None:
    table = '[channels.kannel]\nstatus_url = "http://127.0.0.1:13000"\nunreachable_errors = ["001", "00B"]'
    password = {"THOUSAND_DAYS_VEJBY_KANNEL_STATUS_PASSWORD": "geheim-s3cret"}
    found = gateway(tmp_path, table, **KANNEL, **password)
    assert (found.status_url, found.unreachable_errors) == ("http://127.0.0.1:13000", ("001", "00B"))
    assert found.secrets["status_password"] == "geheim-s3cret"
    assert "geheim" not in repr(found)
    assert gateway(tmp_path, "[channels.kannel]", **KANNEL).ready, "without a status page nothing is missing"


def test_what_is_set_reaches_the_gateways(tmp_path: Path) -> None:
    tables = (
        '[channels.kannel]\nunreachable_errors = ["001"]\nstatus_url = "http://127.0.0.1:13000"\n'
        '[channels.twilio]\nmessaging_service_sid = "MG0000"'
    )
    twilio = {f"THOUSAND_DAYS_VEJBY_TWILIO_{name}": "s3cret" for name in ("ACCOUNT_SID", "AUTH_TOKEN")}
    folder = write(tmp_path, f"{tables}\n", basics=BASICS + 'sms_channel = "kannel"\n')
    opened = open_channels(load_settings(folder, {**KANNEL, **twilio}, TODAY))
    assert {name for _, name in opened} == {ChannelName.KANNEL, ChannelName.TWILIO}


@pytest.mark.parametrize(
    ("table", "secret", "advice"),
    [
        ("[channels.twilio]", "x", "channels.twilio.sender: write a sender or a messaging_service_sid"),
        (
            '[channels.twilio]\nsender = "+4500000001"\nmessaging_service_sid = "MG0000"',
            "x",
            "channels.twilio.sender: write a sender or a messaging_service_sid",
        ),
        ('[channels.kannel]\ncallback_url = "http://10.0.0.5/a%20b"', "x", "must not hold a %"),
        ("[channels.kannel]", "bad secret&", "choose letters, digits"),
        ('[channels.kannel]\nstatus_password = "x"', "x", "is a secret"),
        ('[channels.gatewayapi]\nstatus_url = "http://x"', "x", "is not a setting"),
    ],
)
def test_a_gateway_that_could_not_work_is_refused_at_the_start(
    tmp_path: Path, table: str, secret: str, advice: str
) -> None:
    names = {"TWILIO": ("ACCOUNT_SID", "AUTH_TOKEN"), "KANNEL": ("USERNAME", "PASSWORD", "WEBHOOK_SECRET")}
    secrets = {f"THOUSAND_DAYS_VEJBY_{g}_{name}": secret for g, some in names.items() for name in some}
    (found,) = problems(tmp_path, table, **secrets)
    assert advice in found

"""Read the settings folder and the environment once; every mistake in all of them is named at once."""

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from app.settings.environment import FOLDER_VARIABLE, PREFIX, Environment, overrides
from app.settings.gateways import read_channels
from app.settings.problems import Problem, SettingsError
from app.settings.reading import KEY_SHAPE, Reader
from app.settings.rules import check_installation, check_municipality, crisis_notices
from app.settings.values import ChannelSettings, InstallationSettings, Settings
from domain.channels import ChannelName
from domain.ids import Municipality
from domain.settings import MunicipalitySettings

SAMPLE = Path(__file__).parent.parent / "sample" / "hedensted.toml"
"""The municipality that is used when there is no settings folder."""

SMS_CHANNELS = (ChannelName.GATEWAYAPI, ChannelName.TWILIO, ChannelName.KANNEL)


def load_settings(folder: Path | None, variables: Mapping[str, str], today: date) -> Settings:
    """The settings of a folder (or of ``THOUSAND_DAYS_SETTINGS``; or the sample) under the environment's overrides.

    Raises ``SettingsError`` naming every file, key and what to write instead.
    """
    if folder is None and variables.get(FOLDER_VARIABLE):
        folder = Path(variables[FOLDER_VARIABLE])
    environment = Environment(variables)
    problems: list[Problem] = []
    installation = _installation(folder, environment, problems)
    municipalities, channels = {}, {}
    for path in _municipality_files(folder, problems):
        loaded = _municipality(path, environment, installation, problems)
        if loaded:
            municipalities[loaded[0].key], channels[loaded[0].key] = loaded
    problems += environment.reader.problems
    if problems:
        raise SettingsError(tuple(problems))
    notices = [sentence for each in municipalities.values() for sentence in crisis_notices(each, today)]
    return Settings(installation, municipalities, channels, (*environment.notices(), *notices))


def _installation(
    folder: Path | None, environment: Environment, problems: list[Problem]
) -> InstallationSettings:
    path = folder / "installation.toml" if folder else None
    table = _table(path, problems) if path and path.exists() else {}
    reader = Reader(path.name if path else "installation.toml")
    from_environment = overrides(environment)
    checked = reader.read(InstallationSettings, table | from_environment)
    if checked:
        check_installation(checked, reader)
    problems += [_named_where_set(problem, from_environment) for problem in reader.problems]
    return checked or InstallationSettings()


def _named_where_set(problem: Problem, from_environment: Mapping[str, Any]) -> Problem:
    """A mistake in an environment variable is named by the variable, not by the file."""
    if problem.key in from_environment:
        return Problem("environment", f"{PREFIX}{problem.key.upper()}", problem.advice)
    return problem


def _municipality_files(folder: Path | None, problems: list[Problem]) -> list[Path]:
    if folder is None:
        return [SAMPLE]
    files = sorted((folder / "municipalities").glob("*.toml"))
    if not folder.is_dir():
        problems.append(Problem(str(folder), "", "is not a folder; give the path of the settings folder"))
    elif not files:
        problems.append(
            Problem(str(folder), "", "has no municipalities/<key>.toml; copy the sample and change it")
        )
    return files


def _table(path: Path, problems: list[Problem]) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError:
        problems.append(Problem(path.name, "", "cannot be read; give the program the right to read it"))
    except UnicodeDecodeError:
        problems.append(Problem(path.name, "", "is not UTF-8; save it as UTF-8"))
    except tomllib.TOMLDecodeError as error:
        problems.append(Problem(path.name, "", f"is not TOML: {error}"))
    return {}


def _municipality(
    path: Path, environment: Environment, installation: InstallationSettings, problems: list[Problem]
) -> tuple[MunicipalitySettings, tuple[ChannelSettings, ...]] | None:
    before = len(problems)
    table = _table(path, problems)
    if len(problems) > before:
        return None
    reader = Reader(path.name)
    if not KEY_SHAPE.fullmatch(path.stem):
        reader.complain(
            "", "name the file with small letters a–z, digits and hyphens: it is the municipality's key"
        )
    key = Municipality(path.stem)
    channels = read_channels(table.pop("channels", {}), key, environment, installation, reader)
    settings = reader.read(MunicipalitySettings, table, given={"key": key})
    if settings:
        check_municipality(settings, reader)
        settings = _with_sms_channel(settings, channels, reader)
    problems += reader.problems
    return None if settings is None or reader.problems else (settings, channels)


def _with_sms_channel(
    settings: MunicipalitySettings, channels: tuple[ChannelSettings, ...], reader: Reader
) -> MunicipalitySettings:
    """Where the file does not choose, the one SMS gateway that has its secrets is the one that sends."""
    chosen = settings.sms_channel
    if chosen is ChannelName.SIMULATED:
        reader.complain("sms_channel", "simulated phones belong to the demo; name a gateway")
    elif chosen is not None and chosen not in [
        channel.name for channel in channels if channel.name in SMS_CHANNELS
    ]:
        reader.complain("sms_channel", f"add [channels.{chosen}], or name an SMS gateway that has its table")
    elif chosen is None:
        ready = [channel.name for channel in channels if channel.ready and channel.name in SMS_CHANNELS]
        if len(ready) > 1:
            reader.complain("sms_channel", f"choose one of the gateways that are ready: {', '.join(ready)}")
        elif ready:
            return replace(settings, sms_channel=ready[0])
    return settings

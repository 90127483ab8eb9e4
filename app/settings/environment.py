"""Environment variables: the installation's values and the gateways' secrets, from the variable or a file it names."""

from collections.abc import Mapping
from dataclasses import fields
from difflib import get_close_matches
from pathlib import Path
from typing import Any, get_type_hints

from app.settings.reading import Reader
from app.settings.values import CHANNEL_SECRETS, OPTIONAL_SECRETS, InstallationSettings
from domain.channels import ChannelName
from domain.ids import Municipality

PREFIX = "THOUSAND_DAYS_"
FOLDER_VARIABLE = "THOUSAND_DAYS_SETTINGS"
"""Names the settings folder when the command line does not."""


class Environment:
    """The variables that begin with our prefix; remembers which were asked for, so that a misspelt one is noticed."""

    def __init__(self, variables: Mapping[str, str]) -> None:
        self._variables = {name: value for name, value in variables.items() if name.startswith(PREFIX)}
        self._known = {FOLDER_VARIABLE}
        self.reader = Reader("environment")

    def value(self, name: str) -> str | None:
        """The value of a variable, or what stands in the file that ``<name>_FILE`` names; None when neither is set."""
        file_name = f"{name}_FILE"
        self._known |= {name, file_name}
        direct, path = self._variables.get(name), self._variables.get(file_name)
        if direct is not None and path is not None:
            self.reader.complain(name, f"is set, and {file_name} too; keep one of them")
            return None
        return self._from_file(file_name, path) if path is not None else direct

    def _from_file(self, variable: str, path: str) -> str | None:
        try:
            text = Path(path).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError):
            self.reader.complain(
                variable, "names a file that cannot be read; write the path of a readable text file"
            )
            return None
        if not text:
            self.reader.complain(variable, "names an empty file; write the secret into it")
            return None
        return text

    def notices(self) -> tuple[str, ...]:
        """One sentence for each variable with our prefix that means nothing."""
        return tuple(
            f"the environment variable {name} is not a setting" + _meant(name, self._known)
            for name in sorted(self._variables.keys() - self._known)
        )


def _meant(name: str, known: set[str]) -> str:
    close = get_close_matches(name, sorted(known), 1)
    return f"; did you mean {close[0]}?" if close else ""


def overrides(environment: Environment) -> dict[str, Any]:
    """The installation's values that the environment gives, as TOML would hold them."""
    hints = get_type_hints(InstallationSettings)
    found: dict[str, Any] = {}
    for field in fields(InstallationSettings):
        variable = f"{PREFIX}{field.name.upper()}"
        text = environment.value(variable)
        if text is None:
            continue
        if hints[field.name] is not int:
            found[field.name] = text
        elif text.strip().isdecimal():
            found[field.name] = int(text)
        else:
            environment.reader.complain(variable, "write a whole number")
    return found


def secret_variable(municipality: Municipality, channel: ChannelName, name: str) -> str:
    """The variable that holds a gateway's secret: ``THOUSAND_DAYS_HEDENSTED_KANNEL_PASSWORD``."""
    return f"{PREFIX}{municipality}_{channel}_{name}".replace("-", "_").upper()


def channel_secrets(
    environment: Environment, municipality: Municipality, channel: ChannelName
) -> tuple[dict[str, str], tuple[str, ...]]:
    """The secrets that are set for a gateway, and the variables that are not."""
    secrets, missing = {}, []
    for name in CHANNEL_SECRETS[channel]:
        variable = secret_variable(municipality, channel, name)
        value = environment.value(variable)
        if value:
            secrets[name] = value
        else:
            missing.append(variable)
    for name in OPTIONAL_SECRETS.get(channel, ()):
        if value := environment.value(secret_variable(municipality, channel, name)):
            secrets[name] = value
    return secrets, tuple(missing)

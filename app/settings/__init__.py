"""Settings: a folder of TOML files and environment variables, read once into frozen values."""

from app.settings.loading import load_settings
from app.settings.problems import Problem, SettingsError
from app.settings.secret import session_secret
from app.settings.values import (
    CHANNEL_SECRETS,
    OPTIONAL_SECRETS,
    ChannelSettings,
    InstallationSettings,
    Settings,
)

__all__ = [
    "CHANNEL_SECRETS",
    "OPTIONAL_SECRETS",
    "ChannelSettings",
    "InstallationSettings",
    "Problem",
    "Settings",
    "SettingsError",
    "load_settings",
    "session_secret",
]

"""Every setting of the system, read once at the start of a run and handed down.

`Settings` holds them all: some by themselves, most in groups (`settings.alarms.reject_share`), which are tables of
`ucj.toml` (`[alarms]`). docs/configuration.md explains each.
"""

from settings.drop_folders import DropFolderSettings
from settings.errors import SettingsFileError
from settings.groups import (
    SEGMENTS,
    DisclosureSettings,
    ExecutionSettings,
    HoldSettings,
    MonthsPerSegment,
    RetentionSettings,
    Segment,
    ServerSettings,
)
from settings.settings import Settings
from settings.sources import default_home, named_secret, secret_folders
from settings.storage import StorageSettings

__all__ = [
    "SEGMENTS",
    "DisclosureSettings",
    "DropFolderSettings",
    "ExecutionSettings",
    "HoldSettings",
    "MonthsPerSegment",
    "RetentionSettings",
    "Segment",
    "ServerSettings",
    "Settings",
    "SettingsFileError",
    "StorageSettings",
    "default_home",
    "named_secret",
    "secret_folders",
]

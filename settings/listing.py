"""The list of all settings, for whoever writes about them: docs/configuration.md, `ucj init`, `ucj doctor`."""

from typing import NamedTuple

from pydantic import SecretStr
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings

from settings.groups import SettingsGroup


class Listed(NamedTuple):
    """A setting by itself (`group` empty) or in a group, and how each source names it."""

    group: str
    name: str
    field: FieldInfo

    @property
    def path(self) -> str:
        """As in code and in messages: `workers`, `alarms.reject_share`."""
        return f"{self.group}.{self.name}" if self.group else self.name

    @property
    def variable(self) -> str:
        """Its environment variable: `UCJ_WORKERS`, `UCJ_ALARMS__REJECT_SHARE`."""
        return f"UCJ_{self.path.replace('.', '__').upper()}"

    @property
    def secret_file(self) -> str:
        """The name of its secret file: `ucj_database_url`, `ucj_smtp_password`."""
        return f"ucj_{self.path.replace('.', '_')}"

    @property
    def is_secret(self) -> bool:
        """Whether its value must not be shown."""
        return self.field.annotation is SecretStr


def groups_of(settings: type[BaseSettings]) -> dict[str, type[SettingsGroup]]:
    """The groups by name, in order."""
    return {
        name: field.annotation
        for name, field in settings.model_fields.items()
        if isinstance(field.annotation, type) and issubclass(field.annotation, SettingsGroup)
    }


def list_settings(settings: type[BaseSettings]) -> tuple[Listed, ...]:
    """Every setting once: those by themselves first, then those of each group."""
    groups = groups_of(settings)
    alone = [Listed("", name, field) for name, field in settings.model_fields.items() if name not in groups]
    grouped = [
        Listed(group, name, field) for group, model in groups.items() for name, field in model.model_fields.items()
    ]
    return (*alone, *grouped)

"""All settings as one value.

Sources, strongest first: `UCJ_*` environment variables, secret files (`secret_folders`), `ucj.toml` in `UCJ_HOME`, the
defaults below and in `settings.groups`. The defaults are those of the published definitions.
"""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Self
from urllib.parse import unquote, urlsplit

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, InitSettingsSource, PydanticBaseSettingsSource, SettingsConfigDict

from settings.drop_folders import DropFolderSettings
from settings.groups import (
    SEGMENTS,
    AlarmSettings,
    DisclosureSettings,
    ExecutionSettings,
    HeartbeatSettings,
    HoldSettings,
    MonthsPerSegment,
    PublisherSettings,
    RetentionSettings,
    Segment,
    ServerSettings,
    SmtpSettings,
)
from settings.sources import default_home, from_environment, from_file, from_secret_files, warn_of_earlier_names
from settings.storage import StorageSettings

if TYPE_CHECKING:
    from sqlalchemy import URL


class Settings(BaseSettings):
    """One value for each thing an operator may decide."""

    model_config = SettingsConfigDict(
        env_prefix="UCJ_",
        env_nested_delimiter="__",
        extra="forbid",
        frozen=True,
        nested_model_default_partial_update=True,
        hide_input_in_errors=True,
    )

    home: Path = Field(default_factory=default_home, description="Folder of inbox, archive, lake, releases.")
    branches_file: Path = Field(Path("branches.csv"), description="Branch list; relative to home.")
    key_file: Path = Field(Path("secret/person.key"), description="Key of the person ids; relative to home.")
    boundaries_file: str = Field(
        "",
        description="GeoJSON or TopoJSON of all regencies, for the map; relative to home; empty = a map of tiles.",
    )
    database_url: SecretStr = Field(
        SecretStr(""),
        description="SQLAlchemy address; empty = SQLite file warehouse.db in home. Secret: it may hold a password.",
    )

    settle_seconds: float = Field(2.0, ge=0, description="A file is settled when two looks this far apart agree.")
    settle_wait_seconds: float = Field(60.0, ge=0, description="Longest wait for files that still change.")
    max_file_bytes: int = Field(1_000_000_000, gt=0, description="Larger files (also unpacked) are refused.")
    max_reject_share: float = Field(0.05, ge=0, le=1, description="Above this share of bad rows a file is refused.")
    max_attempts: int = Field(3, ge=1, description="Runs that try a file that a system fault stops; then it waits.")

    grace_months: MonthsPerSegment = Field(
        default=MonthsPerSegment(PU=3, BPU=3, JAKON=0, PMI=1),
        description="Unpaid months that still count as active (arrears), per segment.",
    )
    payment_lag_months: MonthsPerSegment = Field(
        default=MonthsPerSegment(), description="Months by which payment may trail the calendar, per segment."
    )
    regional_segments: tuple[Segment, ...] = Field(
        ("PU", "BPU", "JAKON"), description="Segments counted in provinces and regencies."
    )
    national_segments: tuple[Segment, ...] = Field(
        SEGMENTS,
        description="Segments counted in the nation: regional ones and those that belong to no region.",
    )
    max_age_days: int = Field(31, ge=0, description="A branch position older than this is carried forward.")
    class_bounds_pct: tuple[Decimal, Decimal, Decimal] = Field(
        (Decimal(15), Decimal(30), Decimal(50)),
        description="Coverage from which a region is low, medium, high; below the first it is very low.",
    )
    vulnerable_categories: tuple[str, ...] = Field(
        ("PEKERJA_RENTAN",), description="Worker categories (KATEGORI) counted as vulnerable workers of a village."
    )
    village_target: int = Field(
        100, ge=1, description="Vulnerable workers a village should have where no file sets its own target."
    )
    split_regencies: tuple[str, ...] = Field(
        (),
        description="Newer regencies that get their uncertain district prefixes on basis nik_adjusted, after review.",
    )
    cohort_since: tuple[date, ...] = Field(
        (),
        description="First days of months: who was first counted since then is shown as a cohort too, by funder and "
        "category.",
    )
    trend_months: int = Field(36, ge=1, description="Month ends at most in the series of coverage over time.")

    workers: int = Field(
        2,
        ge=1,
        description="Files worked on at the same time: threads of a run, or of the workers of the Dask cluster.",
    )
    public_url: str = Field(
        "", description="Address under which `published/` and `docs/` are served, for links in the Prefect UI."
    )
    restricted_group: str = Field(
        "", description="Group of the system that may read `restricted/`, the edition with all figures; empty: nobody."
    )
    poll_seconds: float = Field(
        30.0,
        gt=0,
        description="The watcher looks into the inbox at least this often; 5 where a network share tells nothing.",
    )
    drop_folders: tuple[DropFolderSettings, ...] = Field(
        (), description="Folders on other machines into which branches deliver: tables `[[drop_folders]]`, see below."
    )
    drop_folders_seconds: float = Field(
        300.0, ge=1, description="The watcher visits the drop folders this often; a run visits them in any case."
    )

    storage: StorageSettings = Field(default=StorageSettings())
    execution: ExecutionSettings = Field(default=ExecutionSettings())
    disclosure: DisclosureSettings = Field(default=DisclosureSettings())
    hold: HoldSettings = Field(default=HoldSettings())
    retention: RetentionSettings = Field(default=RetentionSettings())
    server: ServerSettings = Field(default=ServerSettings())
    heartbeat: HeartbeatSettings = Field(default=HeartbeatSettings())
    alarms: AlarmSettings = Field(default=AlarmSettings())
    smtp: SmtpSettings = Field(default=SmtpSettings())
    publisher: PublisherSettings = Field(default=PublisherSettings())

    @field_validator("home")
    @classmethod
    def _absolute(cls, home: Path) -> Path:
        return home.expanduser().absolute()

    @model_validator(mode="after")
    def _national_covers_regional(self) -> Self:
        missing = set(self.regional_segments) - set(self.national_segments)
        if missing:
            raise ValueError(f"national_segments must contain every regional segment; missing: {sorted(missing)}")
        return self

    @field_validator("drop_folders")
    @classmethod
    def _named_once(cls, folders: tuple[DropFolderSettings, ...]) -> tuple[DropFolderSettings, ...]:
        if len({one.secret_name for one in folders}) < len(folders):
            raise ValueError("drop_folders: two have the same name.")
        return folders

    @model_validator(mode="after")
    def _mail_has_a_server(self) -> Self:
        if self.alarms.email_to and not (self.smtp.host and (self.alarms.email_from or self.smtp.user)):
            raise ValueError("alarms.email_to needs smtp.host, and alarms.email_from or smtp.user as the sender.")
        return self

    @model_validator(mode="after")
    def _machines_share_a_catalogue(self) -> Self:
        address = self.database_url.get_secret_value()
        if self.execution.is_elsewhere and (not address or address.startswith("sqlite")):
            raise ValueError(
                "execution.address is a cluster on other machines, which cannot share a SQLite file: "
                "set database_url to a PostgreSQL."
            )
        return self

    @model_validator(mode="after")
    def _readers_stay_out_of_the_home(self) -> Self:
        """Pages that lead to the current release would be written over those of releases."""
        parts = urlsplit(self.storage.published)
        if parts.scheme == "file":
            place = Path(unquote(parts.path)).resolve()
            home = self.home.resolve()
            if place == home or home in place.parents or place in home.parents:
                raise ValueError("storage.published lies within the home or around it: give a folder apart.")
        return self

    @field_validator("class_bounds_pct")
    @classmethod
    def _rising(cls, bounds: tuple[Decimal, Decimal, Decimal]) -> tuple[Decimal, Decimal, Decimal]:
        if not 0 < bounds[0] < bounds[1] < bounds[2]:
            raise ValueError("class_bounds_pct must be three rising percentages above 0.")
        return bounds

    @field_validator("cohort_since")
    @classmethod
    def _first_days(cls, since: tuple[date, ...]) -> tuple[date, ...]:
        if wrong := [f"{day}" for day in since if day.day != 1]:
            raise ValueError(f"cohort_since takes first days of months, as 2022-03-01; not {', '.join(wrong)}.")
        return since

    @classmethod
    def settings_customise_sources(  # noqa: D102
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        found = [source(settings_cls) for source in (from_environment, from_secret_files, from_file)]
        warn_of_earlier_names(found)
        return (init_settings, *(InitSettingsSource(settings_cls, one.given) for one in found))

    def path(self, *parts: str) -> Path:
        """A path below home, for example `path("inbox", "K01")`."""
        return self.home.joinpath(*parts)

    @property
    def branches_path(self) -> Path:
        """Where the branch list is looked for."""
        return self.home / self.branches_file

    @property
    def boundaries_path(self) -> Path | None:
        """The boundary file for the map; None = the map is of tiles."""
        return self.home / self.boundaries_file if self.boundaries_file else None

    @property
    def key_path(self) -> Path:
        """Where the key of the person ids is kept."""
        return self.home / self.key_file

    @property
    def sqlalchemy_url(self) -> "str | URL":
        """Address of the warehouse catalogue; that of a file is built, not written: a path may hold any sign."""
        if given := self.database_url.get_secret_value():
            return given
        from sqlalchemy import URL  # noqa: PLC0415 - takes a moment, and most commands that only tell need none

        return URL.create("sqlite", database=str(self.home / "warehouse.db"))

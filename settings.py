"""Every setting of the system, read once at the start of a run and handed down.

Sources, strongest first: `UCJ_*` environment variables, secret files (`secret_folders`), `ucj.toml` in `UCJ_HOME`, the
defaults below.
The defaults are those of the published definitions; docs/configuration.md explains each.
"""

import os
import tomllib
from datetime import date, time
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator, model_validator
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SecretsSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

if TYPE_CHECKING:
    from sqlalchemy import URL

Segment = Literal["PU", "BPU", "JAKON", "PMI"]
SEGMENTS: tuple[Segment, ...] = ("PU", "BPU", "JAKON", "PMI")
Months = Annotated[int, Field(ge=0, le=12)]


class MonthsPerSegment(BaseModel):
    """Whole months, one value for each segment."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    PU: Months = 0
    BPU: Months = 0
    JAKON: Months = 0
    PMI: Months = 0

    def of(self, segment: Segment) -> int:
        """Months set for one segment."""
        months: int = getattr(self, segment)
        return months


class SettingsFileError(Exception):
    """`ucj.toml` cannot be read; the message names the file and the place."""


def default_home() -> Path:
    """The folder that holds everything: `UCJ_HOME`, else `./var`."""
    return Path(os.environ.get("UCJ_HOME") or "var").expanduser().absolute()


def secret_folders() -> list[Path]:
    """Folders that may hold a setting as a file named `ucj_<setting>`: of the home, of systemd, of containers."""
    credentials = os.environ.get("CREDENTIALS_DIRECTORY")
    folders = [Path("/run/secrets"), *([Path(credentials)] if credentials else []), default_home() / "secret"]
    return [folder for folder in folders if folder.is_dir() and os.access(folder, os.R_OK | os.X_OK)]


class Settings(BaseSettings):
    """One value for each thing an operator may decide."""

    model_config = SettingsConfigDict(
        env_prefix="UCJ_",
        env_nested_delimiter="__",
        extra="forbid",
        frozen=True,
        nested_model_default_partial_update=True,
    )

    home: Path = Field(default_factory=default_home, description="Folder of inbox, archive, lake, releases.")
    branches_file: Path = Field(Path("branches.csv"), description="Branch list; relative to home.")
    key_file: Path = Field(Path("secret/person.key"), description="Key of the person ids; relative to home.")
    database_url: SecretStr = Field(
        SecretStr(""),
        description="SQLAlchemy address; empty = SQLite file warehouse.db in home. Secret: it may hold a password.",
    )

    settle_seconds: float = Field(2.0, ge=0, description="A file is settled when two looks this far apart agree.")
    settle_wait_seconds: float = Field(60.0, ge=0, description="Longest wait for files that still change.")
    max_file_bytes: int = Field(1_000_000_000, gt=0, description="Larger files (also unpacked) are refused.")
    max_reject_share: float = Field(0.05, ge=0, le=1, description="Above this share of bad rows a file is refused.")
    max_attempts: int = Field(3, ge=1, description="Runs that try a file that a system fault stops; then it waits.")
    hold_min_rows: int = Field(1000, ge=0, description="Files from this many accepted rows on may be held.")
    hold_low_share: float = Field(
        0.5, ge=0, description="Held when rows fall below this share of the earlier position."
    )
    hold_high_share: float = Field(
        2.0, ge=0, description="Held when rows rise above this share of the earlier position."
    )
    hold_least_rows: int = Field(
        20, ge=1, description="A difference of fewer rows than this in what rows say holds no file, however small."
    )
    hold_state_change: float = Field(
        0.25,
        ge=0,
        description="Held when the share of rows ended, lapsed or not yet begun differs by more than this from the "
        "earlier position.",
    )
    hold_state_share: float = Field(
        0.9,
        ge=0,
        le=1,
        description="A first position is held when more than this share of it is ended, lapsed or not yet begun.",
    )
    hold_warned_change: float = Field(
        0.25, ge=0, description="Held when the share of rows with one warning rises by more than this."
    )
    hold_warned_share: float = Field(
        0.5,
        ge=0,
        le=1,
        description="A first position is held when two columns contradict each other in more than this share of rows.",
    )
    hold_varied_share: float = Field(
        0.01,
        ge=0,
        le=1,
        description="Held when a column has one value throughout, and this share of the earlier position had others.",
    )
    hold_regency_change: float = Field(
        0.5, ge=0, le=1, description="Held when more than this share of the NIKs moved to other regencies."
    )

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
    object_retention_days: int = Field(
        90, ge=0, description="Rows out of force (replaced, withdrawn, thinned) stay in the lake so long; then purge."
    )
    release_retention_days: int = Field(
        400,
        ge=0,
        description="Releases within a month keep their rows and figures in lake and catalogue so long; those of month "
        "ends for ever. Published folders always stay.",
    )
    archive_retention_days: int = Field(
        730, ge=0, description="Delivered files, which hold names, stay in the archive so long; then purge."
    )
    thin_after_days: int = Field(
        90, ge=0, description="Of positions older than this only the last of a branch and month is read."
    )

    maintain_purges: bool = Field(
        False,
        description="The nightly `maintain` purges as `ucj purge --yes` does; otherwise it shows what that would take.",
    )

    workers: int = Field(2, ge=1, description="Files worked on at the same time.")
    server_port: int = Field(4200, gt=0, le=65535, description="Port of the local Prefect server.")
    public_url: str = Field(
        "", description="Address under which `published/` and `docs/` are served, for links in the Prefect UI."
    )
    server_public_url: str = Field(
        "", description="Address of the Prefect UI for people, where a proxy stands before it; empty = loopback."
    )
    server_auth: SecretStr = Field(
        SecretStr(""),
        description="`user:password` that the Prefect server asks for; empty = random, made on first use. Secret.",
    )
    server_host: str = Field("127.0.0.1", description="Address the Prefect server listens on.")
    prefect_days: int = Field(90, ge=1, description="Days after which Prefect forgets runs and their logs.")
    stop_seconds: float = Field(
        60.0,
        ge=0,
        description="`ucj serve` waits so long for runs under way when it is stopped; then they are handed back.",
    )
    poll_seconds: float = Field(
        30.0,
        gt=0,
        description="The watcher looks into the inbox at least this often; 5 where a network share tells nothing.",
    )

    silent_seconds: float = Field(
        180.0, gt=30, description="A run whose heartbeat (every 30 s) is not heard for so long is looked after."
    )
    given_up_seconds: float = Field(
        1800.0, gt=30, description="A run whose heartbeat is not heard for so long is shown as crashed."
    )
    unchecked_seconds: float = Field(
        3600.0, ge=10, description="When no check of alarms ended for so long, the Prefect server starts one."
    )

    alarm_webhook_url: SecretStr = Field(
        SecretStr(""), description="Alarms are posted here as JSON with a `text`, as chat services take it. Secret."
    )
    alarm_email_to: tuple[str, ...] = Field((), description="Alarms are mailed to these addresses.")
    alarm_email_from: str = Field("", description="Sender of that mail; empty = smtp_user.")
    smtp_host: str = Field("", description="Mail server for alarms.")
    smtp_port: int = Field(587, gt=0, le=65535, description="Its port.")
    smtp_security: Literal["starttls", "tls", "none"] = Field(
        "starttls", description="How the connection is protected; none only on a network of your own."
    )
    smtp_user: str = Field("", description="User of the mail server; empty = it asks for none.")
    smtp_password: SecretStr = Field(SecretStr(""), description="Password of that user. Secret.")
    alarm_run_by: time = Field(time(8), description="An alarm when the daily run has not ended by then (Jakarta).")
    alarm_run_hours: float = Field(6.0, gt=0, description="An alarm when a run takes longer.")
    alarm_reject_share: float = Field(
        0.03, ge=0, le=1, description="An alarm when more of the rows of a branch's last delivery were rejected."
    )
    alarm_repeat_hours: float = Field(24.0, gt=0, description="An alarm that stays is told again after so long.")

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

    @model_validator(mode="after")
    def _mail_has_a_server(self) -> Self:
        if self.alarm_email_to and not (self.smtp_host and (self.alarm_email_from or self.smtp_user)):
            raise ValueError("alarm_email_to needs smtp_host, and alarm_email_from or smtp_user as the sender.")
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
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        file = default_home() / "ucj.toml"
        try:
            toml = TomlConfigSettingsSource(settings_cls, file)
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise SettingsFileError(f"{file} is not valid TOML in UTF-8: {error}") from None
        return (init_settings, env_settings, SecretsSettingsSource(settings_cls, secret_folders()), toml)

    def path(self, *parts: str) -> Path:
        """A path below home, for example `path("inbox", "K01")`."""
        return self.home.joinpath(*parts)

    @property
    def branches_path(self) -> Path:
        """Where the branch list is looked for."""
        return self.home / self.branches_file

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

"""Settings that belong together: each group is a table of `ucj.toml`, and a prefix of environment variables.

`reject_share` of the group `alarms` is `reject_share` in `[alarms]`, or `UCJ_ALARMS__REJECT_SHARE`.
"""

from datetime import time
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, SecretStr, model_validator

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


class SettingsGroup(BaseModel):
    """A group of settings; the first line of its documentation describes it in docs/configuration.md and ucj.toml."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def description_of(group: type[SettingsGroup]) -> str:
    """What a group is about: one sentence."""
    return (group.__doc__ or "").strip().splitlines()[0]


class HoldSettings(SettingsGroup):
    """When a file waits for the operator's approval, since it differs as a whole from what was delivered before."""

    min_rows: int = Field(1000, ge=0, description="Files from this many accepted rows on may be held.")
    low_share: float = Field(0.5, ge=0, description="Held when rows fall below this share of the earlier position.")
    high_share: float = Field(2.0, ge=0, description="Held when rows rise above this share of the earlier position.")
    least_rows: int = Field(
        20, ge=1, description="A difference of fewer rows than this in what rows say holds no file, however small."
    )
    state_change: float = Field(
        0.25,
        ge=0,
        description="Held when the share of rows ended, lapsed or not yet begun differs by more than this from the "
        "earlier position.",
    )
    state_share: float = Field(
        0.9,
        ge=0,
        le=1,
        description="A first position is held when more than this share of it is ended, lapsed or not yet begun.",
    )
    warned_change: float = Field(
        0.25, ge=0, description="Held when the share of rows with one warning rises by more than this."
    )
    warned_share: float = Field(
        0.5,
        ge=0,
        le=1,
        description="A first position is held when two columns contradict each other in more than this share of rows.",
    )
    varied_share: float = Field(
        0.01,
        ge=0,
        le=1,
        description="Held when a column has one value throughout, and this share of the earlier position had others.",
    )
    regency_change: float = Field(
        0.5, ge=0, le=1, description="Held when more than this share of the NIKs moved to other regencies."
    )
    date_gap_days: int = Field(
        14,
        ge=1,
        description="Held when nobody registered for more days than this before the position date, though some always "
        "did before that.",
    )
    date_usual_days: int = Field(
        8, ge=2, description="Some always did = registrations on so many different days of a span as long before."
    )


class DisclosureSettings(SettingsGroup):
    """Which figures are hidden in what everyone may read, so that nobody can be recognised."""

    fewest_people: int = Field(
        5, ge=3, description="Counts above 0 and below this are hidden, and others from which they could be worked out."
    )
    largest_claim_pct: int = Field(
        50,
        ge=10,
        lt=100,
        description="An amount of benefits is hidden when one claim is more than this share of it, in percent, or of "
        "what is left of it without the second largest claim.",
    )


class RetentionSettings(SettingsGroup):
    """How long data is kept before `ucj purge` takes it."""

    object_days: int = Field(
        90, ge=0, description="Rows out of force (replaced, withdrawn, thinned) stay in the lake so long; then purge."
    )
    release_days: int = Field(
        400,
        ge=0,
        description="Releases within a month keep their rows and figures in lake and catalogue so long; those of month "
        "ends for ever. Published folders always stay.",
    )
    archive_days: int = Field(
        730, ge=0, description="Delivered files, which hold names, stay in the archive so long; then purge."
    )
    thin_after_days: int = Field(
        90, ge=0, description="Of positions older than this only the last of a branch and month is read."
    )
    maintain_purges: bool = Field(
        False,
        description="The nightly `maintain` purges as `ucj purge --yes` does; otherwise it shows what that would take.",
    )


class ExecutionSettings(SettingsGroup):
    """Where files are worked on and people counted: in the run's process, or on a Dask cluster that runs already."""

    engine: Literal["threads", "dask"] = Field(
        "threads", description="`threads` of the run's own process, or `dask`: the cluster at `execution.address`."
    )
    address: str = Field(
        "",
        description="Address of the Dask scheduler: `tls://host:8786`; without encryption (`tcp://`) on loopback only.",
    )
    range_rows: int = Field(
        10_000_000,
        ge=1,
        description="About how many registrations of one date are counted at once, those of a range of regencies: less "
        "takes less memory and more reading. On a cluster each range is a task. Figures do not depend on it.",
    )

    @property
    def is_elsewhere(self) -> bool:
        """Whether work goes to other machines."""
        return self.engine == "dask" and self.address.startswith("tls:")

    @model_validator(mode="after")
    def _reachable_safely(self) -> Self:
        """Whoever reaches a Dask scheduler can run any code on its workers, and batches carry the settings' secrets."""
        if self.engine == "threads":
            return self
        parts = urlsplit(self.address)
        if parts.scheme == "tls" and parts.hostname:
            return self
        if parts.scheme == "tcp" and parts.hostname in {"127.0.0.1", "localhost", "::1"}:
            return self
        raise ValueError(
            "execution.address must be the address of a Dask scheduler: tls://host:8786, or tcp://127.0.0.1:8786 on "
            "this machine."
        )


class ServerSettings(SettingsGroup):
    """The Prefect server that `ucj serve` starts, and who reaches it."""

    host: str = Field("127.0.0.1", description="Address the Prefect server listens on.")
    port: int = Field(4200, gt=0, le=65535, description="Port of the Prefect server.")
    public_url: str = Field(
        "", description="Address of the Prefect UI for people, where a proxy stands before it; empty = loopback."
    )
    auth: SecretStr = Field(
        SecretStr(""),
        description="`user:password` that the Prefect server asks for; empty = random, made on first use. Secret.",
    )
    prefect_days: int = Field(90, ge=1, description="Days after which Prefect forgets runs and their logs.")
    stop_seconds: float = Field(
        60.0,
        ge=0,
        description="`ucj serve` waits so long for runs under way when it is stopped; then they are handed back.",
    )


class HeartbeatSettings(SettingsGroup):
    """How runs are looked after whose process died or hangs; a process that lives gives a sign every 30 seconds."""

    silent_seconds: float = Field(
        180.0, gt=30, description="Every worker looks so often for runs whose process is gone, and hands them back."
    )
    given_up_seconds: float = Field(
        1800.0, gt=30, description="An alarm when a process lives and gives no sign for so long; nothing is given up."
    )


class AlarmSettings(SettingsGroup):
    """What raises an alarm, and where alarms are sent."""

    webhook_url: SecretStr = Field(
        SecretStr(""), description="Alarms are posted here, in the form of `webhook_format`. Secret."
    )
    webhook_format: Literal["json", "slack", "teams", "telegram"] = Field(
        "json",
        description="What is posted: json is a `text` and the alarms as data; the others suit these services.",
    )
    webhook_chat: str = Field("", description="Telegram only: the number or the name of the chat that gets the alarms.")
    email_to: tuple[str, ...] = Field(
        (), description="Alarms are mailed to these addresses, by the server of `[smtp]`."
    )
    email_from: str = Field("", description="Sender of that mail; empty = `user` of `[smtp]`.")
    run_by: time = Field(time(8), description="An alarm when the daily run has not ended by then (Jakarta).")
    run_hours: float = Field(6.0, gt=0, description="An alarm when a run takes longer.")
    reject_share: float = Field(
        0.03, ge=0, le=1, description="An alarm when more of the rows of a branch's last delivery were rejected."
    )
    drop_folder_hours: float = Field(
        2.0, ge=0, description="An alarm when a drop folder could not be visited for so long."
    )
    mirror_hours: float = Field(
        12.0, ge=0, description="An alarm when releases could not be copied to `storage.published` for so long."
    )
    repeat_hours: float = Field(24.0, gt=0, description="An alarm that stays is told again after so long.")
    unchecked_seconds: float = Field(
        3600.0, ge=10, description="When no check of alarms ended for so long, the Prefect server starts one."
    )


class PublisherSettings(SettingsGroup):
    """Who publishes, for forms of statistical metadata and for catalogues; what is empty is marked to be filled in."""

    agency: str = Field("", description="Agency (instansi penyelenggara).")
    address: str = Field("", description="Its full address.")
    phone: str = Field("", description="Its telephone number.")
    email: str = Field("", description="Its e-mail address for questions about the figures.")
    directorate: str = Field("", description="Responsible unit of echelon 1.")
    unit: str = Field("", description="Responsible unit of echelon 2.")
    officer: str = Field("", description="Position of who answers technically (echelon 3); no name of a person.")


class SmtpSettings(SettingsGroup):
    """The mail server that sends alarms."""

    host: str = Field("", description="Its name or address.")
    port: int = Field(587, gt=0, le=65535, description="Its port.")
    security: Literal["starttls", "tls", "none"] = Field(
        "starttls", description="How the connection is protected; none only on a network of your own."
    )
    user: str = Field("", description="User of the mail server; empty = it asks for none.")
    password: SecretStr = Field(SecretStr(""), description="Password of that user. Secret.")

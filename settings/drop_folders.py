"""Drop folders on other machines: where branches put their files, by SFTP or in a bucket. No credential stands here."""

import re
from typing import Literal, Self
from urllib.parse import SplitResult, urlsplit

from pydantic import BaseModel, ConfigDict, Field, model_validator

from settings.addresses import is_safe_endpoint

FINGERPRINT = re.compile(r"SHA256:[A-Za-z0-9+/]{43}")
ALL_BRANCHES = "*"
SFTP_PORT = 22
SFTP_EXAMPLE = "sftp://ucj@sftp.example.go.id:22/ucj"
S3_EXAMPLE = "s3://bucket/prefix"


class DropFolderSettings(BaseModel):
    """A folder with `inbox/`, `outbox/` and `processed/` on another machine, laid out as those of the home."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    name: str = Field(
        pattern=r"^[a-z][a-z0-9-]{0,30}$", description="Name in messages and of its credentials: small letters, digits."
    )
    url: str = Field(description=f"`{SFTP_EXAMPLE}` or `{S3_EXAMPLE}`; never with a password.")
    branches: tuple[str, ...] = Field(
        min_length=1,
        description='Branches whose files are taken from it, and whose receipts are put into it; `["*"]` = all, only '
        "where the server lets each branch into its own folders alone.",
    )
    host_keys: tuple[str, ...] = Field(
        (), description="SFTP: fingerprints (`SHA256:...`) of the server's host keys; any other is refused."
    )
    endpoint: str = Field(
        "", description="S3: address of the service, `https://...`; empty = Amazon. Without TLS on loopback only."
    )
    region: str = Field("us-east-1", description="S3: region of the bucket.")
    after: Literal["move", "remove", "leave"] = Field(
        "move",
        description="What becomes of a file that is registered: it is moved to `processed/`, removed, or left where "
        "the account may only read (then it is remembered and not fetched again).",
    )
    receipts: bool = Field(True, description="Receipts are copied to its `outbox/`.")
    settle_seconds: float = Field(
        10.0, ge=0, description="SFTP: a file is settled when two looks this far apart agree."
    )
    answer_seconds: float = Field(30.0, gt=0, description="Longest wait for one answer of the server.")
    visit_seconds: float = Field(900.0, gt=0, le=3600, description="Longest time of one visit; the next one goes on.")
    max_files: int = Field(1000, ge=1, description="Most files of one visit, taken from the branches in turn.")
    max_bytes: int = Field(10_000_000_000, ge=1, description="Most bytes of one visit.")

    @property
    def parts(self) -> SplitResult:
        """The address in its parts."""
        return urlsplit(self.url)

    @property
    def is_sftp(self) -> bool:
        """Whether it is reached by SFTP; otherwise it is a bucket."""
        return self.parts.scheme == "sftp"

    @property
    def secret_name(self) -> str:
        """The name of the file with its credentials; in capitals, with `_` for `-`, that of the variable."""
        return f"ucj_drop_folder_{self.name.replace('-', '_')}"

    def serves(self, branch_folder: str) -> bool:
        """Whether files of that folder are taken from here."""
        return ALL_BRANCHES in self.branches or branch_folder.upper() in {code.upper() for code in self.branches}

    @model_validator(mode="after")
    def _reachable_safely(self) -> Self:
        """No message repeats the address: somebody may have written a password into it."""
        try:
            parts, _ = self.parts, self.parts.port
        except ValueError:
            raise ValueError(f"url is no address: write {SFTP_EXAMPLE} or {S3_EXAMPLE}.") from None
        if parts.password is not None:
            raise ValueError(f"url holds a password: take it out; credentials lie in secret/{self.secret_name}.")
        if parts.query or parts.fragment or ".." in parts.path.split("/"):
            raise ValueError("url may not hold ?, # or ..")
        if self.is_sftp:
            self._require_sftp(parts)
        elif parts.scheme == "s3":
            self._require_s3(parts)
        else:
            raise ValueError(f"url must begin with sftp:// or s3://, as {SFTP_EXAMPLE} or {S3_EXAMPLE}.")
        return self

    def _require_sftp(self, parts: SplitResult) -> None:
        if not parts.hostname or not parts.username:
            raise ValueError(f"url needs a user and a host: {SFTP_EXAMPLE}.")
        if not self.host_keys or not all(FINGERPRINT.fullmatch(one) for one in self.host_keys):
            raise ValueError(
                "host_keys must list fingerprints SHA256:... of the server's host keys: ask who runs it, and compare "
                "with `ssh-keyscan -p PORT HOST | ssh-keygen -lf -`."
            )

    def _require_s3(self, parts: SplitResult) -> None:
        if not parts.hostname or parts.username or parts.port:
            raise ValueError(f"url needs the name of a bucket only: {S3_EXAMPLE}.")
        if self.endpoint and not is_safe_endpoint(self.endpoint):
            raise ValueError("endpoint must be https://host, or http:// on this machine.")

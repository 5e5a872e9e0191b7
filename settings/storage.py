"""Where archive and lake are kept, in the home, in another folder, or in a bucket; and where releases are copied to."""

from typing import Self
from urllib.parse import unquote, urlsplit

from pydantic import Field, field_validator, model_validator

from settings.addresses import is_safe_endpoint
from settings.groups import SettingsGroup

S3_EXAMPLE, FOLDER_EXAMPLE = "s3://bucket/prefix", "file:///mnt/disk/ucj"


class StorageSettings(SettingsGroup):
    """Where archive and lake are kept when not in the home, and where releases are copied to; credentials lie in
    `secret/ucj_bucket_keys`, never here.
    """

    archive: str = Field(
        "",
        description=f"Where delivered files are kept: `{S3_EXAMPLE}` or `{FOLDER_EXAMPLE}`; empty = `archive/` of the "
        "home.",
    )
    lake: str = Field("", description="The same for the objects of the lake; `lake/` of the home then holds copies.")
    copies: str = Field(
        "",
        description="Folder for the copies of a lake that is kept elsewhere, where each machine should have its own; "
        "relative to home; empty = `lake/` of the home.",
    )
    published: str = Field(
        "",
        description="Where releases are copied to for a web server, in the same form; everybody may read it, so it has "
        "to be a bucket or a folder of its own. `published/` of the home stays what holds; empty = nowhere.",
    )
    endpoint: str = Field(
        "", description="Address of the S3 service, `https://...`; empty = Amazon. Without TLS on this machine only."
    )
    region: str = Field("us-east-1", description="Region of the buckets.")
    answer_seconds: float = Field(30.0, gt=0, description="Longest wait until the service answers.")
    transfer_seconds: float = Field(900.0, gt=0, description="Longest time to send or to fetch one object.")

    @field_validator("archive", "lake", "published")
    @classmethod
    def _is_a_place(cls, url: str) -> str:
        """No message repeats the address: somebody may have written a password into it."""
        if not url:
            return url
        try:
            parts, port = urlsplit(url), urlsplit(url).port
        except ValueError:
            raise ValueError(f"no address: write {S3_EXAMPLE} or {FOLDER_EXAMPLE}.") from None
        if "@" in parts.netloc:
            raise ValueError("holds credentials: take them out; they lie in secret/ucj_bucket_keys.")
        if parts.query or parts.fragment or ".." in unquote(parts.path).split("/"):
            raise ValueError("may not hold ?, # or ..")
        is_bucket = parts.scheme == "s3" and parts.hostname and port is None
        is_folder = parts.scheme == "file" and not parts.netloc and parts.path.startswith("/") and parts.path != "/"
        if not (is_bucket or is_folder):
            raise ValueError(f"write {S3_EXAMPLE} or {FOLDER_EXAMPLE}.")
        return url.rstrip("/")

    @field_validator("endpoint")
    @classmethod
    def _reachable_safely(cls, endpoint: str) -> str:
        if endpoint and not is_safe_endpoint(endpoint):
            raise ValueError("must be https://host, or http:// on this machine, without credentials.")
        return endpoint

    @model_validator(mode="after")
    def _apart(self) -> Self:
        """What is cleared away in one place must never be what the other keeps."""
        if self.archive and self.lake and _overlap(self.archive, self.lake):
            raise ValueError("archive and lake must lie apart, as s3://bucket/archive and s3://bucket/lake.")
        for private in filter(None, (self.archive, self.lake)):
            if self.published and (_overlap(self.published, private) or _same_bucket(self.published, private)):
                raise ValueError("published is read by everybody: give it a bucket or a folder of its own.")
        if self.copies and not self.lake:
            raise ValueError("copies is for a lake that is kept elsewhere: set lake, or leave copies empty.")
        return self


def _overlap(one: str, other: str) -> bool:
    """Whether one place lies within the other."""
    one, other = f"{one}/", f"{other}/"
    return one.startswith(other) or other.startswith(one)


def _same_bucket(one: str, other: str) -> bool:
    return bool(urlsplit(one).netloc) and urlsplit(one).netloc == urlsplit(other).netloc

"""The credentials of a drop folder: a variable or a private file, named after the folder; never a setting."""

import stat
from pathlib import Path

from pydantic import SecretStr

from settings import DropFolderSettings, named_secret
from tasks.receive.drop_folders.faults import DropFolderFault, FaultCode

OF_CONTAINER = Path("/run/secrets")  # has modes of its own
OTHERS = stat.S_IRWXG | stat.S_IRWXO


def credentials_of(folder: DropFolderSettings) -> SecretStr:
    """Their text; raises `DropFolderFault` where there are none, or others may read them."""
    what = "the private key" if folder.is_sftp else "lines access_key_id=... and secret_access_key=..."
    try:
        found = named_secret(folder.secret_name)
    except (OSError, UnicodeDecodeError):
        raise DropFolderFault(
            FaultCode.CREDENTIALS_UNFIT,
            f"The file {folder.secret_name} cannot be read as text.",
            f"Write {what} into it, readable by the account that runs ucj.",
        ) from None
    if found is None:
        raise DropFolderFault(
            FaultCode.NO_CREDENTIALS,
            f"There are no credentials of drop folder {folder.name}.",
            f"Write {what} into secret/{folder.secret_name} (mode 0600), or set {folder.secret_name.upper()}.",
        )
    text, file = found
    if file is not None and not file.is_relative_to(OF_CONTAINER) and file.stat().st_mode & OTHERS:
        raise DropFolderFault(
            FaultCode.CREDENTIALS_UNFIT,
            f"{file} may be read by others and is not used.",
            f"chmod 600 {file}",
        )
    return text

"""The credentials of a drop folder: a variable or a private file, named after the folder; never a setting."""

from pydantic import SecretStr

from settings import DropFolderSettings
from tasks.execution.named_secrets import UnfitSecret, read_secret
from tasks.receive.drop_folders.faults import DropFolderFault, FaultCode


def credentials_of(folder: DropFolderSettings) -> SecretStr:
    """Their text; raises `DropFolderFault` where there are none, or others may read them."""
    what = "the private key" if folder.is_sftp else "lines access_key_id=... and secret_access_key=..."
    try:
        return read_secret(folder.secret_name, whose=f"drop folder {folder.name}", what=what)
    except UnfitSecret as unfit:
        code = FaultCode.NO_CREDENTIALS if unfit.is_missing else FaultCode.CREDENTIALS_UNFIT
        raise DropFolderFault(code, unfit.says, unfit.do) from None

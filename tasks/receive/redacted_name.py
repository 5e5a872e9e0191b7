"""The name under which a file is registered and shown: as it is where it can hold nothing personal, else masked.

People write names and numbers of persons into file names; catalogue, logs and receipts must not repeat them.
"""

import os
import re
from hashlib import sha256

from expectations.contracts import FEED_OF_PREFIX
from expectations.contracts.month_names import ENGLISH
from tasks.receive.file_name import DATA_ENDINGS, OTHER_DATA_ENDINGS, TEMPORARY_ENDINGS

ENDINGS = (*DATA_ENDINGS, *OTHER_DATA_ENDINGS, *TEMPORARY_ENDINGS,
           ".txt", ".bak", ".pdf", ".jpg", ".jpeg", ".png", ".doc", ".docx")  # fmt: skip
SEPARATORS = re.compile(r"[ _.,()+~$-]+")
PLAIN_WORDS = """
    data cabang berkas file laporan posisi per tanggal bulan tahun revisi rev final baru lama perbaikan salinan copy of
    catatan surat template templat cek
"""
WORDS = frozenset(
    {"", *PLAIN_WORDS.split()}
    | {word.lower() for word in (*FEED_OF_PREFIX, *ENGLISH, *ENGLISH.values())}
    | {part for ending in ENDINGS for part in ending.split(".")}
)
CODE_OR_REVISION = re.compile(r"[a-z]{1,2}\d{1,3}|r\d{4}")
MOST_CODES = 2  # a branch and a revision
MOST_DIGITS = 10  # a date and the number of a copy; a KPJ has 11, a NIK 16, however they are cut up
LONGEST_NUMBER = 8  # a date


def redacted_file_name(name: str, *, folder: str) -> str:
    """The name itself, or `nama-disamarkan_<8 hex digits of its SHA-256>` and its ending.

    A name stays when it consists of words known beforehand, the code of its folder, a date and a revision. A name of
    the contract in the folder of its branch always does.
    """
    if _is_harmless(name, folder=folder):
        return name
    ending = max((one for one in ENDINGS if name.lower().endswith(one)), key=len, default="")
    return f"nama-disamarkan_{sha256(os.fsencode(name)).hexdigest()[:8]}{ending}"


def _is_harmless(name: str, *, folder: str) -> bool:
    if not name.isascii():
        return False
    known = WORDS | set(SEPARATORS.split(folder.casefold()))
    others = [part for part in SEPARATORS.split(name.lower()) if part not in known]
    numbers = [part for part in others if part.isdigit()]
    codes = [part for part in others if CODE_OR_REVISION.fullmatch(part)]
    return (
        len(numbers) + len(codes) == len(others)
        and len(codes) <= MOST_CODES
        and sum(map(len, numbers)) <= MOST_DIGITS
        and all(len(number) <= LONGEST_NUMBER for number in numbers)
    )

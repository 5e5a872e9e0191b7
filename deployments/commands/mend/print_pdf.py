"""Print a page as PDF by the Chromium, Chrome or Edge that this machine has, on as many sheets as are allowed."""

import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from itertools import count
from pathlib import Path

from warehouse.errors import OperatorError, UcjError
from warehouse.files.folders import temporary_folder

BROWSERS = (
    "chromium",
    "chromium-browser",
    "google-chrome-stable",
    "google-chrome",
    "chrome",
    "microsoft-edge",
    "msedge",
)
QUIET = ("--headless", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--disable-extensions",
         "--disable-sync", "--disable-background-networking", "--disable-component-update")  # fmt: skip
OFFLINE = "--host-resolver-rules=MAP * ~NOTFOUND"  # the page asks for nothing, and nothing else of the browser may
FITS = (1.0, 0.94, 0.88, 0.82, 0.76, 0.7, 0.64)
PATIENCE_SECONDS = 120
PAGE = b"/Type /Page\n"  # how Chromium writes a page of a PDF
ROOT_TAG = b'<html lang="id"'


class NoBrowser(OperatorError):
    """There is no browser that prints; the message says what to install, or how to print without."""


class NotPrinted(UcjError):
    """The browser made no PDF of the page, or one on more sheets than allowed."""


def find_browser(named: Path | None) -> Path:
    """The browser that is named, else the first of those known that the machine has; raises `NoBrowser`."""
    if named is not None:
        if found := shutil.which(named):
            return Path(found)
        raise NoBrowser(f"{named} is no program: name a Chromium, Chrome or Edge by --browser or CHROMIUM.")
    for name in BROWSERS:
        if found := shutil.which(name):
            return Path(found)
    raise NoBrowser(
        "No Chromium, Chrome or Edge is here to make a PDF. Install one (Debian, Ubuntu: apt install chromium), name "
        "one by --browser, or open the page of the region in wilayah/ of the release in any browser and print it there."
    )


def print_one_sheet(files: Mapping[str, bytes], *, page: str, query: str, browser: Path, beside: Path) -> bytes:
    """The page as a PDF of one sheet, as large as fits on it.

    files: what the page is made of, by name. beside: where a folder for the browser is made and removed; nobody else
    can read it. The page takes the size of its text from `--fit`. Raises `NotPrinted`.
    """
    with temporary_folder(beside.resolve()) as place:
        for name, content in files.items():
            (place / name).write_bytes(content)
        tries, numbers = dict[int, bytes](), count()
        smallest, largest = len(FITS) - 1, 0
        while largest <= smallest:
            middle = (largest + smallest) // 2
            sized = files[page].replace(ROOT_TAG, ROOT_TAG + f' style="--fit:{FITS[middle]}"'.encode(), 1)
            (place / page).write_bytes(sized)
            made = _print(place, page=page, query=query, browser=browser, number=next(numbers))
            if sheets_of(made) == 1:
                tries[middle] = made
                smallest = middle - 1
            else:
                largest = middle + 1
    if not tries:
        raise NotPrinted(f"{page} does not fit on one sheet of paper even at {FITS[-1]:.0%} of its size.")
    return tries[min(tries)]


def sheets_of(pdf: bytes) -> int:
    """How many pages a PDF of Chromium has."""
    return pdf.count(PAGE)


def _print(place: Path, *, page: str, query: str, browser: Path, number: int) -> bytes:
    made = place / f"{number}.pdf"
    command: list[str | Path] = [
        browser,
        *_arguments(place),
        f"--print-to-pdf={made}",
        f"{(place / page).as_uri()}?{query}",
    ]
    try:
        done = subprocess.run(command, capture_output=True, timeout=PATIENCE_SECONDS, check=False)  # noqa: S603
    except OSError as error:
        raise NoBrowser(f"{browser} cannot be started: {error.strerror}.") from error
    except subprocess.TimeoutExpired as error:
        raise NotPrinted(f"{browser} did not end within {PATIENCE_SECONDS} s.") from error
    if not made.is_file():
        raise NotPrinted(f"{browser} made no PDF (it ended with {done.returncode}): {_last_line(done.stderr)}")
    return made.read_bytes()


def _arguments(place: Path) -> Iterator[str]:
    yield from (*QUIET, OFFLINE, "--no-pdf-header-footer", f"--user-data-dir={place / 'profile'}")
    if _is_root():
        yield "--no-sandbox"  # Chromium refuses root otherwise; the only page it opens is our own


def _is_root() -> bool:

    return hasattr(os, "geteuid") and os.geteuid() == 0


def _last_line(said: bytes) -> str:
    lines: Sequence[str] = said.decode(errors="replace").strip().splitlines()
    return lines[-1] if lines else "it said nothing"

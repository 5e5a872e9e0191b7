"""Indonesian texts call each thing by one term: those that were replaced come back nowhere."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
FOLDERS = ("warehouse", "tasks", "expectations", "deployments", "docs")
WORDS_OF_OTHERS = {"tasks/publish/files/metadata/forms.py"}  # questions of forms, in the words of BPS
SUFFIXES = {".py", ".j2", ".js", ".md", ".html", ".csv", ".json"}
TERMS = {  # what is not said any more, by the term that stands for it
    "pekerja yang berhak": r"pekerja eligible|angka eligible|pekerja layak|tenaga kerja eligible",
    "peringatan": r"catatan/warn",
    "hanya diperiksa": r"uji coba",
    "penyebut": r"denominator (resmi|nasional|wilayah)|pembagi resmi",
    "tanda terima": r"resi (kiriman|berkas)|bukti terima",
    "berkas": r"\bfile (ditolak|ditahan|diterima|yang)\b",
    "pengelola": r"(hubungi|minta|oleh|diminta) operator\b",
}


def texts() -> dict[str, str]:
    found = (path for name in FOLDERS for path in (ROOT / name).rglob("*") if path.suffix in SUFFIXES)
    read = {str(path.relative_to(ROOT)): " ".join(path.read_text(encoding="utf-8").split()) for path in found}
    assert read.keys() >= WORDS_OF_OTHERS
    return {name: text for name, text in read.items() if name not in WORDS_OF_OTHERS}


@pytest.mark.parametrize(("term", "others"), TERMS.items(), ids=TERMS.keys())
def test_one_term_stands_for_each_thing(term: str, others: str) -> None:
    read = texts()
    assert sum(term in text.lower() for text in read.values()) > 1, term
    said = {name: found[0] for name, text in read.items() if (found := re.search(others, text, re.IGNORECASE))}
    assert said == {}

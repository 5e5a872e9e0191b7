"""The branch list, its errors, and who may deliver what."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from polars.lazyframe.engine import _LocalEngine

from expectations.contracts import FEEDS
from expectations.contracts.schema import Feed
from tasks.receive.branches import Branch, BranchListError, check_sender, load_branches
from tasks.receive.file_name import parse_name
from tests.counted import counted

HEADER = "code,name,regional_office,feeds,regions\n"
LIST = HEADER + "K01,Palu,Sulawesi,PESERTA,72.05 72.06\nk02,Buol,Sulawesi,,\nBPS,BPS,,PEKERJA;target,\n"


def branches_of(folder: Path, text: str | bytes) -> Mapping[str, Branch]:
    """The list that this text makes."""
    path = folder / "branches.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    found = load_branches(path)
    assert found is not None
    return found


class TestLoad:
    def test_every_column(self, tmp_path: Path) -> None:
        assert branches_of(tmp_path, LIST)["K01"] == Branch(
            code="K01",
            name="Palu",
            regional_office="Sulawesi",
            feeds=frozenset({"enrolment"}),
            regions=("72.05", "72.06"),
        )

    def test_empty_feeds_are_what_branches_deliver_and_not_what_issuers_do(self, tmp_path: Path) -> None:
        assert branches_of(tmp_path, LIST)["K02"].feeds == FEEDS.keys() - {"eligible", "target", "ecosystem"}

    def test_feeds_by_name_or_by_prefix(self, tmp_path: Path) -> None:
        assert branches_of(tmp_path, LIST)["BPS"].feeds == {"eligible", "target"}

    @pytest.mark.parametrize("feed", FEEDS.values(), ids=FEEDS.keys())
    def test_every_feed_may_be_named_either_way(self, tmp_path: Path, feed: Feed) -> None:
        for name in (feed.name, feed.file_prefix):
            assert branches_of(tmp_path, f"{HEADER}K01,Palu,,{name},\n")["K01"].feeds == {feed.name}

    @pytest.mark.parametrize(
        "text", [LIST.replace(",", ";"), "\ufeff" + LIST, LIST.replace("\n", "\r\n"), LIST + "\n\n"]
    )
    def test_as_spreadsheets_save_it(self, tmp_path: Path, text: str) -> None:
        if ";" in text.splitlines()[0]:
            text = text.replace("PEKERJA;target", "PEKERJA target")
        assert list(branches_of(tmp_path, text)) == ["K01", "K02", "BPS"]

    def test_only_code_and_name_are_needed(self, tmp_path: Path) -> None:
        assert "enrolment" in branches_of(tmp_path, "code,name\nK01,Palu\n")["K01"].feeds

    def test_a_list_is_understood_once_for_many_files_and_again_when_it_was_changed(self, tmp_path: Path) -> None:
        many = HEADER + "".join(f"K{number:03d},Palu,,,\n" for number in range(325))
        with counted(_LocalEngine, "collect") as queries:
            found = [branches_of(tmp_path, many) for _ in range(10)]
        assert (len(queries), [len(one) for one in found]) == (1, [325] * 10)
        assert branches_of(tmp_path, many.replace("Palu", "Buol"))["K324"].name == "Buol"

    def test_no_list(self, tmp_path: Path) -> None:
        assert load_branches(tmp_path / "branches.csv") is None


class TestErrors:
    @pytest.mark.parametrize(
        ("text", "says"),
        [
            (HEADER + "K01,Palu,,,\nK01,Buol,,,\n", "line 3: branch K01 is there twice"),
            (HEADER + "K01,Palu,,,\n\n\nk01,Buol,,,\n", "line 5: branch K01 is there twice"),
            (HEADER + 'K01,"Palu\nKota",,,\n,Buol,,,\n', "line 4: the code is empty"),
            (HEADER + "K01,Palu,,PESERTA;LAPORAN,\n", "line 2: unknown feeds ['laporan']"),
            ("kode,nama\nK01,Palu\n", "lacks the columns ['code', 'name']"),
            ("", "lacks the columns ['code', 'name']"),
            (b"code,name\nK01,Pal\xfb\n", "cannot be read as UTF-8"),
            (HEADER + "K 01,Palu,,,\n", "line 2: the code 'K 01'"),
            (HEADER + "../K01,Palu,,,\n", "line 2: the code '../K01'"),
            (HEADER + "7205-0117-089,Palu,,,\n", "line 2: the code is published"),
            (HEADER + f"K01,{'x' * 200_000},,,\n", "field larger than field limit"),
        ],
    )
    @pytest.mark.usefixtures("csv_field_limit")
    def test_say_what_to_correct(self, tmp_path: Path, text: str | bytes, says: str) -> None:
        with pytest.raises(BranchListError) as caught:
            branches_of(tmp_path, text)
        assert says in str(caught.value)
        assert "branches.csv" in str(caught.value)

    def test_a_folder_in_its_place(self, tmp_path: Path) -> None:
        with pytest.raises(BranchListError):
            load_branches(tmp_path)


class TestJudge:
    @pytest.mark.parametrize(
        ("file_name", "folder", "code"),
        [
            ("PESERTA_K01_20251231.csv", "K01", None),
            ("peserta_k01_20251231.csv", "k01", None),
            ("PEKERJA_BPS_20260101.csv", "BPS", None),
            ("PESERTA_K01.csv", "K01", "NAME_INVALID"),
            ("PESERTA_K02_20251231.csv", "K01", "BRANCH_MISMATCH"),
            ("PESERTA_K09_20251231.csv", "K09", "BRANCH_NOT_LISTED"),
            ("TARGET_K01_20251231.csv", "K01", "FEED_NOT_ALLOWED"),
            ("TARGET_K02_20251231.csv", "K02", "FEED_NOT_ALLOWED"),
            ("PEKERJA_K02_20251231.csv", "K02", "FEED_NOT_ALLOWED"),
            ("PESERTA_K02_20251231.csv", "K02", None),
            ("PESERTA_BPS_20251231.csv", "BPS", "FEED_NOT_ALLOWED"),
        ],
    )
    def test_with_a_list(self, tmp_path: Path, file_name: str, folder: str, code: str | None) -> None:
        refusal = check_sender(parse_name(file_name), folder=folder, branches=branches_of(tmp_path, LIST))
        assert (refusal.code if refusal else None) == code

    @pytest.mark.parametrize(
        ("file_name", "code"),
        [("TARGET_K09_20251231.csv", None), ("x.csv", "NAME_INVALID"), ("TARGET_K01_20251231.csv", "BRANCH_MISMATCH")],
    )
    def test_without_a_list(self, file_name: str, code: str | None) -> None:
        refusal = check_sender(parse_name(file_name), folder="K09", branches=None)
        assert (refusal.code if refusal else None) == code

"""The branch list decides before the setting."""

from pathlib import Path

import pytest

from settings import Settings
from tasks.check.reject_limit import max_reject_share_of
from tasks.receive.branches import BranchListError, load_branches
from tasks.receive.schedule import Period, Schedule

LIST = (
    "code;name;regional_office;feeds;regions;max_reject_share;schedule\n"
    "K01;Buol;;;;2,5 %;\nK02;Palu;;;;0;monthly@10 eligible=yearly\nK03;Luwuk;;;;;\nK04;Toli;;;;0.2;\n"
)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    (tmp_path / "branches.csv").write_text(LIST)
    return Settings(home=tmp_path, max_reject_share=0.07)


@pytest.mark.parametrize(("branch", "share"), [("K01", 0.025), ("K02", 0), ("K03", 0.07), ("K04", 0.2), ("K99", 0.07)])
def test_the_share_of_a_branch(settings: Settings, branch: str, share: float) -> None:
    assert max_reject_share_of(
        branch, branch_list=settings.branches_path, usual=settings.max_reject_share
    ) == pytest.approx(share)


def test_the_usual_limit_holds_without_a_branch_list(tmp_path: Path) -> None:
    assert max_reject_share_of("K01", branch_list=tmp_path / "branches.csv", usual=0.05) == 0.05


def test_the_schedule_of_a_branch(settings: Settings) -> None:
    branches = load_branches(settings.branches_path) or {}
    assert branches["K01"].schedule == {}
    assert branches["K02"].schedule == {
        "enrolment": Schedule(period=Period.MONTHLY, due_days=10),
        "eligible": Schedule(period=Period.YEARLY),
    }


@pytest.mark.parametrize("cell", ["5", "-0.1", "nan", "banyak", "101%", "inf"])
def test_a_share_of_no_use_is_told_with_its_line(settings: Settings, cell: str) -> None:
    settings.branches_path.write_text(f"code,name,max_reject_share\nK01,Buol,{cell}\n")
    with pytest.raises(BranchListError, match="line 2: max_reject_share"):
        load_branches(settings.branches_path)


def test_a_schedule_of_no_use_is_told_with_its_line(settings: Settings) -> None:
    settings.branches_path.write_text("code,name,schedule\nK01,Buol,sometimes\n")
    with pytest.raises(BranchListError, match=r"line 2: 'sometimes' is no schedule: write daily"):
        load_branches(settings.branches_path)

"""A run killed between the load of a revision and the receipt of what it replaced: the next one gives that receipt."""

import json
from pathlib import Path

from tests.integration.disturbed import Moment, run_route, run_until
from tests.integration.home_state import assert_same_end
from tests.integration.homes import Homes
from tests.integration.inbox import DECEMBER, JANUARY, deliver, extract


def test_the_receipt_of_what_was_replaced_is_owed(tmp_path: Path) -> None:
    home = Homes().new(tmp_path, few_regions=True)
    deliver(home, "K01", "PESERTA_K01_20251231.csv", extract(20, paid="12-2025"))
    run_route(home, DECEMBER)
    deliver(home, "K01", "PESERTA_K01_20251231_R1.csv", extract(21, paid="12-2025"))
    undisturbed = Homes().copy(home, tmp_path / "undisturbed")
    run_route(undisturbed, JANUARY)
    assert run_until(Moment("tasks.ingest.ingest:correct_receipts"), home, JANUARY)
    (receipt,) = (home / "outbox" / "K01").glob("*_PESERTA_K01_20251231.csv/receipt.json")
    assert json.loads(receipt.read_text())["status"] == "accepted"
    run_route(home, JANUARY)
    assert json.loads(receipt.read_text())["superseded_by"] == "S000002"
    assert_same_end(home, undisturbed)

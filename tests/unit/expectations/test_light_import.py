"""What importing Great Expectations brings along, and what it leaves until somebody needs it."""

import subprocess
import sys

LOOK = """
import sys
import expectations.contracts.suite
print("great_expectations" in sys.modules, "scipy.stats._stats_py" in sys.modules, "altair.vegalite" in sys.modules)
from scipy import stats
import altair
print(round(stats.norm.cdf(0), 1), altair.Chart.__name__)
"""


def test_libraries_of_charts_and_distributions_are_loaded_at_their_first_use() -> None:
    ran = subprocess.run([sys.executable, "-c", LOOK], check=True, capture_output=True, text=True)
    assert ran.stdout.splitlines() == ["True False False", "0.5 Chart"]

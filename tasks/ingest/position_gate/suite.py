"""The suite of the gate on a whole position. Importing this module imports Great Expectations (3 s)."""

from functools import cache

import great_expectations as gx
import great_expectations.expectations as gxe

LOW_KEPT, HIGH_KEPT = "LOW_KEPT", "HIGH_KEPT"


@cache
def position_suite() -> gx.ExpectationSuite:
    """Every measure lies within its limits; built once a process."""
    return gx.ExpectationSuite(
        name="position",
        expectations=[
            gxe.ExpectColumnPairValuesAToBeGreaterThanB(
                column_A=larger,
                column_B=smaller,
                or_equal=True,
                ignore_row_if="either_value_is_missing",
                meta={"code": code},
            )
            for larger, smaller, code in (("now", "low", LOW_KEPT), ("high", "now", HIGH_KEPT))
        ],
    )

"""The state of a registration on 31 May 2024, under the settings' defaults."""

from datetime import date

from tests.specification.tables import Example, Specification

AS_OF = date(2024, 5, 31)
LONG_AGO, END_OF_TERM = date(2020, 1, 1), date(2030, 1, 1)

STATES = Specification(
    title="States of a registration on 31 May 2024",
    section="States",
    says="The grace months are the defaults: three for PU and BPU, none for JAKON, one for PMI.",
    given=("segment", "registered on", "last paid month", "end of contract", "ended on"),
    expected=("state",),
    examples=(
        Example(("PU", LONG_AGO, date(2024, 12, 1), None, None), ("current",), "paid ahead"),
        Example(("PU", LONG_AGO, date(2024, 5, 1), None, None), ("current",), "the month of the date is paid"),
        Example(("PU", LONG_AGO, date(2024, 4, 1), None, None), ("arrears",), "one unpaid month"),
        Example(
            ("BPU", LONG_AGO, date(2024, 2, 1), None, None), ("arrears",), "three unpaid months, the last of grace"
        ),
        Example(("BPU", LONG_AGO, date(2024, 1, 1), None, None), ("lapsed",), "the fourth unpaid month"),
        Example(("PU", LONG_AGO, None, None, None), ("lapsed",), "never paid"),
        Example(("JAKON", LONG_AGO, None, AS_OF, None), ("current",), "protected through the last day"),
        Example(("JAKON", LONG_AGO, None, date(2024, 5, 30), None), ("lapsed",), "no grace for construction"),
        Example(("PMI", LONG_AGO, None, date(2024, 5, 30), None), ("arrears",), "within a month of the end"),
        Example(("PMI", LONG_AGO, None, date(2024, 4, 30), None), ("lapsed",), "30 April and a month is 30 May"),
        Example(("PMI", LONG_AGO, date(2024, 4, 1), None, None), ("arrears",), "without an end the paid month decides"),
        Example(
            ("PU", LONG_AGO, date(2024, 5, 1), END_OF_TERM, AS_OF), ("ended",), "ended by the date, whatever is paid"
        ),
        Example(("PU", LONG_AGO, date(2024, 5, 1), None, date(2024, 6, 1)), ("current",), "ends after the date"),
        Example(("PU", date(2024, 6, 1), date(2024, 6, 1), None, None), ("not_yet",), "registered after the date"),
    ),
)

"""Closed lists that are part of the program: a new member is a change of the code, not of data."""

BASES = ("nik", "nik_adjusted", "domicile", "workplace")
NIK_BASES = ("nik", "nik_adjusted")
LEVELS = ("national", "province", "regency")
STATUSES = ("in", "carried_forward", "missing")
PROGRAMMES = ("JKK", "JKM", "JHT", "JP", "JKP")
BENEFITS = (*PROGRAMMES, "BEASISWA")
ALL_BENEFITS = "TOTAL"  # of all programmes together
FUNDER_NOT_STATED = "TIDAK_DIISI"
COMPARISONS = ("previous_month", "december", "year_ago")
SINCE = "since"  # beside these: a cohort since a month that was asked for
PAYMENTS = ("monthly", "ahead", "contract")
CLASSES = ("very_low", "low", "medium", "high")
NATION = "ID"

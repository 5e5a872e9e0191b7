"""Closed lists that are part of the program: a new member is a change of the code, not of data."""

BASES = ("nik", "nik_adjusted", "domicile", "workplace")
NIK_BASES = ("nik", "nik_adjusted")
WORKPLACE = "workplace"
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
MALE, FEMALE, NOT_KNOWN, EVERY = "L", "P", "TIDAK_DIKETAHUI", "TOTAL"
SEXES = (MALE, FEMALE, NOT_KNOWN, EVERY)
AGES_FROM = {"0-14": 0, "15-24": 15, "25-34": 25, "35-44": 35, "45-54": 45, "55-64": 55, "65+": 65}  # youngest of each
AGE_GROUPS = (*AGES_FROM, NOT_KNOWN, EVERY)
NATION = "ID"

"""A split regency with figures worked out by hand: Pesisir Barat, whose people still hold NIKs of Lampung Barat."""

PARENT, CHILD = "18.04", "18.13"
SPLIT_ELIGIBLE = {PARENT: 200_000, CHILD: 100_000}
IN_DOUBT = 500

# basis, regency: PU and strictly, BPU and strictly. Of the nik_adjusted rows 30,000 PU and 10,000 BPU have moved.
_PEOPLE = {
    ("nik", PARENT): (70_000, 66_000, 20_000, 18_000),  # 90,000 = 45.00 %
    ("nik", CHILD): (1_900, 1_800, 0, 0),  # 1,900 = 1.90 %
    ("nik_adjusted", PARENT): (40_000, 37_800, 10_000, 9_000),  # 50,000 = 25.00 %
    ("nik_adjusted", CHILD): (31_900, 30_000, 10_000, 9_000),  # 41,900 = 41.90 %
}


def split_counts(basis: str) -> dict[str, dict[str, int]]:
    """Counts of both regencies as `made_facts.regency_counts` has them; nothing on bases not by NIK."""
    return {
        code: {
            "PU": pu,
            "PU_strict": pu_strict,
            "BPU": bpu,
            "BPU_strict": bpu_strict,
            "JAKON": 0,
            "JAKON_strict": 0,
            "PMI": 0,
            "PMI_strict": 0,
            "unlinked": 0,
            "eligible": SPLIT_ELIGIBLE[code],
        }
        for (of, code), (pu, pu_strict, bpu, bpu_strict) in _PEOPLE.items()
        if of == basis
    }

"""In which regency one person counts, on each basis."""

from tests.specification.tables import Example, Specification

BASES = Specification(
    title="Where one active person counts, on each basis",
    section="Bases",
    says="The person's NIK names a regency and a district; home and workplace are columns of the file.",
    given=("regency of the NIK", "district of the NIK", "home", "workplace"),
    expected=("nik", "nik_adjusted", "domicile", "workplace basis"),
    examples=(
        Example(
            ("72.05", "720501", "72.05", "72.05"), ("72.05", "72.05", "72.05", "72.05"), "born, lives and works in Buol"
        ),
        Example(
            ("72.05", "720501", "72.71", "72.10"), ("72.05", "72.05", "72.71", "72.10"), "each basis has its own place"
        ),
        Example(
            ("16.03", "160305", "16.12", "16.12"),
            ("16.03", "16.12", "16.12", "16.12"),
            "the district went to Penukal Abab Lematang Ilir when Muara Enim was split",
        ),
        Example(
            ("16.03", "160301", "16.03", "16.03"),
            ("16.03", "16.03", "16.03", "16.03"),
            "the district stayed with Muara Enim",
        ),
        Example(
            ("18.04", "180417", "18.13", "18.13"),
            ("18.04", "18.04", "18.13", "18.13"),
            "not every district of Pesisir Barat is known, so nobody is moved until `split_regencies` says so",
        ),
        Example(("72.05", "720501", None, "72.05"), ("72.05", "72.05", None, "72.05"), "no home is known"),
    ),
)

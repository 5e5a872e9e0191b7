"""How the simulated registrations are mixed: segments, worker categories, funders, programmes."""

SEGMENTS = ("PU", "BPU", "JAKON", "PMI")
SEGMENT_SHARES = (0.61, 0.27, 0.10, 0.02)

CATEGORIES = {  # segment: category, share, funders that pay for it
    "PU": (
        ("UMUM", 0.50, ("PEMBERI_KERJA",)),
        ("", 0.24, ("PEMBERI_KERJA", "")),
        ("NON_ASN", 0.10, ("APBD_KAB", "APBD_PROV", "APBN")),
        ("PERANGKAT_DESA", 0.05, ("APBDES", "APBD_KAB")),
        ("BPD", 0.03, ("APBDES",)),
        ("RT_RW", 0.04, ("APBDES", "APBD_KAB")),
        ("KADER", 0.04, ("APBDES", "APBD_KAB")),
    ),
    "BPU": (
        ("UMUM", 0.30, ("MANDIRI",)),
        ("PEKERJA_RENTAN", 0.28, ("APBD_KAB", "APBD_PROV", "CSR", "BAZNAS", "DBH_SAWIT")),
        ("PETANI", 0.16, ("MANDIRI", "DBH_CHT", "DBH_SAWIT")),
        ("NELAYAN", 0.12, ("MANDIRI", "APBD_PROV")),
        ("MISKIN_EKSTREM", 0.05, ("APBD_PROV", "APBN")),
        ("PEKERJA_KEAGAMAAN", 0.04, ("APBD_KAB", "LAINNYA")),
        ("PETUGAS_PEMILU", 0.02, ("APBD_KAB",)),
        ("LAINNYA", 0.03, ("LAINNYA", "MANDIRI")),
    ),
    "JAKON": (("UMUM", 1.0, ("PEMBERI_KERJA",)),),
    "PMI": (("UMUM", 1.0, ("MANDIRI",)),),
}
PROGRAMMES = {  # share of each segment's registrations that hold the programme
    "JKK": {"PU": 1.0, "BPU": 1.0, "JAKON": 1.0, "PMI": 1.0},
    "JKM": {"PU": 1.0, "BPU": 1.0, "JAKON": 1.0, "PMI": 1.0},
    "JHT": {"PU": 0.9, "BPU": 0.15, "JAKON": 0.0, "PMI": 0.1},
    "JP": {"PU": 0.6, "BPU": 0.0, "JAKON": 0.0, "PMI": 0.0},
    "JKP": {"PU": 0.5, "BPU": 0.0, "JAKON": 0.0, "PMI": 0.0},
}

"""Which figures are indicators of national plans, under the codes that those plans give them.

Source: Keputusan Menteri PPN/Kepala Bappenas KEP.26A/M.PPN/HK/05/2025 tentang Kode Referensi Indikator Pembangunan. It
names indicator 06.02.021 the coverage of the segment PBPU (here BPU) in JKK and JKM among all PBPU, and SDG indicator
8.8.1.(a) the same. Every BPU participant has both programmes, so the coverage of the segment is that figure.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class NationalIndicator:
    """A code of a national list, and which rows of a metric are that indicator (column and value)."""

    scheme: str
    code: str
    name: str
    rows: Mapping[str, str]

    def __str__(self) -> str:
        """For a cell of a form."""
        where = ", ".join(f"{column} = {value}" for column, value in self.rows.items())
        return f"{self.scheme} {self.code}: {self.name} (baris {where})"


BPU_ROWS = {"segment": "BPU"}
NATIONAL_INDICATORS: Mapping[str, tuple[NationalIndicator, ...]] = {
    "segment.coverage_pct": (
        NationalIndicator(
            scheme="Kode Referensi Indikator Pembangunan",
            code="06.02.021",
            name="Cakupan peserta segmen Pekerja Bukan Penerima Upah (PBPU) pada BPJS Ketenagakerjaan dalam program "
            "Jaminan Kecelakaan Kerja (JKK) dan Jaminan Kematian (JKM)",
            rows=BPU_ROWS,
        ),
        NationalIndicator(
            scheme="TPB/SDG",
            code="8.8.1.(a)",
            name="Persentase cakupan kepesertaan Pekerja Bukan Penerima Upah (PBPU) jaminan sosial ketenagakerjaan "
            "nasional",
            rows=BPU_ROWS,
        ),
    )
}

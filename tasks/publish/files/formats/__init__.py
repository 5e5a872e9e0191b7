"""The formats in which every table of a release is written, one module each; `FORMATS` is the list of them."""

from tasks.publish.files.formats.csv import Csv
from tasks.publish.files.formats.excel_csv import ExcelCsv
from tasks.publish.files.formats.parquet import Parquet
from tasks.publish.files.formats.table_format import TableFormat, file_name

FORMATS: tuple[TableFormat, ...] = (Csv(), Parquet(), ExcelCsv())
PLAIN_FORMATS = tuple(kind for kind in FORMATS if not kind.folder)  # those of the restricted edition, too

__all__ = ["FORMATS", "PLAIN_FORMATS", "TableFormat", "file_name"]

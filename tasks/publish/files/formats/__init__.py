"""The formats in which every table of a release is written, one module each; `FORMATS` is the list of them."""

from tasks.publish.files.formats.csv import Csv
from tasks.publish.files.formats.excel_csv import ExcelCsv
from tasks.publish.files.formats.parquet import Parquet
from tasks.publish.files.formats.table_format import TableFormat, file_name

FORMATS: tuple[TableFormat, ...] = (Csv(), Parquet(), ExcelCsv())

__all__ = ["FORMATS", "TableFormat", "file_name"]

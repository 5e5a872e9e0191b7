"""Where the table of a delivery lies: text, workbook or Parquet to cells under the names of the contract."""

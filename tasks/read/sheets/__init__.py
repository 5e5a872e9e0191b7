"""Worksheets of an XLSX workbook: every cell with its text and what it is, and the sheets that hold the table."""

"""The receipt a branch gets: data for machines, a page, a workbook and the rows concerned.

Row numbers, rule codes and texts only: the branch looks the row up in its own file.
"""

from tasks.check.receipt.problems import Previous
from tasks.check.receipt.record import receipt_folder, receipt_record
from tasks.check.receipt.shapes import Receipt
from tasks.check.receipt.text import receipt_text

__all__ = ["Previous", "Receipt", "receipt_folder", "receipt_record", "receipt_text"]

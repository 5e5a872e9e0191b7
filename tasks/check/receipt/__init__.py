"""Write the receipt of a submission for its branch: JSON, an HTML page, a workbook and the list of affected rows.

It holds row numbers, rule codes and texts only: the branch looks the row up in its own file.
"""

from tasks.check.receipt.build import receipt_folder, receipt_record
from tasks.check.receipt.issue_tracking import Previous
from tasks.check.receipt.schema import Receipt
from tasks.check.receipt.terminal import receipt_text

__all__ = ["Previous", "Receipt", "receipt_folder", "receipt_record", "receipt_text"]

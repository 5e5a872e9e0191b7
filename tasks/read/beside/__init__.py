"""What a delivery says beside its cells: totals, counts of rows, units, its date, and which rows do not hold."""

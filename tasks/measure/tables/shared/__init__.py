"""Arithmetic that several tables share: totals, roll-up over levels, rates, ranks, classes, column schema."""

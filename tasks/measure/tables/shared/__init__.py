"""What several tables do alike: totals, sums over levels, rates, ranks, classes, declared columns."""

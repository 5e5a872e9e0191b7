"""Read what a measurement needs before people are counted: positions, rules, denominators, comparison dates."""

"""What a measurement rests on, before any person is looked at: positions, rules, denominators, dates."""

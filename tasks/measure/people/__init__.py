"""People made of registrations: once per person, seen from region and nation, now and at earlier dates."""

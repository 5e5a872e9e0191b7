"""Read registrations from the lake and derive their state, end of protection, segment and attributes."""

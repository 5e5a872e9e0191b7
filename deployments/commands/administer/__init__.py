"""Commands of the group Administer: the catalogue, copies, stores, keys and personal data."""

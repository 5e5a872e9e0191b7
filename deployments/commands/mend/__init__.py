"""Commands of the group Mend: what an operator decides about files and releases."""

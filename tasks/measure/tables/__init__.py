"""One module a published table: from counts to its rows."""

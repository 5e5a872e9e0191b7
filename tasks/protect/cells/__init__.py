"""The protected cells of all tables as one list, and what is known of them from earlier releases."""

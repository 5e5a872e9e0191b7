"""The HTML of pages: cells of tables, and the templates with all that they may use."""

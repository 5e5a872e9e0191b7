"""The workbooks of a release, for people who work in a spreadsheet: one of the nation, one of each province."""

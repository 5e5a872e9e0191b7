"""What an operator asks of releases: show them, compare two, take one back, roll back, promote a draft."""

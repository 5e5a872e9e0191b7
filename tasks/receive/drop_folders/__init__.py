"""Fetch what branches put into folders on other machines, and give them their receipts there."""

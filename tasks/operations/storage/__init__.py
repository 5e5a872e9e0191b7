"""Move archive and lake of a home between its disk and the store that the settings name."""

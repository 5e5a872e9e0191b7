"""The main figures in the exchange format of official statistics: SDMX-CSV, with its structure in SDMX-JSON."""

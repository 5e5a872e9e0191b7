"""Tests by kind; the folders below mirror the packages."""

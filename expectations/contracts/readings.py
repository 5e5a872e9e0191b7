"""How a column may be read: the codes of readings that receipts show and that an operator may set for a submission."""

from collections.abc import Mapping

from expectations.contracts.schema import Feed, Field, Kind

ORDERS = ("day-first", "month-first", "year-first")
SEPARATORS = ("dot-thousands", "comma-thousands")
SETTABLE: Mapping[Kind, tuple[str, ...]] = {
    Kind.DATE: ORDERS,
    Kind.MONTH: ORDERS,
    Kind.INTEGER: SEPARATORS,
    Kind.AMOUNT: SEPARATORS,
}
READING_TEXTS: Mapping[str, tuple[str, str]] = {
    "day-first": ("hari dahulu", "day first"),
    "day-first-assumed": (
        "hari dahulu menurut templat, tanpa bukti",
        "day first as in the template, which no cell shows",
    ),
    "year-first-short": ("tahun dua angka dahulu", "year of two digits first"),
    "month-first": ("bulan dahulu", "month first"),
    "year-first": ("tahun dahulu", "year first"),
    "dot-thousands": ("titik = ribuan", "dots = thousands"),
    "comma-thousands": ("koma = ribuan", "commas = thousands"),
    "number-cells": ("sel angka", "cells of numbers"),
    "percent": ("persen", "percent"),
}


class ReadingUnknown(ValueError):
    """What was asked for is no column of the feed, or no way to read it; the message says what is."""


def readings_for(field: Field) -> tuple[str, ...]:
    """The readings an operator may set for a column; none for one that is read in one way only."""
    percent = ("percent",) if field.unit == "percent" else ()
    return (*SETTABLE.get(field.kind, ()), *percent) if field.kept else ()


def parse_readings(given: list[str], *, feed: Feed) -> dict[str, str]:
    """`last_paid=month-first` or `BLTH_AKHIR=month-first` -> {'last_paid': 'month-first'}. Raises `ReadingUnknown`."""
    return dict(_parse(one, feed) for one in given)


def _parse(given: str, feed: Feed) -> tuple[str, str]:
    name, _, reading = (part.strip() for part in given.partition("="))
    found = next((one for one in feed.fields if name.upper() in (one.name.upper(), one.header)), None)
    settable = {one.name: readings_for(one) for one in feed.fields if readings_for(one)}
    if found is None or found.name not in settable:
        raise ReadingUnknown(
            f"--read {given}: of {feed.name} the reading of these columns can be set: {', '.join(settable)}."
        )
    if reading.lower() not in settable[found.name]:
        raise ReadingUnknown(f"--read {given}: {found.name} can be read {', '.join(settable[found.name])}.")
    return found.name, reading.lower()

"""Times of day beside dates: take them off, and say which day was meant.

A date that became an instant shows as a time of day: midnight with some dust, midnight of Jakarta as 17:00 UTC of the
day before, or midnight UTC as 07:00. What the times of the whole column are decides; others are dropped and told.
"""

import polars as pl

ZONE = r"Z|WITA|WIB|WIT|(?:UTC|GMT)?[+-][0-9]{1,2}:?(?:[0-9]{2})?|UTC|GMT"
TIME = r"([0-9]{1,2})[:.]([0-9]{2})(?:[:.]([0-9]{2})(?:[.,:]([0-9]{1,9}))?)?\s*([AP]\.?M\.?)?"
CLOCK = rf"^(.*[0-9])(?:T|,?\s+(?:PUKUL\s+|JAM\s+)?){TIME}\s*({ZONE})?(?:\s*[(\[][^)\]]*[)\]])?$"
BEFORE_YEAR = rf"^(?:[A-Z]{{3}}\s+)?([A-Z]{{3}}\s+[0-9]{{1,2}})\s+({TIME})\s*({ZONE})?\s+([0-9]{{4}})$"  # Java's dates
HAS_CLOCK = r"[0-9][:.][0-9]{2}(?:[:.][0-9]|\s*[APZ+\-UGW(\[]|$)"
LOCAL_ZONES = (7 * 60, 8 * 60, 9 * 60)
NAMED_ZONES = {"Z": 0, "UTC": 0, "GMT": 0, "WIB": 420, "WITA": 480, "WIT": 540}

MINUTE, HOUR, DAY = 60, 3_600, 86_400
NEAR = 10 * MINUTE  # Jakarta's old local time differs from the hour by 7 minutes and 12 seconds
EVENING = (15 * HOUR - NEAR, 17 * HOUR + NEAR)  # midnight in Jayapura, Makassar and Jakarta, in UTC
MORNING = (7 * HOUR, 9 * HOUR)  # midnight UTC in Jakarta, Makassar and Jayapura
JAKARTA = 7 * HOUR
MOST = 0.9  # of the times of a column lie in the evening: these are midnights of another zone
NINES = r"^(?:9+|997)$"  # 23:59:59.997 and the like end a day on purpose


def has_clock(texts: pl.Series) -> bool:
    """Whether any text of a column has something like a time."""
    return bool(texts.str.contains(HAS_CLOCK).any())


def split_clock(texts: pl.Series) -> pl.DataFrame:
    """`day` (text without time), `second` of the day (Int32), `zone` (minutes east of UTC), `ends_day` (23:59 or
    23:59:59), `nines` (23:59:59.999 and the like); null = none.

    texts: upper case. A time that no clock shows leaves the text whole, so that it is no date.
    """
    java = pl.col("text").str.contains(BEFORE_YEAR)
    turned = pl.col("text").str.replace(BEFORE_YEAR, "${1} ${9} ${2} ${8}")
    frame = texts.alias("text").to_frame().select(pl.when(java).then(turned).otherwise("text").alias("text"))
    parts = frame.with_columns(pl.col("text").str.extract_groups(CLOCK).alias("part")).unnest("part")
    hour, minute = pl.col("2").cast(pl.Int32, strict=False), pl.col("3").cast(pl.Int32, strict=False)
    half = pl.col("6").str.head(1)
    adjusted = pl.when(half.is_null()).then(hour).otherwise(hour % 12 + pl.when(half == "P").then(12).otherwise(0))
    second = adjusted * HOUR + minute * MINUTE + pl.col("4").fill_null("0").cast(pl.Int32, strict=False)
    shown = (hour <= pl.when(half.is_null()).then(23).otherwise(12)) & (minute < 60) & second.is_between(0, DAY - 1)
    fraction = pl.col("5").fill_null("")
    last = (second >= DAY - MINUTE) & (second % MINUTE).is_in([0, MINUTE - 1])
    return parts.select(
        day=pl.when(shown).then(pl.col("1")).otherwise("text"),
        second=pl.when(shown).then(second),
        zone=pl.when(shown).then(_minutes_east(pl.col("7"))),
        ends_day=(shown & last & fraction.str.contains("^0*$")).fill_null(value=False),
        nines=(shown & last & fraction.str.contains(NINES)).fill_null(value=False),
    )


def meant_days(clocks: pl.DataFrame, *, exact_ends: bool) -> tuple[pl.DataFrame, str | None]:
    """`later` (days to add, Int32) and `timed` (a time of day that means nothing), and what the column's times are.

    exact_ends: 23:59:59.999 ends a day on purpose; where it cannot be on purpose (serial numbers), it is the next day.
    """
    second, zone = pl.col("second"), pl.col("zone")
    midnight = second <= NEAR
    elsewhere = zone.is_not_null() & ~zone.is_in(LOCAL_ZONES) & ~midnight
    utc = second - zone * MINUTE
    frame = clocks.with_columns(
        elsewhere=elsewhere.fill_null(value=False),
        ends=pl.col("ends_day") | (pl.col("nines") & pl.lit(exact_ends)),
        at=pl.when(elsewhere).then(utc % DAY).otherwise(second),
        moved=pl.when(elsewhere).then(utc.floordiv(DAY)).otherwise(0),
    )
    at = pl.col("at")
    naive = frame.filter(at.is_not_null() & ~midnight & ~pl.col("ends") & zone.is_null() & (at < DAY - NEAR))
    evenings, mornings = _share(naive, at.is_between(*EVENING)), _share(naive, _is_morning(at))
    instants = naive.height > 0 and evenings >= MOST
    mixed = naive.height > 0 and max(evenings, mornings) < MOST
    evening = at.is_between(*EVENING) & (pl.col("elsewhere") | (zone.is_null() & pl.lit(instants)))
    dusk = (at >= DAY - NEAR) & ~pl.col("ends") & ~(zone.is_null() & pl.lit(mixed))
    night = pl.col("elsewhere") & (at > EVENING[1])
    morning = _is_morning(at) & ~pl.col("elsewhere") & pl.lit(mornings >= MOST)
    told = at.is_not_null() & ~midnight & ~pl.col("ends") & ~evening & ~dusk & ~morning
    found = frame.select(
        later=(pl.col("moved") + pl.when(evening | dusk | night).then(1).otherwise(0)).fill_null(0).cast(pl.Int32),
        timed=told.fill_null(value=False),
    )
    return found, "time-dropped" if found["timed"].any() else "other-zone" if (
        found["later"] != 0
    ).any() else "midnight"


def _share(frame: pl.DataFrame, condition: pl.Expr) -> float:
    return float(frame.select(condition.mean()).item() or 0.0) if frame.height else 0.0


def _is_morning(at: pl.Expr) -> pl.Expr:
    return at.is_between(MORNING[0] - NEAR, MORNING[1] + NEAR) & ((at + NEAR) % HOUR <= 2 * NEAR)


def _minutes_east(text: pl.Expr) -> pl.Expr:
    digits = text.str.extract(r"([0-9]{1,2}):?(?:[0-9]{2})?$", 1).cast(pl.Int32, strict=False)
    minutes = text.str.extract(r"[0-9]{1,2}:?([0-9]{2})$", 1).fill_null("0").cast(pl.Int32, strict=False)
    sign = pl.when(text.str.contains("-", literal=True)).then(-1).otherwise(1)
    named = text.replace_strict(list(NAMED_ZONES), list(NAMED_ZONES.values()), default=None, return_dtype=pl.Int32)
    return pl.coalesce(named, sign * (digits * 60 + minutes))

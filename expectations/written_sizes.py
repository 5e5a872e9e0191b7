"""Sizes and spans of time as people read them; machines get bytes and seconds."""

UNITS = ("bytes", "kB", "MB", "GB", "TB", "PB")
THOUSAND = 1000
MINUTE, HOUR, DAY = 60, 3600, 86_400


def size_text(size: int) -> str:
    """A number of bytes: `1.2 MB` (a million bytes), with one digit after the point below ten."""
    amount, unit = float(size), 0
    while round(amount, 1 if amount < 9.95 else 0) >= THOUSAND and unit < len(UNITS) - 1:
        amount, unit = amount / THOUSAND, unit + 1
    if unit == 0:
        return f"{size} {'byte' if size == 1 else UNITS[0]}"
    return f"{amount:.1f} {UNITS[unit]}" if amount < 9.95 else f"{amount:.0f} {UNITS[unit]}"


def duration_text(seconds: float) -> str:
    """A span of time by its two largest units: `45 s`, `3 min 20 s`, `5 h 10 min`, `2 d 4 h`."""
    if 0 < seconds < 10 and seconds != int(seconds):
        return f"{seconds:.1f} s"
    whole = round(seconds)
    for size, name, below, small in ((DAY, "d", HOUR, "h"), (HOUR, "h", MINUTE, "min"), (MINUTE, "min", 1, "s")):
        if whole >= size:
            rest = whole % size // below
            return f"{whole // size} {name}{f' {rest} {small}' if rest else ''}"
    return f"{whole} s"

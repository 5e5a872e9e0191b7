"""What a web server says of a file by the ending of its name."""

UNKNOWN = "application/octet-stream"
MEDIA_TYPES = {
    "css": "text/css; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "geojson": "application/geo+json",
    "html": "text/html; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "json": "application/json",
    "jsonld": "application/ld+json",
    "md": "text/markdown; charset=utf-8",
    "parquet": "application/vnd.apache.parquet",
    "svg": "image/svg+xml",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def media_type(name: str) -> str:
    """The media type of a file; one that no program opens by itself where the ending is not known."""
    return MEDIA_TYPES.get(name.rpartition(".")[2].lower(), UNKNOWN)

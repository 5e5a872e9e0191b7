"""The page of the restricted edition: what it is, who may not have it, and its files."""

from collections.abc import Mapping, Sequence
from datetime import date

from markupsafe import Markup

from expectations.written import ENGLISH, INDONESIAN
from tasks.publish.editions.edition import RESTRICTED_MARK

PAGE = Markup("""<!doctype html>
<html lang="id">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>TERBATAS / RESTRICTED: UCJ {as_of}</title>
<style>
body {{ font: 1rem/1.5 system-ui, sans-serif; max-width: 46rem; margin: 0 auto; padding: 1rem }}
:root {{ color-scheme: light dark; background: Canvas; color: CanvasText }}
a {{ color: LinkText }}
.mark {{ border: 3px solid #b00020; border-radius: .4rem; padding: .8rem 1rem }}
ul {{ columns: 17rem; padding-left: 1.2rem }}
li {{ overflow-wrap: anywhere; padding: .2rem 0 }}
</style>
</head>
<body>
<header class="mark">
<h1>TERBATAS</h1>
<p>{mark_id}.</p>
<p lang="en"><strong>RESTRICTED.</strong> {mark_en}.</p>
</header>
<main>
<h2>UCJ {day_id}</h2>
<p>Rilis {release_id}. Kolom <code>…_status</code> dengan nilai <code>confidential</code> menunjukkan sel yang
disembunyikan dalam edisi umum; dalam buku kerja, [c] di belakang angka. Dengan angka ini, sel wilayah lain yang
disembunyikan dapat ikut terhitung.</p>
<p lang="en">Release {release_id}, as of {day_en}. Columns <code>…_status</code> that say <code>confidential</code> mark
the cells that the public edition hides; in workbooks [c] after a number does. With these figures hidden cells of other
regions can be worked out, too.</p>
{books}
<h2>Tabel <span lang="en">/ Tables</span></h2>
<ul>
{items}
</ul>
</main>
</body>
</html>
""")

ITEM = Markup('<li><a href="{}">{}</a></li>')
BOOKS = Markup("""<h2>Buku kerja Excel <span lang="en">/ Excel workbooks</span></h2>
<ul>
{}
</ul>""")


def notice_page(names: Sequence[str], *, workbooks: Mapping[str, str], release_id: str, as_of: date) -> bytes:
    """The page in UTF-8; names: of the tables beside it. workbooks: the name of the region of each, by path."""
    lines = Markup("\n")
    items = lines.join(ITEM.format(name, name) for name in names)
    books = lines.join(ITEM.format(path, region) for path, region in workbooks.items())
    return PAGE.format(
        books=BOOKS.format(books),
        as_of=as_of.isoformat(),
        mark_id=RESTRICTED_MARK.id,
        mark_en=RESTRICTED_MARK.en,
        day_id=INDONESIAN.day(as_of),
        day_en=ENGLISH.day(as_of),
        release_id=release_id,
        items=items,
    ).encode()

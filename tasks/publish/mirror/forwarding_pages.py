"""Pages of the mirror that lead on to the current release."""

from base64 import b64encode
from hashlib import sha256

SCRIPT = """
(() => {
  const root = new URL(document.documentElement.dataset.root, location.href);
  const page = location.pathname.slice(root.pathname.length + "current/".length) || "index.html";
  fetch(new URL("current.json", root), { cache: "no-cache" })
    .then((answer) => answer.ok ? answer.json() : Promise.reject(answer.status))
    .then(({ release }) => {
      if (!/^\\d{4}-\\d\\d-\\d\\d-[0-9a-f]{12}$/.test(release)) return;
      location.replace(`${root.href}${release}/${page}${location.search}${location.hash}`);
    })
    .catch(() => { /* no release is current, or no answer: the page stays */ });
})();
"""
STYLE = "body { font: 1.1rem/1.5 sans-serif; margin: 2rem auto; max-width: 40rem; padding: 0 1rem }"
PAGE = """<!doctype html>
<html lang="id" data-root="{root}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<link rel="icon" href="data:,">
{head}
<title>Rilis yang berlaku / The release that holds</title>
<style>{style}</style>
</head>
<body>
<main>
<h1>Rilis yang berlaku</h1>
<p>Halaman ini membuka <a href="{to}">rilis yang berlaku</a>. Bila tidak ada, halaman ini tetap tampil.</p>
<p lang="en">This page leads to the <a href="{to}">release that holds</a>. Where none holds, it stays.</p>
</main>{script}
</body>
</html>
"""


def forwarding_page(name: str) -> bytes:
    """The page of this name, such as `current/index.html`, that leads to the page of that name of the current release.

    It is the same for every release. Without scripts it has a link to the first page.
    """
    root = "../" * name.count("/")
    digest = b64encode(sha256(SCRIPT.encode()).digest()).decode()
    allowed = ("connect-src 'self'", f"script-src 'sha256-{digest}'", "style-src 'unsafe-inline'", "img-src data:")
    policy = "; ".join(("default-src 'none'", *allowed))
    head = f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    script = f"\n<script>{SCRIPT}</script>"
    return PAGE.format(root=root, head=head, style=STYLE, to=f"{root}index.html", script=script).encode()


def first_page(page: str) -> bytes:
    """The first page of the mirror, which leads to a page of the current release without a script."""
    head = f'<meta http-equiv="refresh" content="0; url={page}">'
    return PAGE.format(root="", head=head, style=STYLE, to=page, script="").encode()

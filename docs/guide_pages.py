"""The branch guides as HTML pages that load nothing and run nothing: branches read them without an installation."""

import re

import markdown  # comes with MkDocs

from expectations.templates.downloads import GUIDE_FILES, plain_page

TITLE = re.compile(r"^# (.+)$", re.MULTILINE)
MARK = re.compile(r"<!-- (begin|end): [a-z-]+ -->\n")


def guide_page(text: str, *, language: str) -> str:
    """The page of a guide. text: its Markdown; links between the guides lead to their pages."""
    found = TITLE.search(text)
    plain = MARK.sub("", text)
    for other, name in GUIDE_FILES.items():
        plain = plain.replace(f"[branch-guide.{other}.md](branch-guide.{other}.md)", f"[{name}]({name})")
    body = markdown.markdown(plain, extensions=["tables", "fenced_code", "sane_lists"], output_format="html")
    return plain_page(found[1] if found else "", body, language=language)

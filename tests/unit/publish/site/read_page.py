"""A page as a reader of its HTML has it."""

from html.parser import HTMLParser


class ReadPage(HTMLParser):
    """Elements, scripts and visible text of a page; rows: the cells of each table's body by the id of its section."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.scripts: list[str] = []
        self.text: list[str] = []
        self.rows: dict[str, list[list[str]]] = {}
        self.inside, self.section, self.in_body, self.depth_of_english = "", "", False, 0
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.elements.append((tag, given))
        self.inside = tag
        if tag == "script":
            self.scripts.append("")
        if tag == "section":
            self.section = given.get("id") or ""
            self.rows[self.section] = []
        if tag == "tbody":
            self.in_body = True
        if self.in_body and tag == "tr":
            self.rows[self.section].append([])
        if self.in_body and tag in ("td", "th"):
            self.rows[self.section][-1].append("")
        if self.depth_of_english or given.get("class") == "en":
            self.depth_of_english += 1

    def handle_data(self, data: str) -> None:
        if self.inside == "script":
            self.scripts[-1] += data
        elif self.inside != "style":
            self.text.append(data)
        if self.in_body and not self.depth_of_english and self.rows[self.section] and self.rows[self.section][-1]:
            self.rows[self.section][-1][-1] += data.replace("\u00a0", " ").replace("\n", "")

    def handle_endtag(self, tag: str) -> None:
        self.inside = ""
        self.depth_of_english = max(0, self.depth_of_english - 1)
        if tag == "tbody":
            self.in_body = False

    def attributes(self, name: str) -> list[str]:
        """The values of an attribute, in order."""
        return [value for _, attributes in self.elements if (value := attributes.get(name)) is not None]

    @property
    def words(self) -> str:
        """All texts in one line, with plain spaces."""
        return " ".join(" ".join(self.text).replace("\u00a0", " ").split())

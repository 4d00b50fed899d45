"""What a page is made of: its elements and attributes by name, and where its links lead."""

from html.parser import HTMLParser

_LEAD = {"href", "src", "action", "formaction", "srcdoc", "data", "poster", "xlink:href", "hx-get", "hx-post"}
_EMPTY = {"meta", "link", "input", "img", "br", "hr", "source", "col"}


class Elements(HTMLParser):
    """Reads a page; *kinds* are its elements with the names of their attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.kinds: set[tuple[str, ...]] = set()
        self.strange: list[str] = []  # links that lead out of the desk, styles and scripts that stand inline
        self.words = ""
        self._open: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.kinds.add((tag, *sorted(name for name, _ in attrs)))
        if tag not in _EMPTY:
            self._open.append(tag)
        for name, value in attrs:
            if name in _LEAD and not (value or "").startswith(("/", "#", "?")):
                self.strange.append(f"{tag} {name}={value}")
            if name.startswith("on") or name == "style":
                self.strange.append(f"{tag} {name}")

    def handle_endtag(self, tag: str) -> None:
        if tag in self._open:
            while self._open.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        self.words += data
        if self._open and self._open[-1] in {"script", "style"} and data.strip():
            self.strange.append(f"{self._open[-1]}: {data}")

"""What every page owes its reader; each page that any test fetches is checked."""

from collections import Counter
from html.parser import HTMLParser

from werkzeug.test import TestResponse


class _PageReader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.headings = 0
        self.titles = 0
        self.ids: Counter[str] = Counter()
        self.problems: list[str] = []
        self._form_needs_token = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.headings += tag == "h1"
        self.titles += tag == "title"
        if given.get("id"):
            self.ids[str(given["id"])] += 1
        if tag == "script" and not given.get("nonce"):
            self.problems.append("a script without the nonce")
        if "style" in given or any(name.startswith("on") for name in given):
            self.problems.append(f"an inline style or handler on <{tag}>")
        if tag == "form":
            method = (given.get("method") or "").lower()
            if method not in ("get", "post"):
                self.problems.append("a form without a method")
            self._form_needs_token = method == "post"
        if tag == "input" and given.get("name") == "csrf_token":
            self._form_needs_token = False

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            if self._form_needs_token:
                self.problems.append("a POST form without a token")
            self._form_needs_token = False


def check_page(response: TestResponse) -> None:
    """Fail for a page without one h1 and a title, with a doubled id, or with a careless form or script."""
    if response.mimetype != "text/html" or response.status_code in (301, 302, 303, 307, 308):
        return
    reader = _PageReader()
    reader.feed(response.text)
    twice = [one for one, times in reader.ids.items() if times > 1]
    where = f"{response.request.method} {response.request.path}"
    assert reader.headings == 1, f"{where}: {reader.headings} h1"
    assert reader.titles == 1, f"{where}: {reader.titles} titles"
    assert not twice, f"{where}: ids used twice: {twice}"
    assert not reader.problems, f"{where}: {reader.problems}"

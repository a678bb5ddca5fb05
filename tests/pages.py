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
        self.order: list[str] = []
        """The ids, as they stand on the page."""
        self.to_mend: list[str] = []
        """What the summary of errors leads to."""
        self._form_needs_token = False
        self._summary = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.headings += tag == "h1"
        self.titles += tag == "title"
        if given.get("id"):
            self.ids[str(given["id"])] += 1
            self.order.append(str(given["id"]))
        self._read_summary(tag, given)
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

    def _read_summary(self, tag: str, given: dict[str, str | None]) -> None:
        if tag == "div" and (self._summary or "error-summary" in (given.get("class") or "").split()):
            self._summary += 1
        if self._summary and tag == "a":
            self.to_mend.append((given.get("href") or "").removeprefix("#"))

    @property
    def places_to_mend(self) -> list[int]:
        """Where on the page the links of the summary lead, in its order; -1 for nowhere."""
        return [self.order.index(one) if one in self.order else -1 for one in self.to_mend]

    def handle_endtag(self, tag: str) -> None:
        self._summary -= tag == "div" and self._summary > 0
        if tag == "form":
            if self._form_needs_token:
                self.problems.append("a POST form without a token")
            self._form_needs_token = False


def check_page(response: TestResponse) -> None:
    """Fail for a page without one h1 and a title, with a doubled id, or with a careless form or script.

    A summary of errors leads to fields of the page, in the order in which they stand there.
    """
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
    places = reader.places_to_mend
    assert -1 not in places, f"{where}: the summary leads nowhere: {reader.to_mend}"
    assert places == sorted(places), f"{where}: the summary and the fields differ in order: {reader.to_mend}"

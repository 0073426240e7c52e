"""Other people's text made harmless for a terminal or a page."""

import re

# Control characters of the ranges C0 and C1 (ISO/IEC 6429) can move the cursor or rewrite what was printed; the
# embeddings, overrides and isolates of Unicode's bidirectional algorithm (UAX #9) can show text in another order than
# it has; line and paragraph separators break lines; lone surrogates cannot be encoded.
_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def plain(text: str) -> str:
    """The text on one line, with spaces for white space and U+FFFD for each character that could act or mislead."""
    return _UNSAFE.sub(lambda found: " " if found[0].isspace() else "\ufffd", text)


def is_link(url: str) -> bool:
    """Whether a URL may be made clickable: http or https, and nothing in it that would end the escape sequence."""
    return url.lower().startswith(("http://", "https://")) and url == plain(url) and not re.search(r"\s", url)


def cut(text: str, limit: int) -> str:
    """The text, or as many of its words as fit into `limit` characters and "…"."""
    if len(text) <= limit:
        return text
    head, space, _ = text[: limit + 1].rpartition(" ")
    return (head if space else text[:limit]).rstrip(" ,;:") + " …"


def age(modified: str | None, edition: str) -> str:
    """How old a record is: when its source changed it, else the edition it stands in."""
    return plain(f"changed {modified}" if modified else edition or "undated")


def counted(many: int, thing: str) -> str:
    """How many things there are: "1 record", "2,000 records"."""
    return f"{many:,} {thing}{'' if many == 1 else 's'}"

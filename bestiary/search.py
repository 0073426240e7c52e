"""Questions asked of all profiles: lists by kind and filter."""

from collections.abc import Mapping

from .errors import UsageError
from .names import fold
from .profile import Summary
from .schema import kind_named, schema, type_of
from .store.read import Reader
from .values import clean

# A filter as people name it → the fact it looks at.
FILTERS = {
    "country": "country",
    "sector": "target-sector",
    "motivation": "motivation",
    "tool": "tool",
    "target": "target-country",
    "source": "source",
}


def filtered(reader: Reader, kind: str, filters: Mapping[str, str]) -> list[Summary]:
    """The profiles of the kind that satisfy every filter (see FILTERS), by title.

    Raises UsageError for a kind or filter that is none.
    """
    name = kind_named(kind)
    if name is None:
        kinds = ", ".join(row.plural for row in schema().kind.values())
        raise UsageError(f"“{kind}” is no kind of thing", hint=f"the kinds are: {kinds}")
    for key in filters:
        if key not in FILTERS:
            raise UsageError(f"“{key}” is no filter", hint=f"the filters are: {', '.join(FILTERS)}")
    wanted = {FILTERS[key]: _spellings(FILTERS[key], value) for key, value in filters.items()}
    return [reader.decoded(text) for text in reader.summaries(name, wanted)]


def _spellings(prop: str, value: str) -> set[str]:
    """What satisfies a filter: the code the value means, and the value as people write it, folded."""
    if prop == "source":
        return {value.strip().lower()}
    code = clean(type_of(prop), value).value
    return {fold(value), *([code.lower()] if code else [])}

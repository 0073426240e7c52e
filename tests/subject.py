"""Records of invented actors, as identity sees them."""

from typing import Any

from bestiary.identity import Subject
from bestiary.names import fold


def subject(number: int, source: str, *names: str, titles: int = 1, kind: str = "actor", **more: Any) -> Subject:
    """A record with these names, the first so many of which are its title; `body` is the source if not said."""
    givers: dict[str, str] = more.pop("givers", {})
    rest: dict[str, Any] = {key: frozenset(value) if isinstance(value, set) else value for key, value in more.items()}
    return Subject(
        number=number,
        key=f"{source}:{number}",
        source=source,
        body=rest.pop("body", source),
        kind=kind,
        titles=tuple(fold(name) for name in names[:titles]),
        names={fold(name): givers.get(name, "") for name in names},
        written={fold(name): name for name in names},
        **rest,
    )

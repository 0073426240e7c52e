"""What is found in a text."""

import msgspec


class Meant(msgspec.Struct, frozen=True, gc=False):
    """A profile that a mention may mean, with how much speaks for it (the shares of one mention add up to 1)."""

    id: str
    name: str
    kind: str
    share: float
    external_ids: tuple[str, ...]
    misp_tags: tuple[str, ...]


class Mention(msgspec.Struct, frozen=True, gc=False):
    """A place that names something: `start` and `end` count characters of the text.

    `score` is how likely it is a name at all, from 0 to 1; `reasons` are what speaks for and against it, each with its
    weight. Several profiles: it is ambiguous; the likeliest stands first. `new`: no source lists the name.
    """

    surface: str
    start: int
    end: int
    kind: str
    score: float
    profiles: tuple[Meant, ...]
    reasons: tuple[tuple[str, float], ...]
    new: bool = False

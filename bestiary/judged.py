"""A judgement as answers give it, fresh from deciding or read from the file."""

from collections.abc import Iterable
from typing import Protocol

from .profile import Judged


class _Decision(Protocol):
    """What `identity.Judgement` and `store.read.Judged` have in common."""

    @property
    def a(self) -> str: ...
    @property
    def b(self) -> str: ...
    @property
    def relation(self) -> str: ...
    @property
    def score(self) -> float: ...
    @property
    def reasons(self) -> Iterable[tuple[str, float, str]]: ...
    @property
    def by(self) -> str: ...
    @property
    def made(self) -> str: ...
    @property
    def why(self) -> str: ...
    @property
    def id(self) -> str: ...


def judged(decision: _Decision) -> Judged:
    """The decision as a plain dictionary."""
    return {
        "a": decision.a,
        "b": decision.b,
        "relation": decision.relation,
        "score": decision.score,
        "reasons": [{"signal": signal, "weight": weight, "text": text} for signal, weight, text in decision.reasons],
        "by": decision.by,
        "made": decision.made,
        "why": decision.why,
        "id": decision.id,
    }

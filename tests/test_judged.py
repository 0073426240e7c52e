from bestiary.identity import Judgement, Reason
from bestiary.judged import judged
from bestiary.store.read import Judged

TOLD = {
    "a": "misp:1",
    "b": "etda:2",
    "relation": "same",
    "score": 2.5,
    "reasons": [{"signal": "same_id", "weight": 2.5, "text": "both are 1"}],
    "by": "",
    "made": "",
    "why": "",
    "id": "",
}


def test_a_fresh_judgement() -> None:
    assert judged(Judgement("misp:1", "etda:2", "same", 2.5, (Reason("same_id", 2.5, "both are 1"),))) == TOLD


def test_a_stored_judgement() -> None:
    stored = Judged("misp:1", "etda:2", 0, 0, "same", 2.5, (("same_id", 2.5, "both are 1"),), "", "", "", "")
    assert judged(stored) == TOLD

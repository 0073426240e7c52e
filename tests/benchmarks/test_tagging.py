import pytest

from benchmarks.tagging import Article, right

ARTICLES = [
    Article("", {"teapot group": "actor", "steamrat": "tool", "kettle": "both", "tea party": "campaign"}),
    Article("", {"teapot group": "actor"}),
]
FOUND = [
    {"teapot group": {"actor"}, "kettle": {"tool"}, "tea party": {"actor"}, "spoon": {"actor"}},
    {"teapot group": {"tool"}},
]


@pytest.mark.parametrize(
    ("kind", "precision", "recall"), [("name", 3 / 4, 3 / 4), ("actor", 1 / 2, 1 / 2), ("tool", 1 / 2, 1 / 2)]
)
def test_each_name_counts_once_an_article(kind: str, precision: float, recall: float) -> None:
    found = right(ARTICLES, FOUND, kind)
    assert found == pytest.approx((precision, recall, 2 * precision * recall / (precision + recall)))

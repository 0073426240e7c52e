from bestiary.everyday import commonness, frequencies


def test_common_words_are_more_common() -> None:
    found = frequencies()
    assert 7 < found["the"] < 8
    assert found["the"] > found["play"] > found["mirage"] > 2
    assert "turla" not in found


def test_the_least() -> None:
    found = frequencies(4)
    assert min(found.values()) >= 4
    assert "play" in found
    assert "mirage" not in found


def test_of_several_words_the_rarest_counts() -> None:
    found = {"play": 5.0, "mirage": 3.0}
    assert commonness(["play", "mirage"], found) == 3
    assert commonness(["play", "turla"], found) == commonness([], found) == 0

import datetime
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bestiary.dates import days, in_order


@pytest.mark.parametrize(
    ("date", "first", "last"),
    [
        ("2014", "2014-01-01", "2014-12-31"),
        ("2016-02", "2016-02-01", "2016-02-29"),
        ("2014-06-03", "2014-06-03", "2014-06-03"),
        ("2014-21", "2014-03-01", "2014-05-31"),
        ("2014-22", "2014-06-01", "2014-08-31"),
        ("2014-23", "2014-09-01", "2014-11-30"),
        ("2014-24", "2014-12-01", "2014-12-31"),
        ("2014-33", "2014-01-01", "2014-03-31"),
        ("2014-34", "2014-04-01", "2014-06-30"),
        ("2014-35", "2014-07-01", "2014-09-30"),
        ("2014-36", "2014-10-01", "2014-12-31"),
        ("2014-11/2015", "2014-11-01", "2015-12-31"),
    ],
)
def test_what_a_date_covers(date: str, first: str, last: str) -> None:
    assert days(date) == (first, last)


@pytest.mark.parametrize(
    "date",
    [
        "",
        "x",
        "14",
        "0000",
        "2014-13",
        "2014-00",
        "2014-02-30",
        "2014-06-00",
        "2014-22-01",
        "2015/2014",
        "2014/",
        "/2014",
    ],
)
def test_what_is_no_date(date: str) -> None:
    assert days(date) is None


@given(st.dates(), st.dates())
def test_days_are_themselves_and_intervals_go_from_one_to_the_other(one: datetime.date, other: datetime.date) -> None:
    first, last = sorted((one.isoformat(), other.isoformat()))
    assert days(first) == (first, first)
    assert days(f"{first}/{last}") == (first, last)


@given(st.text(alphabet="0123456789-/xX~?", max_size=15))
def test_no_text_is_too_odd(text: str) -> None:
    covered = days(text)
    assert covered is None or covered[0] <= covered[1]


def test_the_order_is_that_in_which_they_begin() -> None:
    dates = [None, "no date", "2014", "2014-01/2015", "2014-22", "2014-09", "2014-12-24", "2015"]
    assert sorted(random.Random(1).sample(dates, len(dates)), key=in_order) == dates

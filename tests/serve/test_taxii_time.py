from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bestiary.serve.taxii_time import precise


@pytest.mark.parametrize(
    "text", ["", "2026-01-01", "2026-01-01T00:00:00", "2026-01-01T24:00:01Z", "２026-01-01T00:00:00Z"]
)
def test_no_timestamps(text: str) -> None:
    with pytest.raises(ValueError, match="no timestamp"):
        precise(text)


@given(st.datetimes(timezones=st.just(UTC)), st.datetimes(timezones=st.just(UTC)))
def test_texts_have_the_order_of_times(one: datetime, other: datetime) -> None:
    texts = [precise(when.isoformat().replace("+00:00", "Z")) for when in (one, other)]
    assert (texts[0] < texts[1]) == (one < other)
    assert precise(texts[0]) == texts[0]


@given(st.text(max_size=40))
def test_any_text(text: str) -> None:
    with suppress(ValueError):
        assert len(precise(text)) == 27

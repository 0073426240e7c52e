import time

import pytest

from bestiary.errors import InputError
from bestiary.origin import Origin
from bestiary.tag import pdf
from bestiary.tag.pdf import Refused, text_of_pdf
from bestiary.tag.report import text_of

DEEP = 12  # forms of which each draws the next ten times


def nested() -> bytes:
    """A PDF of a few kilobytes whose one page draws 10 ** DEEP words."""
    streams = [b"/X0 Do", *(b"/X%d Do " % (place + 1) * 10 for place in range(DEEP))]
    streams.append(b"BT /F 12 Tf 10 50 Td (SteamRAT) Tj ET")
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 100]/Contents 5 0 R/Resources<</XObject<</X0 6 0 R>>>>>>",
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(streams[0]), streams[0]),
    ]
    for place, stream in enumerate(streams[1:]):
        uses = b"/XObject<</X%d %d 0 R>>/Font<</F 4 0 R>>" % (place + 1, place + 7)
        head = b"<</Type/XObject/Subtype/Form/BBox[0 0 300 100]/Resources<<%s>>/Length %d>>" % (uses, len(stream))
        objects.append(head + b"stream\n" + stream + b"\nendstream")
    body = b"".join(b"%d 0 obj%s endobj\n" % (number, one) for number, one in enumerate(objects, 1))
    return b"%PDF-1.4\n" + body + b"trailer<</Root 1 0 R>>\n"


def test_a_pdf_that_never_ends_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "SECONDS", 2)
    begun = time.monotonic()
    with pytest.raises(InputError, match=r"x\.pdf: a PDF that takes longer than 2 seconds to read"):
        text_of(nested(), Origin("x.pdf"))
    assert time.monotonic() - begun < 20


# Two pages that are the same: the reader gives each line of a page an end as Windows has it.
TWO = b"""%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R 6 0 R]/Count 2>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 100]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>endobj
6 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 100]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>endobj
4 0 obj<</Length 62>>stream
BT /F 12 Tf 10 50 Td (SteamRAT) Tj 0 -20 Td (was here) Tj ET
endstream endobj
5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj
trailer<</Root 1 0 R>>
"""


def test_page_by_page_until_it_is_enough() -> None:
    assert text_of_pdf(TWO, 2, 1000) == "SteamRAT\nwas here\nSteamRAT\nwas here"
    assert text_of_pdf(TWO, 2, 5) == "SteamRAT\nwas here"


def test_why_it_cannot_be_read_is_said_by_the_reader() -> None:
    with pytest.raises(Refused, match="cannot be read: Failed to load document"):
        text_of_pdf(b"%PDF-1.4 and no more", 1, 1)


def test_too_many_pages() -> None:
    with pytest.raises(Refused, match=r"a PDF of 1 pages \(at most 0\)"):
        text_of_pdf(nested(), 0, 1)


def test_a_reader_that_dies(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.executable", "false")
    with pytest.raises(Refused, match="it ends the process that reads it"):
        text_of_pdf(b"%PDF-", 1, 1)

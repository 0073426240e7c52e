"""What all pictures have: a frame that names and describes them to those who cannot see them."""

from collections.abc import Iterable

from markupsafe import Markup, escape

from ...plain import cut, plain


def shown(text: str, most: int = 120) -> Markup:
    """Other people's text: without what acts or misleads, cut off, escaped."""
    return escape(cut(plain(text), most))


def picture(id: str, kind: str, size: tuple[int, int], title: str, said: str, marks: Iterable[str]) -> Markup:
    """An SVG of a size in its own units; `said` describes it in a sentence. Marks are markup of ours."""
    head = Markup(
        '<svg class="chart {}" viewBox="0 0 {} {}" role="img" aria-labelledby="{}-t {}-d"'
        ' xmlns="http://www.w3.org/2000/svg"><title id="{}-t">{}</title><desc id="{}-d">{}</desc>'
    ).format(kind, *size, id, id, id, shown(title, 300), id, shown(said, 2000))
    return head + Markup("".join(marks)) + Markup("</svg>")

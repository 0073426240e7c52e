"""The text of a PDF, read in a process of its own: it ends when its time is over, whatever the file does to the reader.

This file is also the program of that process, which is why it imports nothing of the project before it is asked to.
"""

import subprocess
import sys

SECONDS = 120  # for one PDF
PAGES, BROKEN = 3, 4  # the exit codes of the process; its error stream says more


class Refused(Exception):
    """A PDF of which there is no text: why, and what to do about it."""

    def __init__(self, why: str, hint: str) -> None:
        super().__init__(why)
        self.why, self.hint = why, hint


def text_of_pdf(raw: bytes, pages: int, size: int) -> str:
    """The text of a PDF, about as much as `size` characters of it. Raises Refused if it has more pages, or none that
    can be read in time."""
    command = [sys.executable, "-P", __file__, str(pages), str(size)]
    try:
        done = subprocess.run(command, input=raw, capture_output=True, timeout=SECONDS)
    except subprocess.TimeoutExpired as error:
        raise Refused(f"a PDF that takes longer than {SECONDS} seconds to read", "print it to a new PDF") from error
    said = done.stderr.decode(errors="replace").strip()
    if done.returncode == PAGES:
        raise Refused(f"a PDF of {int(said):,} pages (at most {pages:,})", "split it")
    if done.returncode:
        reason = said if done.returncode == BROKEN else "it ends the process that reads it"
        raise Refused(f"a PDF that cannot be read: {reason}", "print it to a new PDF")
    return done.stdout.decode("utf-8", "surrogatepass")


def _read(pages: int, size: int) -> None:
    """Writes the text of the PDF that comes in."""
    import pypdfium2

    try:
        with pypdfium2.PdfDocument(sys.stdin.buffer.read()) as document:
            if len(document) > pages:
                _end(PAGES, str(len(document)))
            texts: list[str] = []
            for page in document:
                texts.append(page.get_textpage().get_text_bounded())
                size -= len(texts[-1])
                if size < 0:
                    break
    except pypdfium2.PdfiumError as error:
        _end(BROKEN, str(error))
    sys.stdout.buffer.write("\n".join(texts).replace("\r\n", "\n").encode("utf-8", "surrogatepass"))


def _end(code: int, said: str) -> None:
    sys.stderr.write(said)
    sys.exit(code)


if __name__ == "__main__":
    _read(int(sys.argv[1]), int(sys.argv[2]))

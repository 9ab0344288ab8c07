"""The text of files that the product hands out."""

import io
import zipfile

import pypdfium2


def text_of(content: bytes) -> str:
    """All text of a PDF, an Excel file or a text file."""
    if content.startswith(b"%PDF"):
        document = pypdfium2.PdfDocument(content)
        try:
            return "\n".join(page.get_textpage().get_text_range() for page in document)
        finally:
            document.close()
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            return "\n".join(book.read(name).decode("utf-8", "replace") for name in book.namelist())
    return content.decode("utf-8")

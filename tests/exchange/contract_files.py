"""Files to read and files to refuse, built here: no binary lies in the repository."""

import zipfile
from io import BytesIO
from pathlib import Path

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from vendormgr.resources import resource_dir

LINES = (
    "第１条（目的）　本契約は、電子カルテの保守を目的とする。",
    "第２条（通報）　乙は、事故の疑いを知った時から二十四時間以内に甲に通報する。",
)
FONT = "BIZUDPGothic"


def pdf(
    pages: int = 1,
    *,
    locked: bool = False,
    script: str = "",
    picture: bool = False,
    pictures: int = 0,
) -> bytes:
    """A PDF with those lines on each page, or with a picture only; further pictures come last."""
    place = resource_dir("static") / "fonts" / "BIZUDPGothic-Regular.ttf"
    pdfmetrics.registerFont(TTFont(FONT, place))
    stream = BytesIO()
    canvas = Canvas(stream, encrypt=StandardEncryption("secret") if locked else None)
    for number in range(pages + pictures):
        if picture or number >= pages:
            canvas.rect(50, 50, 400, 600, fill=1)
        else:
            canvas.setFont(FONT, 9)
            for row, line in enumerate(LINES):
                canvas.drawString(40, 800 - 20 * row, line)
            canvas.drawString(280, 20, f"- {number + 1} -")
        canvas.showPage()
    if script:
        canvas._doc.Catalog.OpenAction = f"<< /S /JavaScript /JS ({script}) >>"
    canvas.save()
    return stream.getvalue()


def word(lines: tuple[str, ...] = LINES) -> bytes:
    """A Word file with those paragraphs and a table."""
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    table = document.add_table(rows=2, cols=2)
    for row, cells in zip(table.rows, (("項目", "値"), ("頻度", "毎日")), strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def numbered_word() -> bytes:
    """A Word file whose articles are numbered by Word, with a tracked change."""
    document = docx.Document()
    numbering = document.part.numbering_part.element
    levels = "".join(
        f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{text}"/><w:suff w:val="space"/></w:lvl>'
        for i, (form, text) in enumerate(
            [("japaneseCounting", "第%1条"), ("decimalFullWidth", "%2"), ("decimal", "(%3)")]
        )
    )
    abstract = f'<w:abstractNum {nsdecls("w")} w:abstractNumId="77">{levels}</w:abstractNum>'
    numbering.insert(0, parse_xml(abstract))
    number = f'<w:num {nsdecls("w")} w:numId="77"><w:abstractNumId w:val="77"/></w:num>'
    numbering.append(parse_xml(number))
    for depth, text in [
        (0, "（通報）"),
        (1, "乙は通報する。"),
        (1, "乙は次を示す。"),
        (2, "原因"),
        (0, "（費用）"),
    ]:
        paragraph = document.add_paragraph(text)
        properties = paragraph._p.get_or_add_pPr()
        listed = f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{depth}"/><w:numId w:val="77"/></w:numPr>'
        properties.append(parse_xml(listed))
    changed = document.add_paragraph("甲は")._p
    for tag, text_tag, text in (("ins", "t", "毎月"), ("del", "delText", "毎年")):
        run = f"<w:r><w:{text_tag}>{text}</w:{text_tag}></w:r>"
        mark = f'<w:{tag} {nsdecls("w")} w:id="1" w:author="x">{run}</w:{tag}>'
        changed.append(parse_xml(mark))
    changed.append(parse_xml(f"<w:r {nsdecls('w')}><w:t>支払う。</w:t></w:r>"))
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def rewritten(content: bytes, changes: dict[str, bytes]) -> bytes:
    """A zip with some parts put in place of, or beside, its own."""
    stream = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(stream, "w", 8) as new:
        for name in old.namelist():
            new.writestr(name, changes.get(name, old.read(name)))
        for name in changes.keys() - set(old.namelist()):
            new.writestr(name, changes[name])
    return stream.getvalue()


def part(content: bytes, name: str) -> bytes:
    """One part of a zip."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return archive.read(name)


def with_entity() -> bytes:
    """A Word file that would read a file of the server through an external entity."""
    plain = part(word(), "word/document.xml").decode()
    head, _, rest = plain.partition("?>")
    doctype = '<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    body = rest.replace("第１条", "&x;", 1)
    return rewritten(word(), {"word/document.xml": f"{head}?>{doctype}{body}".encode()})


def with_macro_type() -> bytes:
    """A .docm: another content type, its macros already taken out."""
    name = "[Content_Types].xml"
    types = part(word(), name).replace(
        b"officedocument.wordprocessingml.document.main", b"ms-word.document.macroEnabled.main"
    )
    return rewritten(word(), {name: types})


def with_remote_template() -> bytes:
    """A Word file that fetches its template from elsewhere when it is opened."""
    name = "word/_rels/document.xml.rels"
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"
    link = f'<Relationship Id="r99" Type="{kind}" Target="http://x/" TargetMode="External"/>'
    relations = part(word(), name).replace(b"</Relationships>", f"{link}</Relationships>".encode())
    return rewritten(word(), {name: relations})


def bomb() -> bytes:
    """A Word file with a part that unpacks to 30 MB of nothing."""
    return rewritten(word(), {"word/media/image1.bmp": b"\0" * 30_000_000})


def many_members() -> bytes:
    """A Word file with thousands of parts."""
    stream = BytesIO(word())
    with zipfile.ZipFile(stream, "a") as archive:
        for number in range(3_100):
            archive.writestr(f"word/x{number}.bin", b"")
    return stream.getvalue()


def encrypted_zip() -> bytes:
    """A Word file whose first part says that it is encrypted."""
    content = bytearray(word())
    content[6] |= 1
    central = content.rindex(b"PK\x01\x02")
    content[central + 8] |= 1
    return bytes(content)


def save(folder: Path, content: bytes, name: str = "file") -> Path:
    """The content as a file; its name says nothing."""
    place = folder / name
    place.write_bytes(content)
    return place

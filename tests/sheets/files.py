"""Files as the world writes them, made in memory: none comes from a real group."""

import base64
import io
import zipfile
import zlib
from collections.abc import Iterable, Mapping, Sequence
from xml.sax.saxutils import escape

from openpyxl import Workbook

_SPREADSHEET = "urn:schemas-microsoft-com:office:spreadsheet"

# an Excel 97–2003 workbook: a title in row 1, a header in row 3, Zoë in row 4, nothing in row 5, Ben in row 6
_OLD_XLS = (
    "c-rk)Pe>GD6#vc4j=O8>uBL$ovItq33DKpCu8ErvtXM*SET~n7TGZWT+=F>2%RB}_r=p8shc5Q#&>t!&=+GfB3Jiik"
    "tDC2wpo2QS_hzPCGjO3KV}8T;zW2TFz4yIuzP~fCrb=hV?^MlV8JeJB(F&qqiA<psbPHiny=5`$<^f8UhjoQufCjQa"
    "$D`txejY;}?^&q0?R!QP_(176GH6eyjK~_IMPf)O977{f1=mSZf=Y?1OlXhLjY4mU=3}AFBDo~Ak#uL2E=)z+>-IRa"
    "_=s8~btPcG_r>O&NOqwDFL)N8yR6u{I`*2$ME^RgsP+|M0yLm)M#?a`9KsD00<EnL@p!{g!VJo3uqW`<iU42SRsA&L"
    "$=6n{faKqD<^JEu12l-s<yTZ6FaqnOERr#V(COnEKjOwfw_y&>BPlyGrw|YuN(^NBjY!YwL?&yPq}!etFlgDwcE%IQ"
    "eq#2glPRN@m_y0IWOi@^(3PHx#D+ex9eEf|8_kC8r6FyeqFL2qq#~UnDC8qTwv=$rmQpNBt%ztZ1;Ko&EVwX*HGlK-"
    ">v(rZ^n^%8BvAXX*}{E;h4XAd#wBq50bElj7CVGq5U-nsuM%2LtAX;`jtYm_H!3<8rM8yZ*)4bz-MWO|M*P^^fd|!N"
    "AEVoepKO~QE}wiG9Y+lve!XPR&nW7Zdga<x#>1$aE6&FBUTEbnn^ZszJAJd96E%bdUY3MXp{$`w?{YO%(cpJtm)!Sf"
    "msBcgKS~;ve2y<|1z(!@(j9$GeDOPdLeXnvUxvHS+2b_HH1VRZ;6)cNJiupFE^({JD5NH}4EH!R+J=9k5FR{u@ZiCN"
    "2M-?p3GkItm5ZKzrPiGbw%_@$vp{Ll`%UuS;vmxWWa*<ah7{!{&g3<JHbGZhU&<<N-2a7)!_>NoK6FbQeR<Dc`ruNQ"
    "_Gi_G;Xk*8@@;=HpE&<=``-alfbmZ"
)


def old_xls() -> bytes:
    return zlib.decompress(base64.b85decode(_OLD_XLS))


def xlsx(rows: Iterable[Sequence[object]], *, sheet: str = "Sheet1") -> bytes:
    workbook = Workbook()
    worksheet = workbook.active
    assert worksheet is not None
    worksheet.title = sheet
    for row in rows:
        worksheet.append(list(row))
    return saved(workbook)


def saved(workbook: Workbook) -> bytes:
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def spreadsheetml(
    rows: Iterable[Mapping[int, str]], *, gaps_by_index: bool = True, head: str = "", kind: str = "String"
) -> bytes:
    """XML as a web export writes it: lines ended by CR alone, every value a String, gaps left by ss:Index.

    A row maps the place of a cell (1-based) to its text; "" makes an empty Data.
    """
    written = [_xml_row(row, gaps_by_index, kind) for row in rows]
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<?mso-application progid="Excel.Sheet"?>',
        head,
        f'<Workbook xmlns="{_SPREADSHEET}" xmlns:ss="{_SPREADSHEET}">',
        '<Styles><Style ss:ID="s1"><Font ss:Bold="1"/></Style></Styles>',
        '<Worksheet ss:Name="Report"><Table>',
        *written,
        "</Table></Worksheet></Workbook>",
    ]
    return "\r".join(lines).encode()


def _xml_row(row: Mapping[int, str], gaps_by_index: bool, kind: str) -> str:
    cells, expected = [], 1
    for place, text in sorted(row.items()):
        index = f' ss:Index="{place}"' if gaps_by_index and place != expected else ""
        data = f'<Data ss:Type="{kind}">{escape(text)}</Data>' if text else "<Data/>"
        cells.append(f"<Cell{index}>{data}</Cell>")
        expected = place + 1
    return "<Row>\r" + "\r".join(cells) + "\r</Row>"


_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def raw_xlsx(sheet_data: str, *, shared_text: str = "", padding: bytes = b"") -> bytes:
    """A workbook around hand-written rows, for what no spreadsheet program would write."""
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/></Types>',
        "_rels/.rels": _relations({"officeDocument": "xl/workbook.xml"}),
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">'
        '<sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": _relations(
            {"worksheet": "worksheets/sheet1.xml", "sharedStrings": "sharedStrings.xml"}
        ),
        "xl/sharedStrings.xml": f'<sst xmlns="{_MAIN}"><si><t>{shared_text}</t></si></sst>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{_MAIN}"><sheetData>'
        f"{sheet_data}</sheetData></worksheet>",
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
        if padding:
            archive.writestr("padding", padding)
    return stream.getvalue()


def _relations(targets: Mapping[str, str]) -> str:
    written = "".join(
        f'<Relationship Id="r{number}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets.items(), 1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{written}</Relationships>'

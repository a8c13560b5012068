"""What the control words of RTF stand for: characters, code pages, and the parts of a file that are not its text."""

from __future__ import annotations

CHARACTERS = {
    "tab": "\t", "line": "\n", "lbr": "\n", "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’",
    "ldblquote": "“", "rdblquote": "”", "bullet": "•", "emspace": " ", "enspace": " ", "qmspace": " ", "~": " ",
    "_": "-", "-": "", "{": "{", "}": "}", "\\": "\\", "zwj": "", "zwnj": "", "page": "\f", "column": "\n",
    "softpage": "\f",
}  # fmt: skip

# Destinations without the mark "\*" that hold something else than the text.
ASIDE = frozenset(
    {
        "annotation", "atnauthor", "atnid", "bkmkend", "bkmkstart", "colortbl", "comment", "filetbl", "fldinst",
        "footer", "footerf", "footerl", "footerr", "ftncn", "ftnsep", "ftnsepc", "header", "headerf", "headerl",
        "headerr", "info", "keywords", "listtable", "listoverridetable", "nonesttables", "nonshppict", "objalias",
        "objclass", "objdata", "objname", "objsect", "operator", "pict", "private", "revtbl", "rxe",
        "shprslt", "sn", "sp", "subject", "sv", "tc", "tcn", "template", "themedata", "title", "txe", "xe", "xmlns",
    }
)  # fmt: skip

# Destinations with the mark "\*" (ignore what you do not know) that hold text all the same.
KNOWN = frozenset({"footnote", "shpinst", "shptxt", "ud", "listtext", "pntext"})

_CHARSETS = {
    0: "cp1252", 77: "mac_roman", 128: "cp932", 129: "cp949", 134: "gbk", 136: "cp950", 161: "cp1253", 162: "cp1254",
    163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250",
    254: "cp437", 255: "cp850",
}  # fmt: skip
_PAGES = frozenset({437, 850, 852, 866, 874, 932, 936, 949, 950, 65001, *range(1250, 1259)})


def codec_of_charset(charset: int, default: str) -> str:
    """The codec of a font's character set; the file's own for the default one and for sets without letters."""
    return _CHARSETS.get(charset, default)


def codec_of_page(page: int) -> str:
    """The codec of a code page; Western for what Python or Word does not know."""
    if page == 65001:
        return "utf-8"
    return f"cp{page}" if page in _PAGES else "cp1252"

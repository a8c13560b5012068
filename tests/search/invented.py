"""A small corpus of our own wording, and a light embedder that needs no model."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np

from graph.store import Change, Edge, Node
from ontology.analyzer import plain_terms
from search.embedders.base import Vectors, unit_length

A = "10-kh-ubnd.an-giang.2025"
B = "20-kh-ubnd.ca-mau.2025"
C = "30-nq-tw.vn.2024"


class HashEmbedder:
    """Vectors from hashed terms: alike for alike words, whatever the case and the marks."""

    def __init__(self, name: str = "hash", dim: int = 64) -> None:
        self.id = name
        self.dim = dim
        self.embedded = 0

    def _vector(self, text: str) -> Vectors:
        out = np.zeros(self.dim, np.float32)
        for term in plain_terms(text):
            out[int.from_bytes(hashlib.sha256(term.encode()).digest()[:4], "big") % self.dim] += 1
        return unit_length(out)

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        self.embedded += len(texts)
        return np.stack([self._vector(t) for t in texts]) if texts else np.zeros((0, self.dim), np.float32)

    def embed_query(self, text: str) -> Vectors:
        return self._vector(text)


def _document(id: str, number: str, title: str, place: str | None, level: str, issued: str) -> Node:
    props = {
        "owner": id, "number": number, "type": "Kế hoạch" if place else "Nghị quyết", "title": title, "place": place,
        "level": level, "issued": issued, "stub": False, "source": id + ".txt", "sha256": id,
    }  # fmt: skip
    return Node("Document", id, props)


def clause(document: str, path: str, text: str, *, order: int, context: str = "") -> Node:
    """A clause node with what search reads of it."""
    props = {
        "owner": document, "document": document, "path": path, "kind": "clause", "label": path, "text": text,
        "text_raw": text, "start": 0, "end": len(text), "order": order, "context": context,
    }  # fmt: skip
    return Node("Clause", f"{document}#{path}", props)


def _task(document: str, no: str, title: str, *, order: int, end: str) -> Node:
    props = {
        "owner": document, "document": document, "no": no, "title": title, "output": "Báo cáo", "start": 0, "end": 9,
        "deadline_end": end, "deadline_kind": "month", "context": "PHỤ LỤC II", "order": order,
    }  # fmt: skip
    return Node("Task", f"{document}#task:{no}", props)


def _edge(type_: str, source: str, target: str, owner: str, **props: str) -> Edge:
    return Edge(type_, source, target, {"owner": owner, **props})


def corpus() -> Change:
    """Two plans and a resolution, all invented."""
    nodes = (
        _document(A, "10/KH-UBND", "PHÁT TRIỂN HẠ TẦNG SỐ CỦA TỈNH", "An Giang", "tỉnh", "2025-02-01"),
        _document(B, "20/KH-UBND", "Phổ cập kỹ năng số", "Cà Mau", "tỉnh", "2025-03-01"),
        _document(C, "30-NQ/TW", "về phát triển khoa học", None, "trung ương", "2024-12-01"),
        clause(A, "1", "Lắp trạm phát sóng ở mọi ấp trong năm nay.", order=1, context="I Hạ tầng viễn thông"),
        clause(A, "2", "Xây trung tâm dữ liệu của tỉnh. Bảo đảm nguồn điện dự phòng.", order=2),
        clause(A, "3", "Bảo vệ trẻ em trước thông tin độc hại trên mạng.", order=3),
        clause(B, "1", "Mở lớp dạy người cao tuổi dùng điện thoại thông minh.", order=1),
        clause(B, "2", "Tặng máy tính cho học sinh vùng sâu theo Nghị quyết 30-NQ/TW.", order=2),
        clause(C, "1", "Miễn trừ trách nhiệm cho tổ chức thử nghiệm công nghệ mới.", order=1),
        clause(C, "2", "Xác lập quyền sở hữu dữ liệu.", order=2),
        _task(A, "1", "Xây dựng kho dữ liệu dùng chung", order=1, end="2025-06-30"),
        _task(A, "2", "Số hóa hồ sơ đất đai", order=2, end="2026-12-31"),
        Node("Agency", "so-y-te.an-giang", {"name": "Sở Y tế", "place": "an-giang"}),
        Node("Agency", "so-noi-vu.an-giang", {"name": "Sở Nội vụ", "place": "an-giang"}),
    )
    edges = (
        _edge("LED_BY", f"{A}#task:1", "so-y-te.an-giang", A, text="Sở Y tế"),
        _edge("COORDINATED_BY", f"{A}#task:2", "so-y-te.an-giang", A, text="Sở Y tế"),
        _edge("LED_BY", f"{A}#task:2", "so-noi-vu.an-giang", A, text="Sở Nội vụ"),
        _edge("CITES", f"{B}#2", C, B),
    )
    return Change(nodes=nodes, edges=edges)

"""What the HTTP API takes and gives. The shapes are the domain's own; this module only names them for OpenAPI."""

from __future__ import annotations

from datetime import date
from typing import Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field

T = TypeVar("T")


class _Body(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class ErrorDetail(_Body):
    """What was wrong, where, what is possible."""

    code: str = Field(examples=["not_found"])
    message: str
    hint: str | None = None
    document: str | None = None
    line: int | None = None


class Failure(_Body):
    """The body of every failure."""

    error: ErrorDetail


class Page(_Body, Generic[T]):
    items: list[T]
    total: int = Field(description="How many there are in all")


class AgencyRef(_Body):
    id: str = Field(examples=["so-y-te.tien-giang"])
    name: str = Field(examples=["Sở Y tế"])


class Deadline(_Body):
    """When a task is due; `end` is the last day of the stated period."""

    text: str | None = Field(examples=["Tháng 7 năm 2025"])
    kind: str = Field(examples=["month"])
    start: date | None = None
    end: date | None = None
    condition: str | None = None


class Counts(_Body):
    clauses: int = 0
    tasks: int = 0
    targets: int = 0
    results: int = 0


class CoverageShare(_Body):
    """Clauses that something below carries out, of all that say something.

    `deep` counts those whose chain ends in a task of a province that has a lead and a last day.
    """

    covered: int
    deep: int
    total: int


class DocumentHead(_Body):
    """What the top of a document says; a stub is one that others cite and that has not been read itself."""

    id: str = Field(examples=["57-nq-tw.vn.2024"])
    number: str | None = Field(None, examples=["57-NQ/TW"])
    type: str | None = Field(None, examples=["Nghị quyết"])
    title: str | None = None
    issued: date | None = None
    issuer: str | None = None
    signer: str | None = None
    place: str | None = Field(
        None, description="Where it was issued; the province of a local document, a commune with its province"
    )
    level: str | None = None
    source: str | None = None
    stub: bool = False


class DocumentSummary(DocumentHead):
    """A document with what it holds; `coverage` is null where nothing below is linked to it."""

    counts: Counts = Counts()
    coverage: CoverageShare | None = None


class RelatedDocument(_Body):
    """Another document, and how the two stand: `out` means that this one says it of the other."""

    document: DocumentHead
    relation: str = Field(examples=["BASED_ON"])
    direction: Literal["out", "in"]
    quote: str | None = None
    count: int = 1


class DocumentFile(_Body):
    """A file that a document was read from: its own, or one of annexes that names it."""

    name: str = Field(examples=["phu-luc-1.xlsx"])
    format: str
    sha256: str
    annex: bool = False
    repeats: str | None = Field(
        None, description="The file that has the same annex; this one then adds nothing"
    )


class DocumentDetail(DocumentSummary):
    """A document with the files that it was read from and the documents that it names and that name it."""

    files: list[DocumentFile] = []
    doubts: int = Field(0, description="How many places of it were read with a doubt")
    related: list[RelatedDocument] = []


class Clause(_Body):
    """One piece of a document's text; `text` is its own, without its label and its children."""

    id: str = Field(examples=["57-nq-tw.vn.2024#III.2"])
    document: str
    path: str = Field(examples=["III.2"])
    kind: str
    label: str
    heading: str | None = None
    text: str
    parent: str | None = None
    order: int
    page: int | None = Field(None, description="The page of its file, where the format has pages")
    file: str | None = Field(None, description="The file that it stands in")
    carried_out_by: int = Field(0, description="Tasks and clauses below that are stated to carry it out")
    serves: int = Field(0, description="Clauses and tasks above that it is stated to carry out")


class Task(_Body):
    id: str = Field(examples=["225-kh-ubnd.tien-giang.2025#task:12"])
    document: str
    document_number: str | None = None
    no: str | None = None
    group: str | None = None
    group_title: str | None = None
    title: str
    lead: list[AgencyRef] = []
    coop: list[AgencyRef] = []
    output: str | None = None
    deadline: Deadline
    where: str | None = None
    file: str | None = Field(None, description="The file that it stands in")
    clause: str | None = Field(None, description="The clause or annex row that states it")
    serves: int = 0
    reported: int = Field(0, description="Results of reports that are stated to tell of it")


class Target(_Body):
    id: str
    document: str
    document_number: str | None = None
    no: str | None = None
    parent: str | None = None
    indicator: str | None = None
    name: str
    unit: str | None = None
    period_end_year: int | None = None
    value_text: str
    comparator: str | None = None
    value: float | None = None
    value_max: float | None = None
    owner: list[AgencyRef] = []
    where: str | None = None
    file: str | None = Field(None, description="The file that it stands in")
    clause: str | None = Field(None, description="The clause or annex row that states it")


class Agency(_Body):
    """An agency and how much it has to do."""

    id: str
    name: str
    place: str | None = None
    collective: bool = False
    leads: int = 0
    coordinates: int = 0
    owns: int = 0
    inherits: int = Field(0, description="Tasks led by the agencies whose duties came to it")


class AgencyDetail(Agency):
    """An agency with its duties; tasks stand by deadline."""

    successors: list[AgencyRef] = []
    predecessors: list[AgencyRef] = []
    leading: list[Task] = []
    coordinating: list[Task] = []
    targets: list[Target] = []


class GraphNode(_Body):
    """A node with what a drawing needs of its document: number, issuer, level, place and date."""

    id: str
    label: str = Field(examples=["Task"])
    document: str | None = None
    number: str | None = None
    type: str | None = None
    title: str
    no: str | None = None
    path: str | None = None
    context: str | None = None
    issuer: str | None = None
    level: str | None = None
    place: str | None = None
    issued: date | None = None
    year: int | None = Field(None, description="By when a target is to be reached")
    value_text: str | None = Field(None, description="What a target is to reach, as printed")


class GraphEdge(_Body):
    """An edge; links between texts have a grade (2 implements, 1 contributes), a score and both quotes."""

    source: str
    target: str
    relation: str = Field(examples=["IMPLEMENTS"])
    grade: int | None = None
    score: float | None = None
    status: str | None = Field(None, examples=["proposed"])
    method: str | None = None
    source_quote: str | None = None
    target_quote: str | None = None
    suspect: bool = Field(False, description="A text at an end has changed since a person decided")


class Graph(_Body):
    """A piece of the graph around `root`; `truncated` says that more was there than the limit allows."""

    root: str
    nodes: list[GraphNode]
    edges: list[GraphEdge]
    truncated: bool = False


class CoverageRow(_Body):
    """A clause; ids of what implements it, contributes to it, and of the assigned tasks where its chains end."""

    id: str
    path: str
    kind: str
    label: str = ""
    heading: str | None = None
    text: str
    section: str
    implements: list[str]
    contributes: list[str]
    ends: list[str]


class SectionTotal(CoverageShare):
    """The same counts for one top-level section."""

    path: str
    heading: str | None = None


class Coverage(CoverageShare):
    document: str
    rows: list[CoverageRow]
    sections: list[SectionTotal]


class Gaps(_Body):
    """Clauses that nothing carries out, and tasks of the documents below that serve nothing above."""

    clauses: list[CoverageRow]
    tasks: list[GraphNode]


class MatrixCell(_Body):
    """A stated link: `source` serves `target`."""

    source: str
    target: str
    grade: int
    score: float
    status: str


class Matrix(_Body):
    """Upstream units (rows) against downstream units (columns); cells are the links between them."""

    upstream: str
    downstream: str
    rows: list[GraphNode]
    columns: list[GraphNode]
    cells: list[MatrixCell]


class PlaceRow(_Body):
    """What one province does about a clause; empty units mean that nothing is stated."""

    place: str
    documents: list[str]
    units: list[GraphNode]


class Relation(_Body):
    """One edge type of the graph: the legend of every drawing."""

    name: str
    source: list[str]
    target: list[str]
    inverse: str
    label_vi: str
    inverse_label_vi: str
    label_en: str
    iri: str


class Hit(_Body):
    """A found clause, task or target; `scores` has the parts of `score` (lexical, dense)."""

    kind: str
    id: str
    document: str
    source: str | None = None
    number: str | None = None
    path: str | None = None
    no: str | None = None
    score: float
    scores: dict[str, float]
    text: str
    context: str = ""
    highlights: list[dict[Literal["start", "end"], int]] = []


class Repair(_Body):
    """A misspelt word: as typed, and as it was read."""

    typed: str = Field(examples=["nhieemj"])
    read: str = Field(examples=["nhiệm"])


class SearchPage(_Body):
    """A page of hits for `query`, which is what was typed with `repairs`."""

    query: str
    hits: list[Hit]
    total: int
    facets: dict[str, dict[str, int]] = {}
    repairs: list[Repair] = []

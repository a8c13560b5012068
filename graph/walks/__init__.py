"""Named reads over any GraphStore. Every number that they give opens the list of what it counts."""

from graph.walks.around import Around, Group, GroupChoice, Near, around, document_map
from graph.walks.briefs import Brief, Lead, all_briefs, briefs
from graph.walks.chain import STATED, Path, Step, Trace, next_steps, trace
from graph.walks.coverage import (
    Coverage,
    CoverageRow,
    Gaps,
    Impact,
    Matrix,
    PlaceRow,
    SectionTotal,
    compare,
    coverage,
    gaps,
    impact,
    links_below,
    matrix,
)
from graph.walks.documents import (
    DocumentRow,
    Neighbourhood,
    NodeView,
    OutlineRow,
    Stats,
    document,
    document_id,
    documents,
    id_of,
    neighbours,
    node,
    outline,
    stats,
)
from graph.walks.duties import Duty, Role, all_before, due, duties, predecessors, successions
from graph.walks.joined import ClauseByPlace, Joined, Provinces, joined, provinces
from graph.walks.overlaps import Overlaps, SameTask, overlaps
from graph.walks.results import ReportedOn, ResultChoice, ToldResult, result, results, results_on

__all__ = [
    "STATED", "Around", "Brief", "ClauseByPlace", "Coverage", "CoverageRow", "DocumentRow", "Duty", "Gaps",
    "Group", "GroupChoice", "Impact", "Joined", "Lead", "Matrix", "Near", "Neighbourhood", "NodeView",
    "OutlineRow", "Overlaps", "Path", "PlaceRow", "Provinces", "ReportedOn", "ResultChoice", "Role", "SameTask",
    "SectionTotal", "Stats", "Step", "ToldResult", "Trace", "all_before", "all_briefs", "around", "briefs",
    "compare", "coverage", "document", "document_id", "document_map", "documents", "due", "duties", "gaps",
    "id_of", "impact", "joined", "links_below", "matrix", "neighbours", "next_steps", "node", "outline",
    "overlaps", "predecessors", "provinces", "result", "results", "results_on", "stats", "successions", "trace",
]  # fmt: skip

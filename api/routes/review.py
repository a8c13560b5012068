"""People and links: why a link is there, what waits for a decision, and deciding."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query

from api import schemas_query as s
from api.auth import curator
from api.deps import AtMost, InStore, Offset, page
from api.reviewing import act
from api.schemas import Page
from graph import explain, review, walks

router = APIRouter(tags=["review"])


@router.get("/links/{id:path}", summary="Why a link is there")
def link(id: str, store: InStore) -> s.Explanation:
    """Score, grade, method and features in words, both quotes, what people decided, and what changed since."""
    return s.Explanation.model_validate(explain.explain(store, id))


@router.get("/review/queue", summary="Links that wait for a person")
def queue(
    store: InStore,
    document: Annotated[
        list[str] | None, Query(description="Only links from these documents (ids or numbers)")
    ] = None,
    state: Annotated[
        review.State | None,
        Query(description="Only stated links, only candidates, or only those whose texts changed"),
    ] = None,
    limit: Annotated[int, Query(ge=1, le=500, description="At most so many")] = 50,
    offset: Annotated[int, Query(ge=0, description="How many to leave out at the beginning")] = 0,
) -> Page[s.QueueItem]:
    """Suspect links first, then stated ones that no one decided on, then candidates; each the most doubtful and the
    most used first."""
    documents = [walks.document_id(store, key) for key in document or ()]
    found = page(review.queue(store, documents=documents, state=state, limit=None), limit, offset)
    return Page(items=[s.QueueItem.model_validate(item) for item in found.items], total=found.total)


@router.get("/review/history", summary="What was decided")
def history(
    store: InStore,
    link: Annotated[str | None, Query(description="Only decisions on this link")] = None,
    reviewer: Annotated[str | None, Query(description="Only decisions of this person")] = None,
    limit: AtMost = None,
    offset: Offset = 0,
) -> Page[s.Decision]:
    """Every decision in its order; a decision that was taken back stays, followed by one with the status `undone`."""
    found = review.history(store, link) if link else review.decisions(store)
    items = [s.Decision.model_validate(d) for d in found if reviewer in (None, d.reviewer)]
    return page(items, limit, offset)


@router.get("/review/agreement", summary="How far reviewers agree")
def agreement(store: InStore) -> Page[s.Agreement]:
    """Cohen's kappa of each two people who decided on the same links."""
    items = [s.Agreement.model_validate(row) for row in explain.agreement(store)]
    return Page(items=items, total=len(items))


@router.post("/review", summary="Decide on links", dependencies=[Depends(curator)])
def decide(body: s.ReviewIn, store: InStore) -> Page[s.Decision]:
    """Accept, reject, regrade or add links, or take the last decision back; answers with what stands now."""
    made = act(store, body.links, body.action, reviewer=body.reviewer, grade=body.grade, reason=body.reason)
    items = [s.Decision.model_validate(decision) for decision in made]
    return Page(items=items, total=len(items))

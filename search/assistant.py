"""A language model beside the questions; off unless an endpoint is named. It can change no fact.

It may put the sentence of an answer into other words, and it may say a question that no kind claims in plainer ones.
Its words are taken only when every figure, date and name in them stands in what it was given; else the answer stays
as it is. Rows, numbers and citations are never its work. The endpoint sees the question and the rows: choose one
that may.
"""

from __future__ import annotations

import json
import re
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Protocol

from ontology.errors import SettingsError, StoreUnavailable
from ontology.text import nfc, toneless
from search.types import Answer

_ROWS = 30  # rows that are sent
_LONGEST = 600  # characters of a row, and of a reply
_FALLBACK = "clause_search"
_WORD = re.compile(r"[^\W_]+(?:[./-][^\W_]+)*")
_SENTENCE = re.compile(r"(?:^|[.!?:;\n“\"(]\s*|[-•]\s+)(?P<first>[^\W_]+)")
#: Words that turn a fact: a reply has them only where what was given has.
_GUARDED = (
    "không",
    "chưa",
    "chủ trì",
    "phối hợp",
    "theo dõi",
    "trừ",
    "not",
    "no",
    "leads",
    "coordinates",
    "except",
)
_REPHRASE = (
    "Viết lại câu trả lời cho dễ đọc, cùng ngôn ngữ với câu hỏi, tối đa ba câu. Chỉ dùng số, ngày và tên có sẵn trong "
    "câu trả lời và các dòng; không thêm gì. Chỉ trả về câu viết lại."
)
_PLAINER = (
    "Viết lại câu hỏi về kế hoạch, nghị quyết thành một câu hỏi tiếng Việt ngắn gọn theo từ ngữ hành chính (nhiệm vụ, "
    "chỉ tiêu, cơ quan chủ trì, thời hạn, điều khoản). Không thêm số, ngày hay tên nào. Chỉ trả về câu hỏi."
)


class Chat(Protocol):
    """A model that answers one message."""

    def complete(self, task: str, text: str) -> str:
        """Its reply to `text` under the instruction `task`. Raises StoreUnavailable."""
        ...


class OpenAIChat:
    """A model behind an OpenAI-compatible endpoint (POST {url}/chat/completions)."""

    def __init__(self, *, url: str, model: str, key: str = "", timeout: float = 20.0) -> None:
        """`url` ends before "/chat/completions"; `timeout` in seconds. Raises SettingsError."""
        if not url.startswith(("http://", "https://")) or not model:
            raise SettingsError(
                "a language model needs a URL and a name", hint="set TRUYVET_LLM_URL and TRUYVET_LLM_MODEL"
            )
        self._url, self._model, self._key, self._timeout = url.rstrip("/"), model, key, timeout

    def complete(self, task: str, text: str) -> str:
        """The reply, trimmed. Raises StoreUnavailable."""
        messages = [{"role": "system", "content": task}, {"role": "user", "content": text}]
        body = json.dumps({"model": self._model, "messages": messages, "temperature": 0}).encode()
        headers = {"Content-Type": "application/json"}
        if self._key:
            headers["Authorization"] = f"Bearer {self._key}"
        request = urllib.request.Request(f"{self._url}/chat/completions", data=body, headers=headers)
        try:
            with urllib.request.urlopen(request, timeout=self._timeout) as response:
                return str(json.load(response)["choices"][0]["message"]["content"]).strip()
        except (urllib.error.URLError, TimeoutError, ValueError, KeyError, IndexError, TypeError) as exc:
            raise StoreUnavailable(f"the language model at {self._url} gave no reply: {exc}") from exc


def assisted(answer: Answer, chat: Chat, ask: Callable[[str], Answer]) -> Answer:
    """The answer, read anew in plainer words where no kind claimed its question, and put into other words.

    `ask` answers a question without the model. A model that is away, or adds anything, leaves the answer as it was.
    """
    try:
        if answer.understood.intent == _FALLBACK:
            answer = _plainer(answer, chat, ask)
        return _rephrased(answer, chat)
    except StoreUnavailable:
        return answer


def _plainer(answer: Answer, chat: Chat, ask: Callable[[str], Answer]) -> Answer:
    proposed = chat.complete(_PLAINER, answer.question)[:_LONGEST]
    if not proposed or additions(proposed, [answer.question]):
        return answer
    again = ask(proposed)
    if again.none or again.understood.intent == _FALLBACK:
        return answer
    words = f"{again.understood.words} · theo đề xuất: {proposed}"
    return replace(again, question=answer.question, understood=replace(again.understood, words=words))


def _rephrased(answer: Answer, chat: Chat) -> Answer:
    if answer.none or not answer.rows:
        return answer
    given = [answer.question, answer.answer, *_lines(answer)]
    reply = chat.complete(_REPHRASE, "\n".join(given))[:_LONGEST]
    if not reply or additions(reply, given) or _turned(reply, given):
        return answer
    words = f"{answer.understood.words} · câu do mô hình viết lại"
    return replace(answer, answer=reply, understood=replace(answer.understood, words=words))


def _turned(reply: str, given: Iterable[str]) -> bool:
    """Whether a reply says a role or denies something where nothing given does."""
    said = f" {' '.join(given)} ".lower()
    return any(f" {word} " in f" {reply.lower()} " and f" {word} " not in said for word in _GUARDED)


def _lines(answer: Answer) -> list[str]:
    rows = answer.rows[:_ROWS]
    fields = ((r.no, r.path, r.name, r.number, r.year, r.value_text, r.text, r.document) for r in rows)
    return [" | ".join(str(f) for f in row if f is not None)[:_LONGEST] for row in fields]


def additions(reply: str, given: Iterable[str]) -> list[str]:
    """Figures, dates and names of a reply that what was given does not have.

    >>> additions("Sở Y tế làm 3 việc", ["Sở Y tế: 3"]), additions("Sở Tư pháp làm 4 việc", ["Sở Y tế: 3"])
    ([], ['Tư', '4'])
    """
    reply = nfc(reply)
    known = {_key(word) for text in given for word in _pieces(nfc(text))}
    opening = {m.start("first") for m in _SENTENCE.finditer(reply)}
    out = []
    for match in _WORD.finditer(reply):
        word = match.group()
        figure = any(c.isdigit() for c in word)
        name = any(c.isupper() for c in word) and match.start() not in opening
        if (figure or name) and _key(word) not in known:
            out.append(word)
    return out


def _pieces(text: str) -> Iterable[str]:
    for match in _WORD.finditer(text):
        yield match.group()
        yield from re.split(r"[./-]", match.group())


def _key(word: str) -> str:
    """Upper and lower case are one; marks stay, for they tell names apart, except in codes."""
    return toneless(word).upper() if any(c.isdigit() for c in word) else word.lower()

"""Which Cypher a stranger may run: a tokenizer and a check of clauses, words and calls, all by allow-list.

What holds after `guarded(text)`:
1. The result is one statement without comments, written anew from the tokens that were checked, so that no engine can
   read it in another way than this module did; each token keeps its line and, but for backticks, its column.
2. It begins with a reading clause, and so does every subquery and every branch of a UNION.
3. Wherever a value has ended, the next word is one that goes on reading (`RETURN`, `WHERE`, `AND` …): a clause that
   writes, administers, imports or that nobody here knows of cannot begin.
4. Every function and procedure that is called stands in an allow-list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from ontology.errors import QueryRefused

MAX_CHARS = 10_000
_MAX_DEPTH = 60
#: Where a clock is looked at between rows only: numbers of one range, and how often texts or lists are joined.
_MAX_RANGE = 10_000
_MAX_JOINS = 10
_HINT = "only reading is allowed: MATCH, WITH, UNWIND, CALL { … }, RETURN"

#: What a blank or a comment is written as: blanks in the same lines.
_BLANK = re.compile(r"[^\n]")

Kind = Literal["word", "name", "text", "number", "param", "sign"]

_TOKEN = re.compile(
    r"""(?P<blank>(?:[ \t\r\n]|/\*.*?\*/|//[^\r\n]*)+)
    |(?P<text>'(?:[^'\\]|\\[^uU])*'|"(?:[^"\\]|\\[^uU])*")
    |(?P<name>`[^`\\]+`)
    |(?P<param>\$(?:[^\W\d]\w*|\d+|`[^`\\]+`))
    |(?P<number>0[xX][0-9a-fA-F]+|(?:\d+(?:\.\d+)?|(?<!\.)\.\d+)(?:[eE][+-]?\d+)?)(?!\w)
    |(?P<word>[^\W\d]\w*)
    |(?P<sign>\.\.|<=|>=|<>|=~|\+=|\|\||/(?!\*)|[-+*%^=<>()\[\]{},.:|&!?;])""",
    re.VERBOSE | re.DOTALL,
)


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_STARTERS = _words("MATCH OPTIONAL WITH UNWIND RETURN CALL")
#: What may follow a value: the reading clauses, and the operators and parts of clauses that are words.
_GOES_ON = _STARTERS | _words(
    "UNION WHERE ORDER SKIP LIMIT OFFSET ASC ASCENDING DESC DESCENDING YIELD AS AND OR XOR IN IS STARTS ENDS "
    "CONTAINS WHEN THEN ELSE END"
)
#: Words after which a value, a pattern or another such word stands.
_OPENS = (_GOES_ON - _words("ASC ASCENDING DESC DESCENDING END")) | _words("BY DISTINCT NOT CASE ALL")
_SUBQUERIES = _words("EXISTS COUNT COLLECT CALL")
#: Never a bare name, wherever it stands: someone who means a name puts it in backticks.
_FORBIDDEN = _words(
    "CREATE INSERT MERGE SET DELETE DETACH NODETACH REMOVE DROP FOREACH LOAD CSV USE USING SHOW ALTER GRANT DENY "
    "REVOKE TERMINATE TRANSACTIONS PERIODIC COMMIT ROLLBACK RENAME EXPLAIN PROFILE CYPHER INSTALL IMPORT"
)
FUNCTIONS = _words(
    "count sum avg min max collect stdev stdevp percentilecont percentiledisc "
    "abs ceil floor round sign sqrt exp log log10 pi rand pow "
    "tostring tointeger tofloat toboolean tostringornull tointegerornull tofloatornull "
    "toupper tolower upper lower trim ltrim rtrim replace substring left right split reverse "
    "char_length character_length normalize "
    "size length head last tail range keys labels type properties nodes relationships startnode endnode id "
    "elementid coalesce nullif isempty exists reduce any all none single shortestpath allshortestpaths "
    "date datetime localdatetime localtime time duration date.truncate datetime.truncate duration.between "
    "duration.indays duration.inmonths point.distance"
)
PROCEDURES = _words("db.labels db.relationshiptypes db.propertykeys db.index.fulltext.querynodes")
_CLOSING = {"(": ")", "[": "]", "{": "}"}


@dataclass(frozen=True, slots=True)
class Token:
    """One token; `value` is a name without its backticks, `space` the blanks and comments that stood before it."""

    kind: Kind
    text: str
    value: str
    start: int
    space: str


def tokens(text: str) -> list[Token]:
    """The tokens of a query. Raises QueryRefused for what is no token, and for escapes of characters by number."""
    if len(text) > MAX_CHARS:
        raise QueryRefused(f"the query has {len(text)} characters", hint=f"at most {MAX_CHARS}")
    if re.search(r"\\[uU]", text):
        raise QueryRefused(
            "the query escapes a character by its number", hint="write the character, or a parameter"
        )
    found: list[Token] = []
    at, space = 0, ""
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            line, column = position(text, at)
            raise QueryRefused(f"not Cypher: {text[at : at + 20]!r}", line=line, column=column)
        at = match.end()
        if match.lastgroup == "blank":
            space = match[0]
            continue
        found.append(Token(match.lastgroup, match[0], match[0].strip("`"), match.start(), space))  # type: ignore[arg-type]
        space = ""
    return found


def position(text: str, at: int) -> tuple[int, int]:
    """The line and the column of a character, from 1."""
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)


def guarded(text: str) -> str:
    """`text` written anew, if it only reads. Raises QueryRefused, which says what was not allowed and in which line."""
    found = tokens(text)
    while found and found[-1].text == ";":
        found.pop()
    if not found:
        raise QueryRefused("the query is empty", hint=_HINT)
    _Check(text, found).run()
    return "".join(
        _BLANK.sub(" ", t.space) + _written(t, found[n - 1].text if n else "") for n, t in enumerate(found)
    )


def check_stoppable(text: str) -> None:
    """Raises QueryRefused where one expression of a `guarded` text could run or grow for long.

    For engines that look at their clock between rows only: `reduce` and regular expressions are refused, a range is
    of numbers that stand there and of at most 10,000, one loop over a list stands in no other, lists and texts are
    put together a few times at most.
    """
    found = tokens(text)
    joins = [token for token in found if token.text in ("+", "||")]
    if len(joins) > _MAX_JOINS:
        raise QueryRefused(f"{len(joins)} times + or ||", hint=f"at most {_MAX_JOINS} on a server")
    loops: list[bool] = []
    for n, token in enumerate(found):
        call = token.value.lower() if [t.text for t in found[n + 1 : n + 2]] == ["("] else ""
        if call == "reduce" or token.text == "=~":
            raise QueryRefused(
                f"{token.text} is not allowed on a server", hint="CONTAINS, STARTS WITH, sum, collect"
            )
        if call == "range" and not _is_short(found[n + 2 : n + 9]):
            raise QueryRefused("a range on a server needs two numbers", hint=f"at most {_MAX_RANGE} apart")
        if token.text in _CLOSING:
            loops.append(token.text != "{" and _begins_loop(found[n + 1 : n + 3]))
            if loops[-1] and sum(loops) > 1:
                raise QueryRefused("a loop over a list stands in another", hint="UNWIND the lists")
        elif token.text in _CLOSING.values():
            loops.pop()


def _begins_loop(after: Sequence[Token]) -> bool:
    return len(after) == 2 and after[0].kind in ("word", "name") and after[1].text.upper() == "IN"


def _is_short(after: Sequence[Token]) -> bool:
    """Whether the tokens after `range(` are two whole numbers not far apart."""
    words = "".join(token.text for token in after)
    ends = re.match(r"(-?\d+),(-?\d+)[,)]", words)
    return ends is not None and abs(int(ends[2]) - int(ends[1])) <= _MAX_RANGE


def _written(token: Token, before: str) -> str:
    """The token's text; a property whose name is a word of Cypher gets the backticks that some engines ask for."""
    if before == "." and token.kind == "word" and token.text.upper() in _GOES_ON:
        return f"`{token.text}`"
    return token.text


class _Check:
    """One pass over the tokens, with the brackets that are open."""

    def __init__(self, text: str, found: Sequence[Token]) -> None:
        self._text = text
        self._tokens = found
        self._ended = False  # whether the token before ends a value
        self._starts = True  # whether a clause must begin here
        self._open: list[str] = []
        self._openers: list[Token] = []
        self._names: list[bool] = []

    def run(self) -> None:
        for n, token in enumerate(self._tokens):
            self._names.append(self._is_name(n))
            if token.kind == "sign":
                self._sign(n, token)
            elif token.kind == "word" and not self._names[n]:
                self._word(n, token)
            else:
                self._value(n, token)
        if self._open:
            raise self._refuse(self._openers[-1], f"{self._open[-1]!r} is missing for")

    def _refuse(self, token: Token, why: str) -> QueryRefused:
        line, column = position(self._text, token.start)
        return QueryRefused(f"{why}: {token.text[:60]}", line=line, column=column, hint=_HINT)

    def _at(self, n: int) -> str:
        return self._tokens[n].text if 0 <= n < len(self._tokens) else ""

    def _upper(self, n: int) -> str:
        return self._at(n).upper()

    def _is_name(self, n: int) -> bool:
        """Whether a word can only be a name here: a property, a label, a key of a map, an alias, no plain ASCII."""
        before = self._at(n - 1)
        key = self._at(n + 1) == ":" and before in ("{", ",") and self._open[-1:] == ["}"]
        alias = before.upper() == "AS" and n > 0 and not self._names[n - 1]
        return before in (".", ":") or key or alias or not self._at(n).isascii()

    def _value(self, n: int, token: Token) -> None:
        if self._starts or self._ended:
            raise self._refuse(token, "a clause that reads was expected")
        if token.kind in ("word", "name") and self._at(n + 1) == "(":
            self._call(n, token)
        self._ended = True

    def _word(self, n: int, token: Token) -> None:
        word = token.text.upper()
        if word in _FORBIDDEN:
            raise self._refuse(token, "this is not allowed")
        if self._starts:
            if word not in _STARTERS:
                raise self._refuse(token, "a clause that reads was expected")
            self._starts = False
        elif self._ended and word not in _GOES_ON:
            raise self._refuse(token, "a clause that reads was expected")
        if word == "OPTIONAL" and self._upper(n + 1) not in ("MATCH", "CALL"):
            raise self._refuse(token, "OPTIONAL stands before MATCH")
        if word == "UNION":
            self._starts = self._upper(n + 1) not in ("ALL", "DISTINCT")
            self._ended = False
        elif word in ("ALL", "DISTINCT") and self._upper(n - 1) == "UNION":
            self._starts = True
        elif word == "CALL":
            self._procedure(n)
            self._ended = False
        elif self._at(n + 1) == "(" and word not in _OPENS - {"ALL"}:
            self._call(n, token)
        else:
            self._ended = word not in _OPENS and not self._is_subquery(n + 1)

    def _sign(self, n: int, token: Token) -> None:
        sign = token.text
        if sign == ";":
            raise self._refuse(token, "one statement at a time")
        inside = sign == "(" and self._open[-1:] == ["}"] and self._at(n - 1) == "{"
        if self._starts and not inside:
            raise self._refuse(token, "a clause that reads was expected")
        self._starts = False
        if sign in _CLOSING:
            self._starts = sign == "{" and self._is_subquery(n) and self._at(n + 1) != "("
            self._open.append(_CLOSING[sign])
            self._openers.append(token)
            if len(self._open) > _MAX_DEPTH:
                raise self._refuse(token, "too deep")
        elif sign in _CLOSING.values():
            if not self._open or self._open.pop() != sign:
                raise self._refuse(token, "this closes nothing")
            self._openers.pop()
        whole = sign == "*" and (self._upper(n - 1) in _BEFORE_WHOLE)
        self._ended = sign in ")]}" or whole

    def _is_subquery(self, n: int) -> bool:
        """Whether the `{` at `n` opens a subquery, and not a map."""
        if self._at(n) != "{":
            return False
        if self._upper(n - 1) in _SUBQUERIES and self._tokens[n - 1].kind == "word":
            return not self._names[n - 1]
        return self._at(n - 1) == ")" and self._imports(n - 1)

    def _imports(self, n: int) -> bool:
        """Whether the `)` at `n` ends the list of variables of `CALL (a, b) { … }`."""
        while n >= 0 and self._at(n) != "(":
            n -= 1
        return self._upper(n - 1) == "CALL"

    def _dotted(self, n: int) -> str:
        """The dotted name that ends at `n`."""
        parts = [self._tokens[n].value]
        while self._at(n - 1) == "." and n >= 2:
            n -= 2
            parts.insert(0, self._tokens[n].value)
        return ".".join(parts).lower()

    def _call(self, n: int, token: Token) -> None:
        name = self._dotted(n)
        if name in PROCEDURES and self._is_procedure(n):
            return
        if name not in FUNCTIONS:
            raise self._refuse(token, f"the function {name} is not allowed")

    def _is_procedure(self, n: int) -> bool:
        while self._at(n - 1) == ".":
            n -= 2
        return self._upper(n - 1) == "CALL"

    def _procedure(self, n: int) -> None:
        if self._at(n + 1) in ("{", "("):
            return
        parts = list(self._parts(n + 1))
        if ".".join(parts).lower() not in PROCEDURES:
            allowed = ", ".join(sorted(PROCEDURES))
            line, column = position(self._text, self._tokens[n].start)
            raise QueryRefused(
                f"the procedure {'.'.join(parts)[:60]} is not allowed", line=line, column=column,
                hint=f"allowed: {allowed}",
            )  # fmt: skip

    def _parts(self, n: int) -> Iterator[str]:
        while n < len(self._tokens) and self._tokens[n].kind in ("word", "name"):
            yield self._tokens[n].value
            if self._at(n + 1) != ".":
                return
            n += 2


#: Before a `*` that means "everything", after which a value has ended.
_BEFORE_WHOLE = frozenset(("WITH", "RETURN", "DISTINCT", "YIELD", "(", ",", "."))

"""A parser of CloudWatch Logs Insights queries: the commands and functions that the project uses.

Whatever it does not know is an error, so that a slip in a query is one, too. Source: CloudWatch
Logs user guide, "Logs Insights QL query syntax".
"""

from __future__ import annotations

import re

AGGREGATES = {"count", "sum", "avg", "min", "max", "pct"}
FUNCTIONS = {"ispresent", "bin"}
WORDS = {"and", "or", "not", "in", "like", "as", "by", "asc", "desc"}
_TOKEN = re.compile(
    r"""\s*(?:(?P<text>"[^"]*")|(?P<regex>(?<=like\s)/[^/]+/)|(?P<period>\d+[smhd]\b)"""
    r"""|(?P<number>\d+)|(?P<name>@?[A-Za-z][A-Za-z0-9]*)|(?P<op>!=|<=|>=|[=<>*/+()\[\],-]))"""
)


class QueryError(ValueError):
    """What is wrong with a query."""


def fields_of(query: str) -> set[str]:
    """The fields of the log that the query reads; those it makes itself (`as`) are not among them.

    Fields of CloudWatch's own (`@timestamp`) are left out.
    """
    text = "\n".join(line for line in query.splitlines() if not line.lstrip().startswith("#"))
    used: set[str] = set()
    made: set[str] = set()
    for command in _split(text):
        parser = _Command(command)
        used |= parser.read() - made
        made |= parser.made
    return {name for name in used if not name.startswith("@")}


def _split(text: str) -> list[str]:
    """The commands between pipes; none of the project's texts and patterns has a pipe in it."""
    return [part.strip() for part in text.split("|")]


class _Command:
    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = _tokens(text)
        self.used: set[str] = set()
        self.made: set[str] = set()

    def read(self) -> set[str]:
        kind, verb = self._next()
        parts = {
            "fields": self._fields,
            "display": self._names,
            "filter": self._condition,
            "stats": self._stats,
            "sort": self._sort,
            "limit": self._limit,
        }
        if kind != "name" or verb not in parts:
            raise QueryError(f"no command: {self.text}")
        parts[verb]()
        if self.tokens:
            raise QueryError(f"left over in {self.text}: {self.tokens[0][1]}")
        return self.used

    def _fields(self) -> None:
        self._list(lambda: self._named(self._sum))

    def _names(self) -> None:
        self._list(self._field)

    def _stats(self) -> None:
        self._list(lambda: self._named(self._aggregate))
        if self._take("by"):
            self._list(self._group)

    def _sort(self) -> None:
        self._field()
        if not (self._take("asc") or self._take("desc")) and self.tokens:
            raise QueryError(f"sorted neither asc nor desc: {self.text}")

    def _limit(self) -> None:
        self._want("number")

    def _list(self, one) -> None:
        one()
        while self._take(","):
            one()

    def _named(self, one) -> None:
        one()
        if self._take("as"):
            self.made.add(self._want("name"))

    def _group(self) -> None:
        if self._take("bin"):
            self._must("(")
            self._want("period")
            self._must(")")
        else:
            self._field()

    def _aggregate(self) -> None:
        name = self._want("name")
        if name not in AGGREGATES:
            raise QueryError(f"{name} is no aggregate: {self.text}")
        self._must("(")
        if not (name == "count" and self._take("*")):
            self._sum()
        if name == "pct":
            self._must(",")
            self._want("number")
        self._must(")")

    def _condition(self) -> None:
        self._comparison()
        while self._take("and") or self._take("or"):
            self._comparison()

    def _comparison(self) -> None:
        if self._take("not"):
            return self._comparison()
        if self._take("("):
            self._condition()
            return self._must(")")
        if self._take("ispresent"):
            self._must("(")
            self._field()
            return self._must(")")
        self._sum()
        if self._take("like"):
            self._want("regex")
        elif self._take("in"):
            self._must("[")
            self._list(lambda: self._want("text"))
            self._must("]")
        else:
            kind, operator = self._next()
            if kind != "op" or operator not in ("=", "!=", "<", ">", "<=", ">="):
                raise QueryError(f"no comparison: {self.text}")
            self._sum()
        return None

    def _sum(self) -> None:
        self._value()
        while any(self._take(operator) for operator in "*/+-"):
            self._value()

    def _value(self) -> None:
        kind, value = self._next()
        if kind == "name" and value not in WORDS:
            self.used.add(value)
        elif kind not in ("text", "number"):
            raise QueryError(f"no value: {value} in {self.text}")

    def _field(self) -> None:
        name = self._want("name")
        if name in WORDS | FUNCTIONS:
            raise QueryError(f"no field: {name} in {self.text}")
        self.used.add(name)

    def _next(self) -> tuple[str, str]:
        if not self.tokens:
            raise QueryError(f"ends too early: {self.text}")
        return self.tokens.pop(0)

    def _want(self, kind: str) -> str:
        found, value = self._next()
        if found != kind:
            raise QueryError(f"{kind} expected, not {value}: {self.text}")
        return value

    def _must(self, value: str) -> None:
        if not self._take(value):
            raise QueryError(f"{value} expected: {self.text}")

    def _take(self, value: str) -> bool:
        if self.tokens and self.tokens[0][1] == value and self.tokens[0][0] in ("name", "op"):
            self.tokens.pop(0)
            return True
        return False


def _tokens(text: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    at = 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise QueryError(f"not understood: {text[at:]}")
        found.append((str(match.lastgroup), match[0].strip()))
        at = match.end()
    return found

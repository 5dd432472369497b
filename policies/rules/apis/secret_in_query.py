"""A secret, or what nobody else may read, comes in the query string."""

import re
from collections.abc import Iterator
from typing import Any

from policies.core import Finding, Severity, rule
from policies.values import UNKNOWN
from policies.view import Undecided
from policies.views.query_strings import TakesQuery
from policies.views.secret_names import words

NAMED = re.compile(r"(?:method\.request|\$request)\.querystring\.([\w.-]+)")
TELLING = re.compile(
    r"(?:^|_)(?:passwords?|passwd|passphrase|pwd|secret|client_secret|ssn|cvv|cvc|iban"
    r"|(?:credit_?)?card_?(?:no|number)|(?:access|id|refresh)_token)$"
)
"""API keys are left out: where nothing else can be sent they are a known compromise."""


@rule(
    severity=Severity.MEDIUM,
    title="A secret comes in the query string",
    why="Addresses stay in logs, histories and proxies in plain text, with all that is in them.",
    fix="Take it from a header or from the body.",
    source="sheet 33; https://docs.aws.amazon.com/apigateway/latest/developerguide/request-response-data-mappings.html",
)
def secret_in_query(view: TakesQuery) -> Iterator[Finding]:
    parameters = view.peek("requestParameters")
    if parameters is UNKNOWN:
        raise Undecided(view.resource, "requestParameters")
    for name in dict.fromkeys(_named(parameters)):
        if TELLING.search(words(name)):
            yield Finding(view, name, f"takes {name} from the query string")


def _named(parameters: Any) -> Iterator[str]:
    for key, value in parameters.items() if isinstance(parameters, dict) else ():
        for text in (key, value):
            if isinstance(text, str):
                yield from NAMED.findall(text)

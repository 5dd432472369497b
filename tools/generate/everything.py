"""All that is generated, together."""

from __future__ import annotations

import inspect
import sys

from components.architecture import Architecture
from components.args import DESCRIBE, Exemption
from components.catalog import architecture, kinds
from components.settings import Settings
from policies.core import Rule, Severity
from policies.flow import flow_of, mermaid
from policies.registry import all_rules
from policies.view import Stack
from tools.generate import picture, rules, schema
from tools.generate.files import ROOT, PageError, Wanted, fill
from tools.generate.graph import Graph, Resource, read_stack_file, record
from tools.generate.tables import outputs_table, settings_table, table
from tools.generate.watch import as_the_pack_sees, types_seen

CATALOG = "stacks/Pulumi.catalog.yaml"
_LEGEND = (
    "An arrow goes from what needs something to what it needs, with the property that says so; a"
    " dotted one says what a role may do. Policies, log groups and permissions are left out."
)


def everything() -> Wanted:
    """Every generated file as it ought to be."""
    if not DESCRIBE:
        raise RuntimeError("components were imported without PALISADE_DESCRIBE: no docstrings")
    all_kinds = {kind: architecture(kind) for kind in kinds()}
    sentences = {kind: sentence(made) for kind, made in all_kinds.items()}
    found = all_rules()
    ids = tuple(rule.id for rule in found)
    files = {
        schema.PATH: schema.stack_file_schema(
            {kind: made.args_class() for kind, made in all_kinds.items()}, sentences, ids
        ),
        **rules.rule_pages(found),
    }
    pages = {
        "docs/README.md": {"architectures": _index(sentences)},
        "docs/guides/stack-file.md": {"settings": settings_table(Settings, references=False)},
        "docs/guides/guardrails.md": {
            "levels": rules.levels_table(),
            "exemption": settings_table(Exemption, references=False),
        },
    }
    problems = []
    stack = read_stack_file(ROOT / CATALOG)
    graph = record(stack, ids)
    seen = types_seen(found, graph)
    for kind, made in all_kinds.items():
        names = [name for name, entry in stack.architectures.items() if entry["kind"] == kind]
        if names:
            pages[f"docs/{kind}.md"] = _parts(made, names, graph, seen)
        else:
            problems.append(f"{CATALOG} lacks {kind}: every kind stands there at least once")
    for path, parts in pages.items():
        try:
            files[path] = fill(path, parts)
        except PageError as error:
            problems.append(str(error))
    return Wanted(files, (rules.FOLDER,), problems)


def sentence(kind: type[Architecture]) -> str:
    """What an architecture is, in the first line of its module."""
    return (inspect.getdoc(sys.modules[kind.__module__]) or "").partition("\n")[0]


def _index(sentences: dict[str, str]) -> str:
    return table(
        ("kind", "what it is"),
        [(f"[{kind}]({kind}.md)", text) for kind, text in sorted(sentences.items())],
    )


def _parts(
    made: type[Architecture], names: list[str], graph: Graph, found: dict[Rule, set[str]]
) -> dict[str, str]:
    """The generated parts of a kind's page."""
    tops = [graph.named(made.token(), name) for name in names]
    types = {resource.type for top in tops for resource in graph.below(top.urn)}
    watching = [rule for rule, seen in found.items() if types & seen]
    watching.sort(key=lambda rule: list(Severity).index(rule.card.severity), reverse=True)
    return {
        "drawing": "\n\n".join([_drawing(graph, top, not i) for i, top in enumerate(tops)])
        + f"\n\n{_LEGEND}",
        "settings": settings_table(made.args_class(), leave_out=("exempt",)),
        "outputs": outputs_table(made, names[0]),
        "guardrails": rules.rule_list(watching, "../rules/"),
    }


def _drawing(graph: Graph, top: Resource, first: bool) -> str:
    """The first entry's drawings are open, those of the other flavours can be unfolded."""
    drawn = f"{picture.draw(graph, top)}\n\n{_flow(graph, top)}"
    size = f"{picture.count(graph, top)} resources"
    if first:
        return f"`{top.name}` of [{CATALOG}](../../{CATALOG}), {size}:\n\n{drawn}"
    name = f"<code>{top.name}</code>, {size}"
    return f"<details><summary>{name}</summary>\n\n{drawn}\n\n</details>"


def _flow(graph: Graph, top: Resource) -> str:
    """The event flow inside an architecture, as `python -m policies.flow` draws it at preview."""
    flow, loops = flow_of(Stack([as_the_pack_sees(each) for each in graph.below(top.urn)]))
    if not flow.edges:
        return "No event flows between its resources."
    drawn = f"```mermaid\n{mermaid.draw(flow, loops)}\n```"
    return f"The event flow, from what starts something to what it starts:\n\n{drawn}"

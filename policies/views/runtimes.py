"""Until when Lambda supports its runtimes."""

from __future__ import annotations

from datetime import date

from policies.view import Undecided
from policies.views.lambda_ import Function

ENDS = {
    "dotnet10": date(2028, 11, 14),
    "dotnet8": date(2026, 11, 10),
    "dotnet6": date(2024, 12, 20),
    "dotnetcore3.1": date(2023, 4, 3),
    "dotnetcore2.1": date(2022, 1, 5),
    "dotnetcore2.0": date(2019, 5, 30),
    "dotnetcore1.0": date(2019, 6, 27),
    "go1.x": date(2024, 1, 8),
    "java25": date(2029, 6, 30),
    "java21": date(2029, 6, 30),
    "java17": date(2027, 6, 30),
    "java11": date(2027, 6, 30),
    "java8.al2": date(2027, 6, 30),
    "java8": date(2024, 1, 8),
    "nodejs24.x": date(2028, 4, 30),
    "nodejs22.x": date(2027, 4, 30),
    "nodejs20.x": date(2026, 4, 30),
    "nodejs18.x": date(2025, 9, 1),
    "nodejs16.x": date(2024, 6, 12),
    "nodejs14.x": date(2023, 12, 4),
    "nodejs12.x": date(2023, 3, 31),
    "nodejs10.x": date(2021, 7, 30),
    "nodejs8.10": date(2020, 3, 6),
    "nodejs6.10": date(2019, 8, 12),
    "nodejs4.3-edge": date(2020, 3, 5),
    "nodejs4.3": date(2020, 3, 5),
    "nodejs": date(2016, 8, 30),
    "provided.al2023": date(2029, 6, 30),
    "provided.al2": date(2026, 7, 31),
    "provided": date(2024, 1, 8),
    "python3.14": date(2029, 6, 30),
    "python3.13": date(2029, 6, 30),
    "python3.12": date(2028, 10, 31),
    "python3.11": date(2027, 6, 30),
    "python3.10": date(2026, 10, 31),
    "python3.9": date(2025, 12, 15),
    "python3.8": date(2024, 10, 14),
    "python3.7": date(2023, 12, 4),
    "python3.6": date(2022, 7, 18),
    "python2.7": date(2021, 7, 15),
    "ruby4.0": date(2029, 3, 31),
    "ruby3.4": date(2028, 3, 31),
    "ruby3.3": date(2027, 3, 31),
    "ruby3.2": date(2026, 3, 31),
    "ruby2.7": date(2023, 12, 7),
    "ruby2.5": date(2021, 7, 30),
}
"""Runtime → the day from which it is deprecated: no more security updates.

Looked up on 2026-11-21: all of them as cfn-lint 1.58.0 (of 2026-10-20) has them in
`data/AdditionalSpecs/LmbdRuntimeLifecycle.json`, which it took from AWS's Lambda developer guide,
"Lambda runtimes", on 2026-06-02 (its pull request 4532). AWS's page itself was not at hand that
day. Days in the future are AWS's plan and move.

Left out, as nobody gave a day for them: `nodejs26.x`, `python3.15`, `java8.al2023`,
`java11.al2023` and `java17.al2023`, which botocore 1.44.5 lists as runtimes."""


def end_of(function: Function) -> date | None:
    """The day on which the function's runtime is deprecated; None for a container image.

    Raises `Undecided` for a runtime that is not in the table.
    """
    runtime = function.text("runtime")
    if runtime and runtime not in ENDS:
        because = f"is {runtime}, whose end of support is not known here"
        raise Undecided(function.resource, "runtime", because)
    return ENDS.get(runtime)

"""The whole internet may try to sign in at a machine or a database."""

from collections.abc import Iterator

from policies.core import Finding, Open, Severity, rule
from policies.views.security_rules import Ingress

PORTS = {
    22: "SSH",
    1433: "SQL Server",
    3306: "MySQL",
    3389: "RDP",
    5432: "PostgreSQL",
    6379: "Redis",
    9092: "Kafka",
    27017: "MongoDB",
}
"""Ports at which one signs in, or needs not even that."""


@rule(
    severity=Severity.HIGH,
    title="Every address may reach a port that is for a few",
    why="Sign-ins are guessed by machines all day; one weak password or old version is enough.",
    fix="Let in a range, a prefix list or a group; sign in at machines by Session Manager.",
    source="Security Hub EC2.19; https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html",
)
def open_admin_port(ingress: Ingress) -> Iterator[Finding | Open]:
    for opening in ingress.openings():
        unknown = opening.unknown_range
        if not opening.everywhere and not unknown:
            continue
        found = [name for port, name in PORTS.items() if opening.covers(port)]
        if found and not opening.everywhere:
            yield Open(ingress.resource, unknown)
        elif len(found) == len(PORTS):
            yield Finding(ingress, f"{opening.at}all", "lets every address in at every port")
        elif found:
            names = " and ".join(found)
            yield Finding(ingress, f"{opening.at}{names}", f"lets every address in for {names}")

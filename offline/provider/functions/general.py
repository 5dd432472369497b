"""Account, region, partition and the names that follow from them."""

import re
from collections.abc import Mapping
from typing import Any

from offline.provider.functions.lookup import FunctionError, Lookup

_REGION_NAMES = {
    "ap-northeast-1": "Asia Pacific (Tokyo)",
    "ap-southeast-1": "Asia Pacific (Singapore)",
    "ap-southeast-2": "Asia Pacific (Sydney)",
    "ca-central-1": "Canada (Central)",
    "eu-central-1": "Europe (Frankfurt)",
    "eu-north-1": "Europe (Stockholm)",
    "eu-west-1": "Europe (Ireland)",
    "eu-west-2": "Europe (London)",
    "eu-west-3": "Europe (Paris)",
    "us-east-1": "US East (N. Virginia)",
    "us-east-2": "US East (Ohio)",
    "us-west-1": "US West (N. California)",
    "us-west-2": "US West (Oregon)",
}
_ZONES = ("a", "b", "c")


def caller_identity(lookup: Lookup) -> Mapping[str, Any]:
    i = lookup.instance
    return {
        "id": i.account,
        "accountId": i.account,
        "arn": f"arn:{i.partition}:sts::{i.account}:assumed-role/offline/offline",
        "userId": f"AROA{lookup.letters(17)}:offline",
    }


def region(lookup: Lookup) -> Mapping[str, Any]:
    name = lookup.get("region") or lookup.get("name") or lookup.instance.region
    endpoint = lookup.get("endpoint")
    if endpoint:
        name = endpoint.split(".")[1]
    return {
        "id": name,
        "name": name,
        "region": name,
        "description": _REGION_NAMES.get(name, name),
        "endpoint": f"ec2.{name}.{lookup.instance.dns_suffix}",
    }


def regions(lookup: Lookup) -> Mapping[str, Any]:
    return {"id": lookup.instance.partition, "names": sorted(_REGION_NAMES)}


def partition(lookup: Lookup) -> Mapping[str, Any]:
    i = lookup.instance
    reverse = ".".join(reversed(i.dns_suffix.split(".")))
    return {
        "id": i.partition,
        "partition": i.partition,
        "dnsSuffix": i.dns_suffix,
        "reverseDnsPrefix": reverse,
    }


def zone_id(zone: str) -> str:
    """`eu-west-1b` → `euw1-az2`."""
    match = re.fullmatch(r"([a-z]+)-([a-z-]+)-(\d)([a-f])", zone)
    if match is None:
        return zone
    direction = "".join(part[0] for part in match[2].split("-"))
    return f"{match[1]}{direction}{match[3]}-az{ord(match[4]) - ord('a') + 1}"


def availability_zones(lookup: Lookup) -> Mapping[str, Any]:
    name = lookup.instance.region
    excluded = {*lookup.get("excludeNames", []), *lookup.get("excludeZoneIds", [])}
    zones = [f"{name}{letter}" for letter in _ZONES]
    zones = [zone for zone in zones if zone not in excluded and zone_id(zone) not in excluded]
    return {
        "id": name,
        "names": zones,
        "zoneIds": [zone_id(zone) for zone in zones],
        "groupNames": [f"{name}-zg-1"],
    }


def availability_zone(lookup: Lookup) -> Mapping[str, Any]:
    name = lookup.get("name", f"{lookup.instance.region}a")
    return {
        "id": name,
        "name": name,
        "nameSuffix": name[-1],
        "zoneId": zone_id(name),
        "zoneType": "availability-zone",
        "groupName": f"{lookup.instance.region}-zg-1",
        "groupLongName": _REGION_NAMES.get(lookup.instance.region, lookup.instance.region),
        "networkBorderGroup": lookup.instance.region,
        "optInStatus": "opt-in-not-required",
        "state": "available",
        "parentZoneId": "",
        "parentZoneName": "",
    }


def service_principal(lookup: Lookup) -> Mapping[str, Any]:
    service = lookup.one_of("serviceName")
    return {
        "id": f"{service}.{lookup.instance.region}.amazonaws.com",
        "name": f"{service}.amazonaws.com",
        "suffix": "amazonaws.com",
        "serviceName": service,
    }


def default_tags(lookup: Lookup) -> Mapping[str, Any]:
    return {"id": lookup.instance.account, "tags": dict(lookup.instance.default_tags)}


def parse_arn(lookup: Lookup) -> Mapping[str, Any]:
    text = lookup.one_of("arn")
    parts = text.split(":", 5)
    if len(parts) != 6 or parts[0] != "arn":
        raise FunctionError(f"getArn: {text!r} is not an ARN")
    names = ("partition", "service", "region", "account", "resource")
    return {"id": text, **dict(zip(names, parts[1:], strict=True))}


def organization(lookup: Lookup) -> Mapping[str, Any]:
    i = lookup.instance
    id_ = f"o-{lookup.hex(10)}"
    account = f"arn:{i.partition}:organizations::{i.account}:account/{id_}/{i.account}"
    return {
        "id": id_,
        "arn": f"arn:{i.partition}:organizations::{i.account}:organization/{id_}",
        "masterAccountId": i.account,
        "masterAccountArn": account,
        "masterAccountEmail": "management@example.com",
        "masterAccountName": "management",
        "featureSet": "ALL",
        "accounts": [],
        "nonMasterAccounts": [],
        "awsServiceAccessPrincipals": [],
        "enabledPolicyTypes": [],
        "roots": [
            {
                "id": f"r-{lookup.hex(4)}",
                "arn": f"arn:{i.partition}:organizations::{i.account}:root/{id_}/r-{lookup.hex(4)}",
                "name": "Root",
                "policyTypes": [],
            }
        ],
    }


FUNCTIONS = {
    "index/getArn": parse_arn,
    "index/getAvailabilityZone": availability_zone,
    "index/getAvailabilityZones": availability_zones,
    "index/getCallerIdentity": caller_identity,
    "index/getDefaultTags": default_tags,
    "index/getPartition": partition,
    "index/getRegion": region,
    "index/getRegions": regions,
    "index/getServicePrincipal": service_principal,
    "organizations/getOrganization": organization,
}

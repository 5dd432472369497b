"""VPCs, subnets, security groups, prefix lists, zones and certificates that are said to exist.

Every account has one VPC and three subnets in a region here; what is asked for by id or name is
said to exist.
"""

from collections.abc import Mapping
from typing import Any

from offline.provider.functions.general import zone_id
from offline.provider.functions.lookup import Lookup


def _fixed(lookup: Lookup, what: str) -> str:
    """The same id for every question in this account and region."""
    return Lookup(f"fixed/{what}", {}, lookup.instance).hex(17, what)


def _vpc_id(lookup: Lookup) -> str:
    return f"vpc-{_fixed(lookup, 'vpc')}"


def vpc(lookup: Lookup) -> Mapping[str, Any]:
    id_ = lookup.get("id") or _vpc_id(lookup)
    return {
        "id": id_,
        "arn": lookup.arn("ec2", f"vpc/{id_}"),
        "cidrBlock": lookup.get("cidrBlock", "10.0.0.0/16"),
        "cidrBlockAssociations": [],
        "default": lookup.get("default", False),
        "dhcpOptionsId": f"dopt-{lookup.hex(17, 'dhcp')}",
        "enableDnsHostnames": True,
        "enableDnsSupport": True,
        "enableNetworkAddressUsageMetrics": False,
        "instanceTenancy": "default",
        "ipv6AssociationId": "",
        "ipv6CidrBlock": "",
        "ipv6CidrBlockAssociations": [],
        "mainRouteTableId": f"rtb-{lookup.hex(17, 'routes')}",
        "ownerId": lookup.instance.account,
        "state": "available",
        "tags": lookup.get("tags", {}),
    }


def _subnet_ids(lookup: Lookup) -> list[str]:
    return [f"subnet-{_fixed(lookup, f'subnet{number}')}" for number in range(3)]


def subnets(lookup: Lookup) -> Mapping[str, Any]:
    return {
        "id": lookup.instance.region,
        "ids": _subnet_ids(lookup),
        "tags": lookup.get("tags", {}),
    }


def subnet(lookup: Lookup) -> Mapping[str, Any]:
    ids = _subnet_ids(lookup)
    id_ = lookup.get("id") or ids[0]
    number = ids.index(id_) if id_ in ids else 0
    zone = lookup.get("availabilityZone", f"{lookup.instance.region}{'abc'[number]}")
    return {
        "id": id_,
        "arn": lookup.arn("ec2", f"subnet/{id_}"),
        "assignIpv6AddressOnCreation": False,
        "availabilityZone": zone,
        "availabilityZoneId": zone_id(zone),
        "availableIpAddressCount": 251,
        "cidrBlock": lookup.get("cidrBlock", f"10.0.{number}.0/24"),
        "customerOwnedIpv4Pool": "",
        "defaultForAz": False,
        "enableDns64": False,
        "enableLniAtDeviceIndex": 0,
        "enableResourceNameDnsARecordOnLaunch": False,
        "enableResourceNameDnsAaaaRecordOnLaunch": False,
        "ipv6CidrBlock": "",
        "ipv6CidrBlockAssociationId": "",
        "ipv6Native": False,
        "mapCustomerOwnedIpOnLaunch": False,
        "mapPublicIpOnLaunch": False,
        "outpostArn": "",
        "ownerId": lookup.instance.account,
        "privateDnsHostnameTypeOnLaunch": "ip-name",
        "state": "available",
        "tags": lookup.get("tags", {}),
        "vpcId": lookup.get("vpcId", _vpc_id(lookup)),
    }


def security_group(lookup: Lookup) -> Mapping[str, Any]:
    id_ = lookup.get("id") or f"sg-{lookup.hex(17)}"
    return {
        "id": id_,
        "arn": lookup.arn("ec2", f"security-group/{id_}"),
        "description": "",
        "name": lookup.get("name", "default"),
        "tags": lookup.get("tags", {}),
        "vpcId": lookup.get("vpcId", _vpc_id(lookup)),
    }


def prefix_list(lookup: Lookup) -> Mapping[str, Any]:
    id_ = lookup.get("prefixListId") or lookup.get("id") or f"pl-{lookup.hex(8)}"
    name = lookup.get("name", f"com.amazonaws.{lookup.instance.region}.s3")
    return {"id": id_, "name": name, "cidrBlocks": ["198.51.100.0/24"]}


def managed_prefix_list(lookup: Lookup) -> Mapping[str, Any]:
    i = lookup.instance
    id_ = lookup.get("id") or f"pl-{lookup.hex(8)}"
    return {
        "id": id_,
        "arn": f"arn:{i.partition}:ec2:{i.region}:aws:prefix-list/{id_}",
        "name": lookup.get("name", f"com.amazonaws.{i.region}.s3"),
        "addressFamily": "IPv4",
        "entries": [{"cidr": "198.51.100.0/24", "description": ""}],
        "maxEntries": 0,
        "ownerId": "AWS",
        "tags": {},
        "version": 0,
    }


def vpc_endpoint_service(lookup: Lookup) -> Mapping[str, Any]:
    region = lookup.instance.region
    name = lookup.get("serviceName") or f"com.amazonaws.{region}.{lookup.one_of('service')}"
    return {
        "id": name,
        "serviceName": name,
        "serviceId": f"vpce-svc-{lookup.hex(17)}",
        "arn": lookup.arn("ec2", f"vpc-endpoint-service/vpce-svc-{lookup.hex(17)}"),
        "serviceType": lookup.get("serviceType", "Interface"),
        "serviceRegion": region,
        "acceptanceRequired": False,
        "availabilityZones": [f"{region}{zone}" for zone in "abc"],
        "baseEndpointDnsNames": [f"{name.rpartition('.')[2]}.{region}.vpce.amazonaws.com"],
        "managesVpcEndpoints": False,
        "owner": "amazon",
        "privateDnsName": f"{name.rpartition('.')[2]}.{region}.amazonaws.com",
        "privateDnsNames": [f"{name.rpartition('.')[2]}.{region}.amazonaws.com"],
        "region": region,
        "supportedIpAddressTypes": ["ipv4"],
        "tags": {},
        "vpcEndpointPolicySupported": True,
    }


def zone(lookup: Lookup) -> Mapping[str, Any]:
    id_ = lookup.get("zoneId") or f"Z{lookup.letters(20)}"
    name = str(lookup.get("name", "example.com")).rstrip(".")
    servers = [f"ns-{number}.awsdns-{number:02}.com" for number in range(1, 5)]
    return {
        "id": id_,
        "zoneId": id_,
        "arn": f"arn:{lookup.instance.partition}:route53:::hostedzone/{id_}",
        "name": name,
        "callerReference": lookup.uuid(),
        "comment": "",
        "enableAcceleratedRecovery": False,
        "linkedServiceDescription": "",
        "linkedServicePrincipal": "",
        "nameServers": servers,
        "primaryNameServer": servers[0],
        "privateZone": lookup.get("privateZone", False),
        "resourceRecordSetCount": 2,
        "tags": lookup.get("tags", {}),
        "vpcId": lookup.get("vpcId", ""),
    }


def certificate(lookup: Lookup) -> Mapping[str, Any]:
    arn = lookup.arn("acm", f"certificate/{lookup.uuid()}")
    return {
        "id": arn,
        "arn": arn,
        "domain": lookup.get("domain", "example.com"),
        "status": "ISSUED",
        "certificate": "",
        "certificateChain": "",
        "tags": lookup.get("tags", {}),
    }


FUNCTIONS = {
    "acm/getCertificate": certificate,
    "ec2/getManagedPrefixList": managed_prefix_list,
    "ec2/getPrefixList": prefix_list,
    "ec2/getSecurityGroup": security_group,
    "ec2/getSubnet": subnet,
    "ec2/getSubnets": subnets,
    "ec2/getVpc": vpc,
    "ec2/getVpcEndpointService": vpc_endpoint_service,
    "route53/getZone": zone,
}

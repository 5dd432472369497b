"""VPCs and what is in them, load balancers, DNS, Lattice and service discovery."""

from typing import Any

from offline.provider.kinds.kind import Kind, Value, arn, by_arn, with_arn

_LOAD_BALANCER_ZONES = {
    "eu-central-1": "Z215JYRZR1TBD5",
    "eu-west-1": "Z32O12XQLNTSW2",
    "us-east-1": "Z35SXDOTRQ7X7K",
    "us-east-2": "Z3AADJGX6KTTL2",
    "us-west-2": "Z1H1FL5HABSF5",
}
_LOAD_BALANCER_PATHS = {"application": "app", "network": "net", "gateway": "gwy"}
_DIRECTIONS = {"INBOUND": "in", "OUTBOUND": "out", "INBOUND_DELEGATION": "in"}


def _zone_id(region: str) -> str:
    """`eu-west-1` → `euw1-az1`."""
    area, *direction, number = region.split("-")
    return f"{area}{''.join(word[0] for word in direction)}{number}-az1"


def _endpoint_dns(answer: Any) -> list[dict[str, str]]:
    if answer.get("vpcEndpointType", "Gateway") == "Gateway":
        return []
    service = str(answer.get("serviceName", "")).removeprefix("com.amazonaws.")
    service = service.removeprefix(f"{answer['region']}.")
    host = answer.render(f"{{id}}-{{letters:8}}.{service}.{{region}}.vpce.{{dns_suffix}}", "dns")
    return [{"dnsName": host, "hostedZoneId": answer.render("Z{capitals:13}", "dns")}]


def _endpoint_interfaces(answer: Any) -> list[str]:
    count = len(answer.get("subnetIds", []))
    return [answer.render("eni-{hex:17}", f"eni{number}") for number in range(count)]


def _private_name_proof(answer: Any) -> list[dict[str, str]]:
    """The TXT record that AWS asks for, where the service has a name."""
    if not answer.get("privateDnsName"):
        return []
    return [
        {
            "name": answer.render("_{letters:20}", "proof"),
            "type": "TXT",
            "value": answer.render("vpce:{letters:20}", "proof value"),
            "state": "pendingVerification",
        }
    ]


def _load_balancer_arn(answer: Any) -> str:
    path = _LOAD_BALANCER_PATHS[answer.get("loadBalancerType", "application")]
    return answer.render(
        arn("elasticloadbalancing", f"loadbalancer/{path}/{{name}}/{{hex:16}}"), "arn"
    )


def _load_balancer_dns(answer: Any) -> str:
    if answer.get("loadBalancerType", "application") == "network":
        return answer.render("{name}-{hex:16}.elb.{region}.{dns_suffix}", "dns")
    inside = "internal-" if answer.get("internal") else ""
    return answer.render(f"{inside}{{name}}-{{digits:10}}.{{region}}.elb.{{dns_suffix}}", "dns")


def _load_balancer_zone(answer: Any) -> str:
    return _LOAD_BALANCER_ZONES.get(answer["region"]) or answer.render("Z{capitals:13}", "zone")


def _after(marker: str) -> Value:
    """The part of the ARN that CloudWatch uses as dimension."""
    return lambda answer: marker + str(answer["arn"]).partition(f":{marker}")[2]


def _below(parent: str, old: str, new: str) -> Value:
    """The ARN of something inside a load balancer or listener."""
    return lambda a: str(a[parent]).replace(f":{old}/", f":{new}/", 1) + a.render("/{hex:16}", new)


def _record_id(answer: Any) -> str:
    parts = [answer["zoneId"], str(answer["name"]).lower(), answer["type"]]
    return "_".join([*parts, *([answer["setIdentifier"]] if answer.get("setIdentifier") else [])])


def _name_servers(answer: Any) -> list[str]:
    return [
        answer.render(f"ns-{{digits:3}}.awsdns-{{digits:2}}.{top}", top)
        for top in ("com", "net", "org", "co.uk")
    ]


def _ec2(prefix: str, part: str, *forced: str, **values: Value) -> Kind:
    return Kind(
        id=f"{prefix}-{{hex:17}}",
        values={"arn": arn("ec2", f"{part}/{{id}}"), "ownerId": "{account}", **values},
        forced_new=forced,
    )


def _lattice(prefix: str, part: str, *forced: str, **values: Value) -> Kind:
    return Kind(
        id=f"{prefix}-{{hex:17}}",
        values={"arn": arn("vpc-lattice", f"{part}/{{id}}"), **values},
        forced_new=forced,
    )


def _lattice_dns(answer: Any) -> list[dict[str, str]]:
    name = answer.get("name", answer.logical_name)
    host = answer.render(f"{name}-{{hex:17}}.{{letters:7}}.vpc-lattice-svcs.{{region}}.on.aws", "d")
    return [{"domainName": host, "hostedZoneId": answer.render("Z{capitals:13}", "dns")}]


_LOAD_BALANCER = Kind(
    id="{arn}",
    values={
        "arn": _load_balancer_arn,
        "arnSuffix": lambda a: str(a["arn"]).partition(":loadbalancer/")[2],
        "dnsName": _load_balancer_dns,
        "zoneId": _load_balancer_zone,
        "vpcId": "vpc-{hex:17}",
        "internal": False,
        "ipAddressType": "ipv4",
    },
    defaults={"enableDeletionProtection": False, "loadBalancerType": "application"},
    forced_new=("internal", "loadBalancerType"),
)
_TARGET_GROUP = Kind(
    id="{arn}",
    values={
        "arn": arn("elasticloadbalancing", "targetgroup/{name}/{hex:16}"),
        "arnSuffix": _after("targetgroup/"),
        "ipAddressType": "ipv4",
        "loadBalancingAlgorithmType": "round_robin",
    },
    defaults={"targetType": "instance"},
    forced_new=("port", "protocol", "protocolVersion", "targetType", "vpcId"),
)
_LISTENER = Kind(
    id="{arn}",
    values={"arn": _below("loadBalancerArn", "loadbalancer", "listener"), "protocol": "HTTP"},
    forced_new=("loadBalancerArn",),
)
_RULE = Kind(
    id="{arn}",
    values={"arn": _below("listenerArn", "listener", "listener-rule"), "priority": 1},
    forced_new=("listenerArn",),
)

KINDS: dict[str, Kind] = {
    **{
        f"aws:{module}/{name[0].lower()}{name[1:]}:{name}": kind
        for module in ("lb", "alb")
        for name, kind in (
            ("LoadBalancer", _LOAD_BALANCER),
            ("TargetGroup", _TARGET_GROUP),
            ("Listener", _LISTENER),
            ("ListenerRule", _RULE),
        )
    },
    "aws:lb/trustStore:TrustStore": Kind(
        id="{arn}",
        values={
            "arn": arn("elasticloadbalancing", "truststore/{name}/{hex:16}"),
            "arnSuffix": _after("truststore/"),
        },
    ),
    # AWS adds lists and takes them away; it does not change one.
    "aws:lb/trustStoreRevocation:TrustStoreRevocation": Kind(
        id="{trustStoreArn},{revocationId}",
        values={"revocationId": lambda a: 1 + a.random_bytes("list")[0]},
        forced_new=("revocationsS3Bucket", "revocationsS3Key", "revocationsS3ObjectVersion",
                    "trustStoreArn"),
    ),
    "aws:ec2/vpc:Vpc": Kind(
        id="vpc-{hex:17}",
        values={
            "arn": arn("ec2", "vpc/{id}"),
            "ownerId": "{account}",
            "defaultNetworkAclId": "acl-{hex:17}",
            "defaultRouteTableId": "{mainRouteTableId}",
            "defaultSecurityGroupId": "sg-{hex:17}",
            "dhcpOptionsId": "dopt-{hex:17}",
            "mainRouteTableId": "rtb-{hex:17}",
            "ipv6AssociationId": "",
        },
        defaults={"enableDnsSupport": True, "instanceTenancy": "default"},
        forced_new=("cidrBlock",),
    ),
    "aws:ec2/subnet:Subnet": Kind(
        id="subnet-{hex:17}",
        values={
            "arn": arn("ec2", "subnet/{id}"),
            "ownerId": "{account}",
            "availabilityZone": "{region}a",
            "availabilityZoneId": lambda a: _zone_id(a["region"]),
            "ipv6CidrBlockAssociationId": "",
            "privateDnsHostnameTypeOnLaunch": "ip-name",
        },
        defaults={"assignIpv6AddressOnCreation": False, "mapPublicIpOnLaunch": False},
        forced_new=("availabilityZone", "cidrBlock", "vpcId"),
    ),
    "aws:ec2/securityGroup:SecurityGroup": Kind(
        id="sg-{hex:17}",
        values={
            "arn": arn("ec2", "security-group/{id}"),
            "ownerId": "{account}",
            "vpcId": "vpc-{hex:17}",
        },
        defaults={"description": "Managed by Pulumi", "revokeRulesOnDelete": False},
        forced_new=("description", "vpcId"),
    ),
    "aws:ec2/securityGroupRule:SecurityGroupRule": Kind(
        id="sgrule-{digits:10}",
        values={"securityGroupRuleId": "sgr-{hex:17}"},
        defaults={"self": False},
        forced_new=("cidrBlocks", "fromPort", "protocol", "securityGroupId",
                    "sourceSecurityGroupId", "toPort", "type"),
    ),
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": with_arn(
        "sgr-{hex:17}", "ec2", "security-group-rule/{id}", securityGroupRuleId="{id}"
    ),
    "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": with_arn(
        "sgr-{hex:17}", "ec2", "security-group-rule/{id}", securityGroupRuleId="{id}"
    ),
    "aws:ec2/routeTable:RouteTable": _ec2("rtb", "route-table", "vpcId"),
    "aws:ec2/route:Route": Kind(
        id="r-{routeTableId}{digits:10}",
        values={"origin": "CreateRoute", "state": "active"},
        forced_new=("destinationCidrBlock", "destinationIpv6CidrBlock", "destinationPrefixListId",
                    "routeTableId"),
    ),
    "aws:ec2/routeTableAssociation:RouteTableAssociation": Kind(
        id="rtbassoc-{hex:17}", forced_new=("gatewayId", "subnetId")
    ),
    "aws:ec2/internetGateway:InternetGateway": _ec2("igw", "internet-gateway"),
    "aws:ec2/egressOnlyInternetGateway:EgressOnlyInternetGateway": Kind(
        id="eigw-{hex:17}", forced_new=("vpcId",)
    ),
    "aws:ec2/natGateway:NatGateway": Kind(
        id="nat-{hex:17}",
        values={
            "associationId": "eipassoc-{hex:17}",
            "networkInterfaceId": "eni-{hex:17}",
            "privateIp": "10.0.0.10",
            "publicIp": "203.0.113.10",
        },
        defaults={"connectivityType": "public"},
        forced_new=("allocationId", "connectivityType", "subnetId"),
    ),
    "aws:ec2/eip:Eip": Kind(
        id="eipalloc-{hex:17}",
        values={
            "allocationId": "{id}",
            "arn": arn("ec2", "elastic-ip/{id}"),
            "domain": "vpc",
            "publicIp": lambda a: f"203.0.113.{a.random_bytes('ip')[0] % 254 + 1}",
            "publicDns": lambda a: (
                f"ec2-{str(a['publicIp']).replace('.', '-')}.{a['region']}.compute.amazonaws.com"
            ),
            "networkBorderGroup": "{region}",
            "publicIpv4Pool": "amazon",
        },
    ),
    "aws:ec2/vpcEndpoint:VpcEndpoint": Kind(
        id="vpce-{hex:17}",
        values={
            "arn": arn("ec2", "vpc-endpoint/{id}"),
            "ownerId": "{account}",
            "dnsEntries": _endpoint_dns,
            "networkInterfaceIds": _endpoint_interfaces,
            "prefixListId": lambda a: (
                a.render("pl-{hex:8}", "prefix")
                if a.get("vpcEndpointType", "Gateway") == "Gateway"
                else ""
            ),
            "requesterManaged": False,
            "state": "available",
            "serviceRegion": "{region}",
            "ipAddressType": "ipv4",
        },
        defaults={"vpcEndpointType": "Gateway"},
        changing={"networkInterfaceIds": ("subnetIds",)},
        forced_new=("serviceName", "vpcEndpointType", "vpcId"),
    ),
    "aws:ec2/vpcEndpointService:VpcEndpointService": Kind(
        id="vpce-svc-{hex:17}",
        values={
            "arn": arn("ec2", "vpc-endpoint-service/{id}"),
            "serviceName": "com.amazonaws.vpce.{region}.{id}",
            "serviceType": "Interface",
            "state": "Available",
            "availabilityZones": lambda a: [f"{a['region']}{zone}" for zone in "abc"],
            "baseEndpointDnsNames": lambda a: [
                f"{a['id']}.{a['region']}.vpce.{a['dns_suffix']}"
            ],
            "managesVpcEndpoints": False,
            "privateDnsNameConfigurations": _private_name_proof,
        },
        changing={"privateDnsNameConfigurations": ("privateDnsName",)},
    ),
    "aws:ec2/flowLog:FlowLog": Kind(
        id="fl-{hex:17}",
        values={"arn": arn("ec2", "vpc-flow-log/{id}")},
        defaults={"logDestinationType": "cloud-watch-logs", "maxAggregationInterval": 600},
        forced_new=("iamRoleArn", "logDestination", "logDestinationType", "logFormat",
                    "maxAggregationInterval", "subnetId", "trafficType", "vpcId"),
    ),
    "aws:ec2/networkAcl:NetworkAcl": _ec2("acl", "network-acl", "vpcId"),
    "aws:ec2/networkInterface:NetworkInterface": _ec2(
        "eni", "network-interface", "subnetId",
        privateIp="10.0.0.10", macAddress="0a:00:00:00:00:01",
    ),
    "aws:ec2/managedPrefixList:ManagedPrefixList": _ec2(
        "pl", "prefix-list", "addressFamily", version=1
    ),
    "aws:ec2/launchTemplate:LaunchTemplate": Kind(
        id="lt-{hex:17}",
        values={
            "arn": arn("ec2", "launch-template/{id}"),
            "latestVersion": lambda a: int(a.before.get("latestVersion", 0)) + 1,
            "defaultVersion": 1,
        },
        changing={"latestVersion": ("*",)},
    ),
    "aws:ec2/instance:Instance": Kind(
        id="i-{hex:17}",
        values={
            "arn": arn("ec2", "instance/{id}"),
            "instanceState": "running",
            "availabilityZone": "{region}a",
            "privateIp": "10.0.0.10",
            "privateDns": "ip-10-0-0-10.{region}.compute.internal",
            "primaryNetworkInterfaceId": "eni-{hex:17}",
            "publicDns": "",
            "publicIp": "",
            "passwordData": "",
        },
        forced_new=("ami", "availabilityZone", "keyName", "subnetId", "userData"),
    ),
    "aws:ec2/vpcPeeringConnection:VpcPeeringConnection": Kind(
        id="pcx-{hex:17}",
        values={"acceptStatus": "active", "peerOwnerId": "{account}", "peerRegion": "{region}"},
        forced_new=("peerOwnerId", "peerRegion", "peerVpcId", "vpcId"),
    ),
    "aws:route53/zone:Zone": Kind(
        id="{zoneId}",
        values={
            "zoneId": "Z{capitals:20}",
            "arn": "arn:{partition}:route53:::hostedzone/{zoneId}",
            "nameServers": _name_servers,
            "primaryNameServer": lambda a: a["nameServers"][0],
        },
        defaults={"comment": "Managed by Pulumi", "forceDestroy": False},
    ),
    "aws:route53/record:Record": Kind(
        id=_record_id,
        values={"fqdn": "{name}"},
        forced_new=("zoneId",),
    ),
    "aws:route53/healthCheck:HealthCheck": Kind(
        id="{uuid}",
        values={"arn": "arn:{partition}:route53:::healthcheck/{id}"},
        forced_new=("requestInterval", "type"),
    ),
    "aws:route53/resolverEndpoint:ResolverEndpoint": Kind(
        id=lambda a: a.render(f"rslvr-{_DIRECTIONS.get(a['direction'], 'in')}-{{hex:17}}", "id"),
        values={
            "arn": arn("route53resolver", "resolver-endpoint/{id}"),
            "hostVpcId": "vpc-{hex:17}",
            "protocols": ["Do53"],
            "resolverEndpointType": "IPV4",
        },
        nested={"ipAddresses": {"ip": "10.0.{digits:1}.1{digits:2}", "ipId": "rni-{hex:17}"}},
        forced_new=("direction", "securityGroupIds"),
    ),
    "aws:route53/resolverRule:ResolverRule": Kind(
        id="rslvr-rr-{hex:17}",
        values={
            "arn": arn("route53resolver", "resolver-rule/{id}"),
            "ownerId": "{account}",
            "shareStatus": "NOT_SHARED",
        },
        forced_new=("domainName", "ruleType"),
    ),
    "aws:route53/resolverRuleAssociation:ResolverRuleAssociation": Kind(
        id="rslvr-rrassoc-{hex:17}", forced_new=("resolverRuleId", "vpcId")
    ),
    "aws:route53/resolverFirewallRuleGroup:ResolverFirewallRuleGroup": Kind(
        id="rslvr-frg-{hex:17}",
        values={
            "arn": arn("route53resolver", "firewall-rule-group/{id}"),
            "ownerId": "{account}",
            "shareStatus": "NOT_SHARED",
        },
    ),
    "aws:route53/resolverQueryLogConfig:ResolverQueryLogConfig": Kind(
        id="rqlc-{hex:17}",
        values={
            "arn": arn("route53resolver", "resolver-query-log-config/{id}"),
            "ownerId": "{account}",
            "shareStatus": "NOT_SHARED",
        },
    ),
    "aws:route53/resolverQueryLogConfigAssociation:ResolverQueryLogConfigAssociation": Kind(
        id="rqlca-{hex:17}", forced_new=("resolverQueryLogConfigId", "resourceId")
    ),
    "aws:vpclattice/service:Service": _lattice(
        "svc", "service", dnsEntries=_lattice_dns, authType="NONE"
    ),
    "aws:vpclattice/serviceNetwork:ServiceNetwork": _lattice(
        "sn", "servicenetwork", authType="NONE"
    ),
    "aws:vpclattice/targetGroup:TargetGroup": _lattice("tg", "targetgroup", "config", "type"),
    "aws:vpclattice/resourceGateway:ResourceGateway": _lattice(
        "rgw", "resourcegateway", "subnetIds", "vpcId"
    ),
    "aws:vpclattice/resourceConfiguration:ResourceConfiguration": _lattice(
        "rcfg", "resourceconfiguration", "resourceGatewayIdentifier", "type", type="SINGLE"
    ),
    "aws:vpclattice/serviceNetworkVpcAssociation:ServiceNetworkVpcAssociation": _lattice(
        "snva", "servicenetworkvpcassociation", "serviceNetworkIdentifier", "vpcIdentifier",
        createdBy="{account}",
    ),
    "aws:vpclattice/serviceNetworkServiceAssociation:ServiceNetworkServiceAssociation": _lattice(
        "snsa", "servicenetworkserviceassociation", "serviceIdentifier",
        "serviceNetworkIdentifier", createdBy="{account}", dnsEntries=_lattice_dns,
    ),
    "aws:vpclattice/serviceNetworkResourceAssociation:ServiceNetworkResourceAssociation": _lattice(
        "snra", "servicenetworkresourceassociation", "resourceConfigurationIdentifier",
        "serviceNetworkIdentifier", dnsEntries=_lattice_dns,
    ),
    "aws:vpclattice/listener:Listener": Kind(
        id="{serviceIdentifier}/{listenerId}",
        values={
            "listenerId": "listener-{hex:17}",
            "arn": arn("vpc-lattice", "service/{serviceIdentifier}/listener/{listenerId}"),
            "port": lambda a: 443 if a.get("protocol") == "HTTPS" else 80,
            "serviceIdentifier": lambda a: str(a["serviceArn"]).rpartition("/")[2],
            "serviceArn": lambda a: a.render(arn("vpc-lattice", "service/{serviceIdentifier}")),
        },
        forced_new=("port", "protocol", "serviceArn", "serviceIdentifier"),
    ),
    "aws:servicediscovery/privateDnsNamespace:PrivateDnsNamespace": with_arn(
        "ns-{letters:16}", "servicediscovery", "namespace/{id}", hostedZone="Z{capitals:20}"
    ),
    "aws:servicediscovery/publicDnsNamespace:PublicDnsNamespace": with_arn(
        "ns-{letters:16}", "servicediscovery", "namespace/{id}", hostedZone="Z{capitals:20}"
    ),
    "aws:servicediscovery/httpNamespace:HttpNamespace": with_arn(
        "ns-{letters:16}", "servicediscovery", "namespace/{id}", httpName="{name}"
    ),
    "aws:servicediscovery/service:Service": with_arn(
        "srv-{letters:16}", "servicediscovery", "service/{id}"
    ),
    "aws:servicediscovery/instance:Instance": Kind(id="{instanceId}"),
    "aws:ram/resourceShare:ResourceShare": by_arn("ram", "resource-share/{uuid}"),
    "aws:ram/principalAssociation:PrincipalAssociation": Kind(
        id="{resourceShareArn},{principal}", forced_new=("principal", "resourceShareArn")
    ),
    "aws:ram/resourceAssociation:ResourceAssociation": Kind(
        id="{resourceShareArn},{resourceArn}", forced_new=("resourceArn", "resourceShareArn")
    ),
}  # fmt: skip

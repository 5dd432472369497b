"""IAM, KMS, secrets, parameters, certificates, web firewalls and organizations."""

from typing import Any

from offline.provider.kinds.kind import (
    WHEN,
    Kind,
    arn,
    by_arn,
    global_arn,
    last_part,
    pem,
    with_arn,
)

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"


def _secret_arn(answer: Any) -> str:
    suffix = answer.random_text(_LETTERS, 6, "secret")
    return answer.render(arn("secretsmanager", f"secret:{{name}}-{suffix}"))


def _key_arn(answer: Any) -> str:
    given = str(answer["targetKeyId"])
    return given if given.startswith("arn:") else answer.render(arn("kms", f"key/{given}"))


def _key_id(answer: Any) -> str:
    return answer.render("mrk-{hex:32}" if answer.get("multiRegion") else "{uuid}", "id")


def _validation_options(answer: Any) -> list[dict[str, str]]:
    names = [answer["domainName"], *answer.get("subjectAlternativeNames", [])]
    return [
        {
            "domainName": name,
            "resourceRecordName": answer.render("_{hex:32}.", name) + f"{name.removeprefix('*.')}.",
            "resourceRecordType": "CNAME",
            "resourceRecordValue": answer.render("_{hex:32}.acm-validations.aws.", f"{name} v"),
        }
        for name in dict.fromkeys(names)
    ]


def _web_acl_arn(kind: str) -> Any:
    def make(answer: Any) -> str:
        if answer["scope"] == "CLOUDFRONT":
            place = f"arn:{answer['partition']}:wafv2:us-east-1:{answer['account']}:global"
        else:
            place = answer.render(arn("wafv2", "regional"))
        return f"{place}/{kind}/{answer['name']}/{answer['id']}"

    return make


def _parameter_arn(answer: Any) -> str:
    return answer.render(arn("ssm", f"parameter/{str(answer['name']).lstrip('/')}"))


def _iam(part: str, prefix: str, **defaults: Any) -> Kind:
    return Kind(
        values={
            "arn": global_arn("iam", f"{part}{{path}}{{name}}"),
            "uniqueId": f"{prefix}{{capitals:17}}",
        },
        defaults={"path": "/", **defaults},
        forced_new=("path",),
    )


KINDS: dict[str, Kind] = {
    "aws:iam/role:Role": _iam("role", "AROA", forceDetachPolicies=False, maxSessionDuration=3600),
    "aws:iam/user:User": _iam("user", "AIDA", forceDestroy=False),
    "aws:iam/group:Group": _iam("group", "AGPA"),
    "aws:iam/instanceProfile:InstanceProfile": _iam("instance-profile", "AIPA"),
    "aws:iam/policy:Policy": Kind(
        id="{arn}",
        values={
            "arn": global_arn("iam", "policy{path}{name}"),
            "policyId": "ANPA{capitals:17}",
            "attachmentCount": 0,
        },
        defaults={"path": "/"},
        forced_new=("description", "path"),
    ),
    "aws:iam/rolePolicy:RolePolicy": Kind(id="{role}:{name}", forced_new=("role",)),
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment": Kind(
        id="{role}/{policyArn}", forced_new=("policyArn", "role")
    ),
    "aws:iam/userPolicy:UserPolicy": Kind(id="{user}:{name}", forced_new=("user",)),
    "aws:iam/groupPolicy:GroupPolicy": Kind(id="{group}:{name}", forced_new=("group",)),
    "aws:iam/accessKey:AccessKey": Kind(
        id="AKIA{capitals:16}",
        values={"secret": "{letters:40}", "sesSmtpPasswordV4": "{letters:44}"},
        defaults={"status": "Active"},
        forced_new=("pgpKey", "user"),
    ),
    "aws:iam/openIdConnectProvider:OpenIdConnectProvider": Kind(
        id="{arn}",
        values={
            "arn": lambda a: a.render(
                global_arn("iam", f"oidc-provider/{str(a['url']).removeprefix('https://')}")
            )
        },
        forced_new=("url",),
    ),
    "aws:iam/serviceLinkedRole:ServiceLinkedRole": Kind(
        id="{arn}",
        values={
            "path": "/aws-service-role/{awsServiceName}/",
            "name": lambda a: f"AWSServiceRoleFor{str(a['awsServiceName']).partition('.')[0]}",
            "arn": lambda a: a.render(global_arn("iam", f"role{a['path']}{a.output('name')}")),
            "uniqueId": "AROA{capitals:17}",
        },
        forced_new=("awsServiceName", "customSuffix"),
    ),
    "aws:kms/key:Key": Kind(
        id=_key_id,
        values={"keyId": "{id}", "arn": arn("kms", "key/{id}"), "rotationPeriodInDays": 365},
        defaults={
            "bypassPolicyLockoutSafetyCheck": False,
            "customerMasterKeySpec": "SYMMETRIC_DEFAULT",
            "enableKeyRotation": False,
            "isEnabled": True,
            "keyUsage": "ENCRYPT_DECRYPT",
        },
        forced_new=("customerMasterKeySpec", "keyUsage", "multiRegion"),
    ),
    "aws:kms/alias:Alias": Kind(
        values={"arn": arn("kms", "{name}"), "targetKeyArn": _key_arn},
        changing={"targetKeyArn": ("targetKeyId",)},
    ),
    "aws:kms/grant:Grant": Kind(
        id="{keyId}:{grantId}", values={"grantId": "{hex:64}", "grantToken": "{letters:128}"}
    ),
    "aws:kms/keyPolicy:KeyPolicy": Kind(id="{keyId}", forced_new=("keyId",)),
    "aws:secretsmanager/secret:Secret": Kind(
        id="{arn}",
        values={"arn": _secret_arn},
        defaults={"forceOverwriteReplicaSecret": False, "recoveryWindowInDays": 30},
    ),
    "aws:secretsmanager/secretVersion:SecretVersion": Kind(
        id="{secretId}|{versionId}",
        values={
            "versionId": "{uuid}",
            "arn": "{secretId}",
            "secretArn": "{secretId}",
            "versionStages": ["AWSCURRENT"],
            "hasSecretStringWo": False,
        },
        forced_new=("secretBinary", "secretId", "secretString"),
    ),
    "aws:secretsmanager/secretPolicy:SecretPolicy": Kind(
        id="{secretArn}", forced_new=("secretArn",)
    ),
    "aws:secretsmanager/secretRotation:SecretRotation": Kind(
        id="{secretId}", values={"rotationEnabled": True}, forced_new=("secretId",)
    ),
    "aws:ssm/parameter:Parameter": Kind(
        values={
            "arn": _parameter_arn,
            "dataType": "text",
            "tier": "Standard",
            "version": lambda a: int(a.before.get("version", 0)) + 1,
            "hasValueWo": False,
            "keyId": lambda a: "alias/aws/ssm" if a["type"] == "SecureString" else "",
            "insecureValue": lambda a: "" if a["type"] == "SecureString" else a.get("value", ""),
        },
        changing={"version": ("*",), "insecureValue": ("value",)},
    ),
    "aws:ssm/document:Document": with_arn(None, "ssm", "document/{name}", status="Active"),
    "aws:acm/certificate:Certificate": Kind(
        id="{arn}",
        values={
            "arn": arn("acm", "certificate/{uuid}"),
            "domainValidationOptions": _validation_options,
            "keyAlgorithm": "RSA_2048",
            "notAfter": "2027-01-31T23:59:59Z",
            "notBefore": WHEN,
            "renewalEligibility": "INELIGIBLE",
            "status": lambda a: "PENDING_VALIDATION" if a.get("validationMethod") else "ISSUED",
            "type": lambda a: "AMAZON_ISSUED" if a.get("validationMethod") else "IMPORTED",
            "validationMethod": "NONE",
        },
        forced_new=("certificateAuthorityArn", "domainName", "keyAlgorithm",
                    "subjectAlternativeNames", "validationMethod"),
    ),
    "aws:acm/certificateValidation:CertificateValidation": Kind(
        id="{certificateArn}", forced_new=("certificateArn", "validationRecordFqdns")
    ),
    "aws:acmpca/certificateAuthority:CertificateAuthority": by_arn(
        "acm-pca", "certificate-authority/{uuid}",
        keyStorageSecurityStandard="FIPS_140_2_LEVEL_3_OR_HIGHER", usageMode="GENERAL_PURPOSE",
        certificateSigningRequest=pem("CERTIFICATE REQUEST"),
        certificate="", certificateChain="", serial="",
    ),
    "aws:acmpca/certificate:Certificate": Kind(
        id="{arn}",
        values={
            "arn": "{certificateAuthorityArn}/certificate/{hex:32}",
            "certificate": pem("CERTIFICATE"),
            "certificateChain": pem("CERTIFICATE"),
        },
    ),
    "aws:acmpca/certificateAuthorityCertificate:CertificateAuthorityCertificate": Kind(
        id="{certificateAuthorityArn}"
    ),
    **{
        f"aws:wafv2/{name[0].lower()}{name[1:]}:{name}": Kind(
            id="{uuid}",
            values={"arn": _web_acl_arn(part), "lockToken": "{uuid}"},
            changing={"lockToken": ("*",)},
            forced_new=("scope",),
        )
        for name, part in (("WebAcl", "webacl"), ("IpSet", "ipset"), ("RuleGroup", "rulegroup"),
                           ("RegexPatternSet", "regexpatternset"))
    },
    "aws:wafv2/webAclAssociation:WebAclAssociation": Kind(
        id="{webAclArn},{resourceArn}", forced_new=("resourceArn", "webAclArn")
    ),
    "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration": Kind(
        id="{resourceArn}", forced_new=("resourceArn",)
    ),
    "aws:organizations/organization:Organization": Kind(
        id="o-{letters:10}",
        values={
            "arn": global_arn("organizations", "organization/{id}"),
            "masterAccountId": "{account}",
            "masterAccountArn": global_arn("organizations", "account/{id}/{account}"),
            "roots": lambda a: [
                {
                    "id": a.render("r-{letters:4}", "root"),
                    "arn": a.render(
                        global_arn("organizations", "root/{id}/r-{letters:4}"), "root"
                    ),
                    "name": "Root",
                    "policyTypes": [],
                }
            ],
        },
    ),
    "aws:organizations/account:Account": Kind(
        id="{digits:12}",
        values={
            "arn": global_arn("organizations", "account/o-{letters:10}/{id}"),
            "joinedMethod": "CREATED",
            "status": "ACTIVE",
            "state": "ACTIVE",
            "parentId": "r-{letters:4}",
        },
    ),
    "aws:organizations/organizationalUnit:OrganizationalUnit": Kind(
        id="ou-{letters:4}-{letters:8}",
        values={"arn": global_arn("organizations", "ou/o-{letters:10}/{id}")},
        forced_new=("parentId",),
    ),
    "aws:organizations/policy:Policy": Kind(
        id="p-{letters:8}",
        values={
            "arn": lambda a: a.render(
                global_arn(
                    "organizations",
                    f"policy/o-{{letters:10}}/{str(a.get('type', '')).lower()}/{{id}}",
                ),
                "arn",
            )
        },
        defaults={"type": "SERVICE_CONTROL_POLICY"},
        forced_new=("type",),
    ),
    "aws:organizations/policyAttachment:PolicyAttachment": Kind(
        id="{targetId}:{policyId}", forced_new=("policyId", "targetId")
    ),
    "aws:accessanalyzer/analyzer:Analyzer": Kind(
        id="{analyzerName}",
        values={"arn": arn("access-analyzer", "analyzer/{analyzerName}")},
        forced_new=("analyzerName", "type"),
    ),
    "aws:ssoadmin/permissionSet:PermissionSet": Kind(
        id="{arn},{instanceArn}",
        values={
            "arn": lambda a: a.render(
                f"arn:{{partition}}:sso:::permissionSet/{last_part(a['instanceArn'])}/ps-{{hex:16}}",
                "arn",
            )
        },
    ),
    "aws:guardduty/detector:Detector": with_arn(
        "{hex:32}", "guardduty", "detector/{id}", accountId="{account}"
    ),
    "aws:securityhub/account:Account": Kind(
        id="{account}", values={"arn": arn("securityhub", "hub/default")}
    ),
}  # fmt: skip

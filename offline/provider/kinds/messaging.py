from offline.provider.kinds.kind import Kind, arn

KINDS: dict[str, Kind] = {
    "aws:sqs/queue:Queue": Kind(
        id="{url}",
        values={
            "arn": arn("sqs", "{name}"),
            "url": "https://sqs.{region}.{dns_suffix}/{account}/{name}",
        },
        defaults={"visibilityTimeoutSeconds": 30},
    ),
}

from offline.provider.kinds.kind import Kind, arn

KINDS: dict[str, Kind] = {}

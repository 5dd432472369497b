"""Views of CloudTrail: trails, what they record, where they put it.

Source: CloudTrail API reference, `EventSelector` and `AdvancedEventSelector`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from policies.values import UNKNOWN
from policies.view import Undecided, View
from policies.views.linked import linked
from policies.views.s3 import Bucket

BASIC, ADVANCED = "eventSelectors", "advancedEventSelectors"
OBJECTS = "AWS::S3::Object"
_EVERY_OBJECT = re.compile(r"arn:[^:]+:s3(:::)?")
_WRITES = (None, "All", "WriteOnly")
_ALL_RESOURCES = ("arn:aws:s3", "arn:aws:s3:::", "arn:aws:lambda", "arn:aws:dynamodb")


class Trail(View):
    """`aws.cloudtrail.Trail`."""

    token = "aws:cloudtrail/trail:Trail"

    @property
    def on(self) -> bool:
        """Whether it records at all."""
        return self.flag("enableLogging", True)

    @property
    def manages(self) -> bool:
        """Whether it records what is done to resources, and not only data events."""
        basic = self._objects(self.peek(BASIC), BASIC)
        advanced = self._objects(self.peek(ADVANCED), ADVANCED)
        if not basic and not advanced:
            return True
        return any(one.get("includeManagementEvents") is not False for one in basic) or any(
            "Management" in self._values(one, "eventCategory", "equals") for one in advanced
        )

    @property
    def buckets(self) -> list[Bucket]:
        """The bucket that its files go to, if this stack makes it."""
        return linked(self, "s3BucketName", Bucket)

    def records_writes_to(self, bucket: Bucket) -> bool:
        """Whether it records every object that is put into `bucket`."""
        for one in self._objects(self.peek(BASIC), BASIC):
            if one.get("readWriteType") == "ReadOnly":
                continue
            for data in self._objects(one.get("dataResources"), BASIC):
                if data.get("type") != OBJECTS:
                    continue
                if any(
                    self._holds(v, bucket, BASIC) for v in self._listed(data.get("values"), BASIC)
                ):
                    return True
        return any(
            OBJECTS in self._values(one, "resources.type", "equals")
            and "true" not in self._values(one, "readOnly", "equals")
            and self._reaches(one, bucket)
            for one in self._objects(self.peek(ADVANCED), ADVANCED)
        )

    def records(self, service: str, type_: str, region: object) -> bool:
        """Whether it is known to record all changes by `service` that are management events, or
        data events of `type_`, in `region` (None: that of the stack)."""
        here = self.peek("isMultiRegionTrail") is True or self.peek("region") == region
        if self.peek("enableLogging") not in (None, True) or not here:
            return False
        chosen = self.peek(self.selectors)
        if chosen in (None, []):
            return not type_
        listed = chosen if isinstance(chosen, list) else ()
        if self.selectors == "eventSelectors":
            return any(_basic(one, service, type_) for one in listed)
        return any(_advanced(one, type_) for one in listed)

    @property
    def selectors(self) -> str:
        """The property that says what is recorded: a trail has one of the two kinds."""
        more = "advancedEventSelectors"
        return "eventSelectors" if self.peek(more) in (None, []) else more

    def _reaches(self, selector: dict[str, Any], bucket: Bucket) -> bool:
        """Whether an advanced selector of objects takes all of them, or all of `bucket`'s."""
        wanted = self._fields(selector, "resources.ARN")
        if not wanted:
            return not self._fields(selector, "eventName")
        # One that leaves something out most likely leaves out just this bucket.
        if any(set(field) - {"field", "startsWiths", "equals"} for field in wanted):
            return False
        heads = self._values(selector, "resources.ARN", "startsWiths")
        return any(self._holds(head, bucket, ADVANCED) for head in heads)

    def _holds(self, value: Any, bucket: Bucket, prop: str) -> bool:
        """Whether `value`, an ARN of objects, stands for all objects of `bucket`."""
        if value is UNKNOWN:
            behind = self.resource.property_dependencies.get(prop, ())
            if behind and bucket.urn not in behind:
                return False
            raise Undecided(self.resource, prop)
        name = bucket.peek("bucket")
        if not isinstance(value, str):
            return False
        if _EVERY_OBJECT.fullmatch(value):
            return True
        return isinstance(name, str) and bool(name) and value.endswith(f":s3:::{name}/")

    def _values(self, selector: dict[str, Any], name: str, operator: str) -> list[Any]:
        fields = self._fields(selector, name)
        return [v for one in fields for v in self._listed(one.get(operator), ADVANCED)]

    def _fields(self, selector: dict[str, Any], name: str) -> list[dict[str, Any]]:
        listed = self._objects(selector.get("fieldSelectors"), ADVANCED)
        return [one for one in listed if one.get("field") == name]

    def _objects(self, value: Any, prop: str) -> list[dict[str, Any]]:
        return [one for one in self._listed(value, prop) if isinstance(one, dict)]

    def _listed(self, value: Any, prop: str) -> list[Any]:
        if value is UNKNOWN:
            raise Undecided(self.resource, prop)
        return value if isinstance(value, list) else []


def trails_into(trails: list[Trail], prop: str, place: View) -> Iterator[Trail]:
    """The trails that name `place` in `prop`, as an ARN, with `:*` behind it, or as a name."""
    own = place.identities()
    for trail in trails:
        value = trail.peek(prop)
        if place in linked(trail, prop, type(place)) or (
            isinstance(value, str) and value.removesuffix(":*") in own
        ):
            yield trail


def _basic(selector: Any, service: str, type_: str) -> bool:
    if not isinstance(selector, Mapping) or selector.get("readWriteType") not in _WRITES:
        return False
    if not type_:
        included = selector.get("includeManagementEvents") in (None, True)
        left_out = _known(selector.get("excludeManagementEventSources"))
        return included and f"{service}.amazonaws.com" not in left_out
    return any(
        isinstance(one, Mapping)
        and one.get("type") == type_
        and any(value in _ALL_RESOURCES for value in _known(one.get("values")))
        for one in _known(selector.get("dataResources"))
    )


def _advanced(selector: Any, type_: str) -> bool:
    """Whether it has these conditions and no other, so that it records them all."""
    fields = selector.get("fieldSelectors") if isinstance(selector, Mapping) else None
    given = [
        {key: value for key, value in field.items() if value not in (None, [])}
        for field in _known(fields)
        if isinstance(field, Mapping)
    ]
    wanted = {"eventCategory": "Data" if type_ else "Management", "readOnly": "false"}
    if type_:
        wanted["resources.type"] = type_
    conditions = [{"field": name, "equals": [value]} for name, value in wanted.items()]
    needed = [one for one in conditions if one["field"] != "readOnly"]
    return all(one in given for one in needed) and all(one in conditions for one in given)


def _known(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []

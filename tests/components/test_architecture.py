"""Architecture: what every kind has in common, seen on small ones."""

import pulumi
import pulumi_aws as aws
import pytest

from components.apis.cors import CorsApi, CorsApiArgs
from components.architecture import Architecture
from components.args import Args, Exemption
from components.events.appsync_target import AppsyncTarget, AppsyncTargetArgs
from components.foundation.queue import Queue, QueueArgs
from tests.support.recorder import deploy

EXEMPTION = Exemption(
    rule="recursion-loop", reason="ends with the release", owner="web", until="2027-01-31"
)
CORS = CorsApiArgs.model_validate(
    {
        "flavour": "rest",
        "cors": {"origins": ["https://a.example.com", "https://b.example.com"]},
        "functions": {
            "hello": {"handler": "handlers.apis.cors.rest.handler", "routes": ["GET /hello"]}
        },
    }
)
EACH = {
    "apis/cors": lambda opts=None: CorsApi("it", CORS, opts),
    "events/appsync-target": lambda opts=None: AppsyncTarget("it", AppsyncTargetArgs(), opts),
}


class Desk(Architecture):
    queue_url: pulumi.Output[str]
    plain: str
    made: pulumi.Output[int]

    def __init__(self, name: str, args: Args, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(name, args, opts)
        self.jobs = Queue(f"{name}-jobs", QueueArgs(dead_letter=False), self.own)
        self.queue_url, self.made = self.jobs.url, pulumi.Output.from_input(3)
        self.finish()


def test_outputs_are_the_annotations_that_are_outputs():
    assert Desk.outputs() == ("queue_url", "made")


def test_outputs_are_registered():
    deployed = deploy(lambda: Desk("desk", Args()))
    assert deployed.component("desk").outputs == {
        "queue_url": deployed.resource("desk-jobs").outputs["url"],
        "made": 3,
    }


def test_arguments_class_is_that_of_the_constructor():
    assert CorsApi.args_class() is CorsApiArgs


def test_exemptions_are_inputs_so_that_guardrails_see_them():
    deployed = deploy(lambda: Desk("desk", Args(exempt=(EXEMPTION,))))
    assert deployed.component("desk").inputs == {
        "exempt": [
            {
                "rule": "recursion-loop",
                "reason": "ends with the release",
                "owner": "web",
                "until": "2027-01-31",
            }
        ]
    }


def test_options_of_the_architecture_stay_with_it():
    def build():
        first = aws.sqs.Queue("first")
        Desk(
            "desk",
            Args(),
            pulumi.ResourceOptions(
                depends_on=[first], protect=True, aliases=[pulumi.Alias(name="bench")]
            ),
        )

    deployed = deploy(build)
    desk = deployed.component("desk")
    jobs = deployed.component("desk-jobs")
    assert desk.protect
    assert desk.dependencies == (deployed.resource("first").urn,)
    assert desk.aliases == ("bench",)
    assert jobs.aliases == ()  # the engine derives them from the parent's
    assert jobs.parent == desk.urn
    assert deployed.resource("first").urn not in jobs.dependencies


@pytest.mark.parametrize("kind", EACH)
def test_everything_hangs_below_the_architecture(kind):
    deployed = deploy(lambda: EACH[kind]())
    by_urn = {item.urn: item for item in deployed.resources}
    (top,) = (item for item in deployed.resources if item.parent not in by_urn)
    assert top.type.startswith(f"palisade:{kind.split('/')[0]}:")


@pytest.mark.parametrize("kind", EACH)
def test_transformation_reaches_every_resource(kind):
    seen = set()

    def note(args):
        seen.add((args.type_, args.name))

    deployed = deploy(lambda: EACH[kind](pulumi.ResourceOptions(transformations=[note])))
    assert seen == {(item.type, item.name) for item in deployed.resources}


@pytest.mark.parametrize("kind", EACH)
def test_provider_given_to_the_architecture_reaches_every_resource(kind):
    def build():
        other = aws.Provider("other", region="eu-central-1")
        EACH[kind](pulumi.ResourceOptions(providers=[other]))

    deployed = deploy(build)
    other = deployed.resource("other")
    used = {item.provider for item in deployed.resources if item.custom and item is not other}
    assert used == {f"{other.urn}::other-id"}


@pytest.mark.parametrize("kind", EACH)
def test_preview_registers_the_same_resources(kind):
    def shape(deployed):
        return sorted((item.type, item.name, item.parent) for item in deployed.resources)

    assert shape(deploy(lambda: EACH[kind](), preview=True)) == shape(deploy(lambda: EACH[kind]()))


@pytest.mark.parametrize("kind", EACH)
def test_every_child_is_reached_over_public_attributes(kind):
    made = []
    deployed = deploy(lambda: made.append(EACH[kind]()))
    found: set[tuple[str, str]] = set()
    _collect(made[0], found)
    assert {(item.type, item.name) for item in deployed.resources} - found == set()


def _collect(value, found):
    """Types and names of the resources below `value`, over public attributes alone."""
    if isinstance(value, pulumi.Resource):
        key = (value.pulumi_resource_type, value.pulumi_resource_name)
        if key in found:
            return
        found.add(key)
        if isinstance(value, pulumi.ComponentResource):
            inside = {name: v for name, v in vars(value).items() if not name.startswith("_")}
            _collect(inside, found)
    elif isinstance(value, dict):
        _collect(list(value.values()), found)
    elif isinstance(value, (list, tuple)):
        for item in value:
            _collect(item, found)

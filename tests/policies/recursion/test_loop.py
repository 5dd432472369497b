import pytest

from policies.core import UNKNOWN, Finding
from policies.flow.loops import REASON_TAG
from policies.rules.recursion.loop import event_flow_in_a_circle as rule
from policies.view import Stack
from tests.support.builders import function, mapping, queue, recursion, resource, role, role_policy
from tests.support.findings import run_rule
from tests.support.program import Program

REASON = {REASON_TAG: "a counter in the message ends it after 40 rounds"}

OWN_QUEUE = f"""\
loop of 2 hops: worker → jobs → worker
  worker may sqs:SendMessage to jobs    worker-role-policy.policy, statement 1
  jobs starts worker                    jobs-to-worker.eventSourceArn
  AWS would stop it after about 16 rounds, and drop what goes round.
  break it:
  - let worker write to another queue than jobs (worker-role-policy)
  - if it is meant and ends by itself: FunctionRecursionConfig Allow for worker, and its
    tag {REASON_TAG} says how"""

PHOTOS = f"""\
loop of 2 hops: resize → photos → resize
  resize may s3:PutObject to photos    resize-role-policy.policy, statement 1
  photos starts resize
      photos-notification.lambdaFunctions[0], keys in/*.jpg
  AWS would stop it after about 16 rounds, and drop what goes round.
  break it:
  - allow resize only keys outside in/*.jpg (resize-role-policy)
  - let resize write to another bucket than photos (resize-role-policy)
  - if it is meant and ends by itself: FunctionRecursionConfig Allow for resize, and its
    tag {REASON_TAG} says how"""

ORDERS = f"""\
loop of 4 hops: ingest → jobs → worker → results → ingest
  ingest may sqs:SendMessage to jobs        ingest-role-policy.policy, statement 1
  jobs starts worker                        jobs-to-worker.eventSourceArn
  worker may events:PutEvents to results    worker-role-policy.policy, statement 1
  results starts ingest                     finished-target.arn, rule finished
  AWS would not stop it: it does not watch EventBridge.
  break it:
  - allow worker only an events:source or events:detail-type that rule finished does not
    match (worker-role-policy)
  - let ingest write to another queue than jobs (ingest-role-policy)
  - let worker write to another bus than results (worker-role-policy)
  - if it is meant and ends by itself: FunctionRecursionConfig Allow for ingest, and its
    tag {REASON_TAG} says how"""

COPIES = """\
loop of 3 hops: default → out → logs → default
  default delivers to out         arrived-target.arn, rule arrived
  out delivers to logs            out.extendedS3Configuration.bucketArn
  logs sends events to default    logs-notification.eventbridge
  AWS would not stop it: it does not watch EventBridge and Firehose.
  break it:
  - give rule arrived a pattern that what comes back does not match
  - let out deliver to another bucket (out.extendedS3Configuration.bucketArn)
  - take out the hop from logs to default (logs-notification.eventbridge)"""


def own_queue(p, **props):
    jobs = p.queue("jobs")
    p.starts(jobs, p.function("worker", p.may("sqs:SendMessage", jobs), **props))


def photos(p):
    bucket = p.bucket("photos")
    resize = p.function("resize", p.may("s3:PutObject", bucket, "/*"))
    p.notifies(bucket, resize, filterPrefix="in/", filterSuffix=".jpg")


def orders(p):
    jobs, results = p.queue("jobs"), p.bus("results")
    p.starts(jobs, p.function("worker", p.may("events:PutEvents", results)))
    ingest = p.function("ingest", p.may("sqs:SendMessage", jobs))
    p.rule("finished", results, {"source": ["worker"]}, ingest)


def copies(p):
    """No function in it, and no policy: the delivery stream and the bucket write by themselves."""
    logs = p.bucket("logs")
    out = p.make(
        "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream",
        "out",
        destination="extended_s3",
        extendedS3Configuration={"bucketArn": logs, "prefix": "raw/"},
    )
    p.make(
        "aws:s3/bucketNotification:BucketNotification",
        "logs-notification",
        bucket=logs.name,
        deps={"bucket": [logs]},
        eventbridge=True,
    )
    p.rule("arrived", None, {"source": ["aws.s3"]}, out)


MESSAGES = [(own_queue, OWN_QUEUE), (photos, PHOTOS), (orders, ORDERS), (copies, COPIES)]


@pytest.mark.parametrize("known", [False, True], ids=["preview", "update"])
@pytest.mark.parametrize(("write", "expected"), MESSAGES, ids=[c[0].__name__ for c in MESSAGES])
def test_the_loop_is_drawn_hop_by_hop(write, expected, known):
    program = Program(known)
    write(program)
    assert run_rule(rule, program.resources) == [expected]


def test_no_line_is_wider_than_the_command_line_shows_in_a_hundred_columns():
    assert all(len(line) <= 88 for _, text in MESSAGES for line in text.splitlines())


def program(write, known=True, **props):
    made = Program(known)
    write(made, **props)
    return made


def test_a_loop_that_is_allowed_with_a_reason_is_none():
    made = program(own_queue, tags=REASON)
    made.add(recursion("worker", "Allow"))
    assert run_rule(rule, made.resources) == []


def test_a_reason_without_the_setting_allows_nothing():
    assert len(run_rule(rule, program(own_queue, tags=REASON).resources)) == 1


def test_the_setting_without_a_reason_switches_the_stop_of_aws_off():
    made = program(own_queue)
    made.add(recursion("worker", "Allow"))
    (message,) = run_rule(rule, made.resources)
    assert "AWS would not stop it: its loop stop is off for worker." in message


def test_an_allowed_loop_does_not_hide_another_through_the_same_queue():
    made = program(own_queue, tags=REASON)
    made.add(recursion("worker", "Allow"))
    jobs = next(r for r in made.resources if r.name == "jobs")
    made.starts(jobs, made.function("second", made.may("sqs:SendMessage", jobs)))
    (message,) = run_rule(rule, made.resources)
    assert message.startswith("loop of 2 hops: second → jobs → second\n")


def test_preview_and_update_give_the_finding_the_same_id():
    ids = set()
    for known in (False, True):
        (finding,) = rule.run(Stack(program(orders, known).resources))
        assert isinstance(finding, Finding)
        ids.add(finding.id_for(rule.id))
    assert len(ids) == 1


JOBS, ROLE = queue("jobs"), role("worker-role")
WORKER = function("worker", role=ROLE)
UNDECIDED = [
    ("nothing there", [], []),
    (
        "unknown document",
        [JOBS, ROLE, WORKER, role_policy("policy", ROLE, UNKNOWN)],
        ["undecided: policy is not known at preview"],
    ),
    (
        "document of a role that nothing followed has",
        [ROLE, role_policy("policy", ROLE, UNKNOWN)],
        [],
    ),
    (
        "unknown source",
        [WORKER, ROLE, mapping("m", source=UNKNOWN, target=WORKER)],
        ["undecided: eventSourceArn is not known at preview"],
    ),
    (
        "unknown definition",
        [resource("aws:apigateway/restApi:RestApi", "api", body=UNKNOWN)],
        ["undecided: body is not known at preview"],
    ),
    (
        "no document",
        [ROLE, WORKER, role_policy("policy", ROLE, "{")],
        [
            "undecided: policy is not JSON: Expecting property name enclosed in double quotes: "
            "line 1 column 2 (char 1)"
        ],
    ),
    (
        "policy of another place",
        [
            ROLE,
            WORKER,
            resource(
                "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
                "attached",
                role=ROLE,
                policyArn="arn:aws:iam::123456789012:policy/x",
            ),
        ],
        [
            "undecided: policyArn arn:aws:iam::123456789012:policy/x is made elsewhere: what it "
            "allows is not known"
        ],
    ),
]


LOOPS = [
    (write.__name__, program(write, known=False).resources, [text]) for write, text in MESSAGES
]
CASES = [*LOOPS, *UNDECIDED]
"""What both servers of the pack are compared by, too."""


@pytest.mark.parametrize(
    ("name", "resources", "expected"), UNDECIDED, ids=[c[0] for c in UNDECIDED]
)
def test_what_is_unknown_stays_undecided(name, resources, expected):
    assert run_rule(rule, resources) == expected


class Update:
    """An update: resources come one by one, with inputs and nothing else."""

    def __init__(self):
        self.stack = Stack(complete=False)

    def register(self, resource):
        """What the rule says before the resource exists."""
        computed = () if resource.type.endswith(":EventTarget") else ("arn",)
        inputs = {key: v for key, v in resource.properties.items() if key not in computed}
        seen = type(resource)(resource.urn, resource.type, resource.name, inputs, resource.parent)
        self.stack.add(seen)
        return [outcome.message.splitlines()[0] for outcome in rule.run_before(seen, self.stack)]

    def register_all(self, resources):
        return {r.name: said for r in resources if (said := self.register(r))}


@pytest.mark.parametrize("write", [own_queue, photos, orders], ids=lambda write: write.__name__)
def test_the_last_resource_of_a_loop_is_refused_before_it_exists(write):
    resources = program(write).resources
    refused = Update().register_all(resources)
    assert list(refused) == [resources[-1].name]
    assert refused[resources[-1].name][0].startswith(f"{resources[-1].name} would close a loop of")


@pytest.mark.parametrize("last", ["jobs-to-worker", "worker", "worker-role-policy"])
def test_whatever_comes_last_closes_the_loop(last):
    resources = program(own_queue).resources
    resources.sort(key=lambda resource: resource.name == last)
    assert list(Update().register_all(resources)) == [last]


def test_an_attachment_closes_a_loop_too():
    made = Program(known=True)
    jobs = made.queue("jobs")
    made.starts(jobs, made.function("worker"))
    attachment = resource(
        "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
        "attachment",
        role="worker-role",
        policyArn="arn:aws:iam::aws:policy/AmazonSQSFullAccess",
    )
    assert list(Update().register_all([*made.resources, attachment])) == ["attachment"]


def test_a_loop_is_refused_once_and_not_again_at_what_follows():
    update = Update()
    update.register_all(program(own_queue).resources)
    assert update.register(queue("other")) == []


def test_the_same_resource_is_refused_again():
    update = Update()
    resources = program(own_queue).resources
    update.register_all(resources)
    assert len(update.register(resources[-1])) == 1


def test_an_edge_that_the_program_no_longer_has_is_no_part_of_a_loop():
    """worker wrote to `jobs`, and now `jobs` starts it: its new policy comes after the mapping."""
    made = Program(known=True)
    jobs, done = made.queue("jobs"), made.queue("done")
    made.starts(jobs, made.function("worker", made.may("sqs:SendMessage", done)))
    resources = sorted(made.resources, key=lambda r: r.name == "worker-role-policy")
    assert Update().register_all(resources) == {}


def test_a_reason_in_the_tags_is_enough_before_the_setting_is_there():
    assert Update().register_all(program(own_queue, tags=REASON).resources) == {}


def test_disjoint_prefixes_are_not_refused():
    made = Program(known=True)
    bucket = made.bucket("photos")
    resize = made.function("resize", made.may("s3:PutObject", bucket, "/small/*"))
    made.notifies(bucket, resize, filterPrefix="in/")
    assert Update().register_all(made.resources) == {}


@pytest.mark.parametrize("last", ["trail", "made", "made-target", "f-role-policy"])
def test_whatever_comes_last_closes_a_loop_through_recorded_calls(last):
    made = Program(known=True)
    worker = made.function("f", made.may("sqs:TagQueue", "*"))
    made.make("aws:cloudtrail/trail:Trail", "trail")
    made.rule("made", None, {"source": ["aws.sqs"]}, worker)
    resources = sorted(made.resources, key=lambda resource: resource.name == last)
    assert list(Update().register_all(resources)) == [last]

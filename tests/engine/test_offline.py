"""The offline command through the real CLI, from preview to destroy."""

import json
import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.support.engine import ROOT, Offline, write_program

pytestmark = pytest.mark.engine

UP = ("up", "--yes", "--skip-preview")

FLAT = """
    label = pulumi.Config().require("label")
    jobs = aws.sqs.Queue("jobs", visibility_timeout_seconds=60)
    role = aws.iam.Role("role", assume_role_policy=json.dumps({"Version": "2012-10-17"}))
    code = {"worker.py": pulumi.StringAsset("x = 1"), "__init__.py": pulumi.StringAsset("")}
    worker = aws.lambda_.Function(
        "worker", role=role.arn, runtime="python3.12", handler="worker.handler",
        code=pulumi.AssetArchive(code), description=label,
    )
    aws.cloudwatch.LogGroup("logs", name=f"/aws/{label}", retention_in_days=7)
    aws.lambda_.EventSourceMapping(
        "mapping", event_source_arn=jobs.arn, function_name=worker.name)
    pulumi.export("url", jobs.url)
    pulumi.export("who", aws.get_caller_identity().account_id)
"""


def flat(folder: Path, label: str) -> Path:
    """The flat program, with a label that changes things."""
    config = f"""
        config:
          aws:region: eu-west-1
          small:account: "111122223333"
          small:label: {label}
    """
    return write_program(folder, FLAT, config)


def facts(resources: dict[str, dict]) -> dict[str, dict]:
    """What a provider said of each resource."""
    return {n: {k: r[k] for k in ("id", "inputs", "outputs")} for n, r in resources.items()}


def test_a_stack_lives_from_preview_to_destroy(tmp_path, offline):
    folder = flat(tmp_path / "program", "first")
    preview = offline.run("preview", folder=folder).ok()
    assert "dev (offline) · 5 resources to create" in preview.stdout
    assert "guardrails did not run" in preview.stdout
    assert offline.resources("small") == {}

    created = offline.run(*UP, folder=folder).ok()
    assert "5 resources created" in created.stdout
    first = offline.resources("small")
    assert offline.outputs("small")["who"] == "111122223333"
    url = offline.outputs("small")["url"]
    assert (
        url == f"https://sqs.eu-west-1.amazonaws.com/111122223333/{first['jobs']['inputs']['name']}"
    )
    assert first["mapping"]["outputs"]["functionArn"] == first["worker"]["outputs"]["arn"]
    assert first["worker"]["inputs"]["memorySize"] == 128

    unchanged = offline.run(*UP, folder=folder).ok()
    assert "no changes, 5 resources" in unchanged.stdout
    assert facts(offline.resources("small")) == facts(first)

    flat(folder, "second")
    changed = offline.run(*UP, "--diff", folder=folder).ok()
    assert "1 resource updated, 1 replaced" in changed.stdout
    second = offline.resources("small")
    assert second["worker"]["outputs"]["arn"] == first["worker"]["outputs"]["arn"]
    assert second["worker"]["outputs"]["description"] == "second"
    assert second["logs"]["id"] == "/aws/second"
    assert facts(second)["jobs"] == facts(first)["jobs"]

    destroyed = offline.run("destroy", "--yes", "--skip-preview", folder=folder).ok()
    assert "5 resources deleted" in destroyed.stdout
    assert offline.resources("small") == {}


SECRETIVE = """
    config = pulumi.Config()
    partner = config.require_object("partner")
    aws.ssm.Parameter("key", type="SecureString", value=config.require_secret("key"))
    aws.ssm.Parameter("nested", type="SecureString", value=pulumi.Output.secret(partner["key"]))
    aws.sns.Topic("day", display_name=config.require("day"))
    vpc = pulumi.StackReference("organization/small/network").get_output("vpc_id")
    aws.ec2.SecurityGroup("group", vpc_id=vpc)
"""
SECRET_FILE = """\
# written by hand
secretsprovider: awskms://alias/nobody-has-this
encryptedkey: AQICAHg=
config:
  aws:region: eu-west-1
  small:day: "2027-01-31"
  small:account: 012345678901
  small:until: 2027-01-31
  small:key:
    secure: v1:AAAA:not-for-us
  small:partner: {key: {secure: "v1:BBBB:nor-this"}, ids: [012345678901]}
"""
STAND_INS = """\
secrets:
  small:key: stand-in-one
  small:partner.key: "stand-in: two"
peers:
  organization/small/network:
    outputs: {vpc_id: vpc-0123456789abcdef0}
"""


def test_secrets_and_peers_are_stand_ins_and_no_tracked_file_is_written(tmp_path, offline):
    folder = write_program(tmp_path / "program", SECRETIVE, SECRET_FILE)
    refused = offline.run("preview", folder=folder).failed()
    assert refused.code == 2
    for path in ("small:key", "small:partner.key"):
        assert f"Pulumi.dev.yaml: {path} (secret): expected a stand-in" in refused.stderr

    (folder / "stacks" / "offline.yaml").write_text(STAND_INS)
    before = snapshot(folder)
    offline.run(*UP, folder=folder).ok()
    made = offline.resources("small")
    assert made["day"]["outputs"]["displayName"] == "2027-01-31"
    assert made["group"]["inputs"]["vpcId"] == "vpc-0123456789abcdef0"
    state = json.dumps(offline.state("small"))
    assert "stand-in" not in state
    shown = offline.run("config", "--show-secrets", "--json", folder=folder).ok()
    values = json.loads(shown.stdout)
    assert values["small:key"] == {"value": "stand-in-one", "secret": True}
    assert json.loads(values["small:partner"]["value"])["key"] == "stand-in: two"
    assert snapshot(folder) == before

    (folder / "stacks" / "offline.yaml").write_text(STAND_INS.replace("abcdef0", "abcdef1"))
    offline.run(*UP, folder=folder).ok()
    assert offline.resources("small")["group"]["inputs"]["vpcId"] == "vpc-0123456789abcdef1"


def snapshot(folder: Path) -> dict[str, tuple[bytes, int]]:
    """Every file of a program: what it holds and when it was written."""
    files = [f for f in folder.rglob("*") if f.is_file() and "__pycache__" not in f.parts]
    return {str(f): (f.read_bytes(), f.stat().st_mtime_ns) for f in files}


def test_wrong_inputs_are_named_all_at_once(tmp_path, offline):
    code = """
        wrong = {"visibilityTimeout": 30, "delaySeconds": "soon"}
        pulumi.CustomResource("aws:sqs/queue:Queue", "jobs", wrong)
    """
    refused = offline.run("preview", folder=write_program(tmp_path / "p", code)).failed()
    assert 'unknown property "visibilityTimeout"; did you mean "visibilityTimeoutSeconds"' in (
        refused.output
    )
    assert 'expected a whole number, got the string "soon"' in refused.output
    assert "dev (offline) · preview failed" in refused.stdout


def test_each_provider_keeps_its_account_and_region(tmp_path, offline):
    code = """
        role = {"role_arn": "arn:aws:iam::222233334444:role/deploy"}
        other = aws.Provider("other", region="us-east-1", assume_roles=[role])
        third = aws.Provider("third", region="eu-north-1", allowed_account_ids=["333344445555"],
                             default_tags={"tags": {"team": "web"}})
        aws.sqs.Queue("here")
        aws.sqs.Queue("region", region="eu-central-1")
        aws.sqs.Queue("other", opts=pulumi.ResourceOptions(provider=other))
        aws.sqs.Queue("third", tags={"a": "b"}, opts=pulumi.ResourceOptions(provider=third))
        who = aws.get_caller_identity(opts=pulumi.InvokeOptions(provider=other))
        pulumi.export("who", who.account_id)
    """
    offline.run(*UP, folder=write_program(tmp_path / "p", code)).ok()
    made = offline.resources("small")
    places = {name: made[name]["outputs"]["arn"].split(":")[3:5] for name in made}
    assert places == {
        "here": ["eu-west-1", "123456789012"],
        "region": ["eu-central-1", "123456789012"],
        "other": ["us-east-1", "222233334444"],
        "third": ["eu-north-1", "333344445555"],
    }
    assert made["third"]["outputs"]["tagsAll"] == {"team": "web", "a": "b"}
    assert offline.outputs("small")["who"] == "222233334444"


NO_NETWORK = """
import ipaddress
import socket

connect = socket.socket.connect

def only_loopback(self, address):
    if self.family in (socket.AF_INET, socket.AF_INET6):
        host = "127.0.0.1" if address[0] == "localhost" else address[0]
        if not ipaddress.ip_address(host).is_loopback:
            raise PermissionError(f"connection to {address} in an offline run")
    return connect(self, address)

def no_lookup(host, *arguments, **named):
    raise PermissionError(f"lookup of {host} in an offline run")

socket.socket.connect = only_loopback
socket.getaddrinfo = no_lookup
"""


def test_no_connection_leaves_the_machine_and_no_credential_is_seen(tmp_path, offline):
    guard = tmp_path / "guard"
    guard.mkdir()
    (guard / "sitecustomize.py").write_text(NO_NETWORK)
    code = """
        import os
        seen = sorted(f"{k}={v}" for k, v in os.environ.items() if "poison" in v)
        pulumi.export("seen", seen)
        aws.sqs.Queue("jobs")
    """
    names = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_PROFILE", "AWS_REGION")
    others = ("AWS_ENDPOINT_URL", "PULUMI_ACCESS_TOKEN", "PULUMI_BACKEND_URL")
    poison = dict.fromkeys((*names, *others), "poison")
    # What the CLI itself would look up goes to a proxy that is not there.
    nowhere = {"HTTPS_PROXY": "http://127.0.0.1:9", "HTTP_PROXY": "http://127.0.0.1:9"}
    environment = {**poison, **nowhere, "PYTHONPATH": str(guard)}
    folder = write_program(tmp_path / "p", code)
    offline.run(*UP, folder=folder, environment=environment).ok()
    assert offline.outputs("small")["seen"] == []


CHAIN = """
    previous = None
    for number in range(4):
        options = pulumi.ResourceOptions(depends_on=[previous] if previous else [])
        previous = aws.sqs.Queue(f"queue{number}", opts=options)
"""


@pytest.mark.parametrize("how", ["create:kill", "create"])
def test_an_update_that_broke_off_is_taken_up_by_the_next(tmp_path, offline, how):
    folder = write_program(tmp_path / "p", CHAIN)
    broken = offline.run(
        *UP, folder=folder, environment={"PALISADE_OFFLINE_FAIL": f"queue2:{how}"}
    ).failed()
    assert "up failed: 2 resources created" in broken.stdout
    before = offline.resources("small")
    assert sorted(before) == ["queue0", "queue1"]

    offline.run(*UP, "--non-interactive", folder=folder).ok()
    after = offline.resources("small")
    assert sorted(after) == ["queue0", "queue1", "queue2", "queue3"]
    assert {name: after[name]["id"] for name in before} == {n: before[n]["id"] for n in before}
    assert len({resource["id"] for resource in after.values()}) == 4


def test_two_runs_at_once_do_not_disturb_each_other(tmp_path, offline):
    folder = write_program(tmp_path / "p", "aws.sqs.Queue('jobs')")
    (folder / "stacks" / "Pulumi.other.yaml").write_text("config:\n  aws:region: eu-north-1\n")
    runs = [
        subprocess.Popen(
            offline.command("preview", "--stack", stack, folder=folder),
            cwd=ROOT,
            env=offline.environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        for stack in ("dev", "dev", "other")
    ]
    for run, stack in zip(runs, ("dev", "dev", "other"), strict=True):
        output, _ = run.communicate(timeout=120)
        assert run.returncode == 0, output
        assert f"{stack} (offline) · 1 resource to create" in output


def test_it_runs_from_a_checkout_in_a_path_with_spaces(tmp_path):
    checkout = tmp_path / "my checkout"
    checkout.mkdir()
    for name in ("offline", "tools"):
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / name, checkout / name, ignore=ignored)
    (checkout / ".venv").symlink_to(ROOT / ".venv")
    folder = write_program(checkout / "a program", "aws.sqs.Queue('jobs')")
    offline = Offline(checkout / "a scratch", checkout)
    assert "1 resource created" in offline.run(*UP, folder=folder).ok().stdout


INTERRUPTED = [(UP, "dev (offline) · up was interrupted"),
               (("preview",), "dev (offline) · preview was interrupted")]  # fmt: skip


@pytest.mark.parametrize(("verb", "said"), INTERRUPTED, ids=["up", "preview"])
def test_an_interrupt_reaches_the_cli_once_and_nothing_stays_behind(tmp_path, offline, verb, said):
    begun = tmp_path / "begun"
    code = f"""
        import pathlib, time
        pathlib.Path({str(begun)!r}).touch()
        time.sleep(60)
    """
    folder = write_program(tmp_path / "p", code)
    run = subprocess.Popen(
        offline.command(*verb, folder=folder),
        cwd=ROOT,
        env=offline.environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    wait_for(begun.exists)
    run.send_signal(signal.SIGINT)
    output, _ = run.communicate(timeout=60)
    assert run.returncode == 130, output
    assert said in output
    assert ("^C received" in output) == (verb == UP)
    wait_for(lambda: not processes_of(offline.home))
    assert not list(offline.home.glob("state/.pulumi/locks/**/*.json"))


def processes_of(home: Path) -> list[int]:
    """Processes that were started with this scratch folder in their environment."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            environment = (process / "environ").read_bytes()
        except OSError:
            continue
        if str(home).encode() in environment and int(process.name) != os.getpid():
            found.append(int(process.name))
    return found


def wait_for(condition, seconds: float = 30) -> None:
    """Until a condition holds; fails after that long."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited too long"
        time.sleep(0.05)


def test_output_as_json_stays_json(tmp_path, offline):
    folder = write_program(tmp_path / "p", "pulumi.export('one', 1)")
    preview = offline.run("preview", "--json", folder=folder).ok()
    assert json.loads(preview.stdout)["changeSummary"] == {"create": 1}
    assert "dev (offline) · no changes" in preview.stderr


def test_other_commands_see_the_offline_state(tmp_path, offline):
    folder = write_program(tmp_path / "p", "pulumi.export('one', 1)")
    before = snapshot(folder)
    offline.run(*UP, folder=folder).ok()
    assert json.loads(offline.run("stack", "output", "--json", folder=folder).stdout) == {"one": 1}
    offline.run("stack", "rm", "--yes", "--force", folder=folder).ok()
    assert snapshot(folder) == before

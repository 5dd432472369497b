"""The language host's calls, over gRPC, with a small program in place of Pulumi's runner."""

import json
import os
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import grpc
import pytest
from google.protobuf.empty_pb2 import Empty
from pulumi.runtime.proto import language_pb2 as messages
from pulumi.runtime.proto import language_pb2_grpc as protocol

from tools.language_host.servicer import LanguageHost

# Stands where pulumi-language-python-exec does: notes how it was called, ends as told.
RUNNER = """
import json, os, pathlib, sys
names = ["PULUMI_CONFIG", "PULUMI_CONFIG_SECRET_KEYS", "VIRTUAL_ENV", "PATH"]
note = {"arguments": sys.argv[1:], "environment": {name: os.environ.get(name) for name in names}}
pathlib.Path(os.environ["NOTE"]).write_text(json.dumps(note))
sys.exit(int(os.environ.get("CODE", "0")))
"""

# Stands where the SDK's module `pulumi.policy` does.
PACK = """
import os, sys
print("serving", *sys.argv[1:])
print("in", os.getcwd(), file=sys.stderr)
sys.exit(int(os.environ["CODE"]))
"""


class Host:
    """A running language host, its client, and what its children are given."""

    def __init__(self, folder: Path, **environment: str) -> None:
        self.note = folder / "note.json"
        runner = folder / "runner.py"
        runner.write_text(RUNNER)
        base = {"PATH": os.environ["PATH"], "NOTE": str(self.note), **environment}
        self.servicer = LanguageHost(runner, base)
        self.server = grpc.server(ThreadPoolExecutor(8))
        protocol.add_LanguageRuntimeServicer_to_server(self.servicer, self.server)
        port = self.server.add_insecure_port("127.0.0.1:0")
        self.server.start()
        self.channel = grpc.insecure_channel(f"127.0.0.1:{port}")
        self.call = protocol.LanguageRuntimeStub(self.channel)

    def close(self) -> None:
        self.servicer.family.stop()
        self.servicer.family.wait()
        self.channel.close()
        self.server.stop(None).wait()


@pytest.fixture
def host_with(tmp_path):
    hosts = []

    def make(**environment: str) -> Host:
        hosts.append(Host(tmp_path, **environment))
        return hosts[-1]

    yield make
    for host in hosts:
        host.close()


@pytest.fixture
def info(virtualenv, tmp_path):
    """A project in `tmp_path` whose virtual environment is named relative to it."""
    result = messages.ProgramInfo(
        root_directory=str(tmp_path), program_directory=str(tmp_path / "program"), entry_point="."
    )
    (tmp_path / "program").mkdir()
    result.options.update({"virtualenv": virtualenv.name})
    return result


def output(responses) -> tuple[str, str, int]:
    """Standard output, standard error and exit code of a plugin."""
    received = list(responses)
    out = b"".join(response.stdout for response in received)
    err = b"".join(response.stderr for response in received)
    (code,) = [part.exitcode for part in received if part.WhichOneof("output") == "exitcode"]
    return out.decode(), err.decode(), code


def test_run_hands_on_everything_that_the_engine_gave(host_with, info, tmp_path, virtualenv):
    host = host_with()
    host.call.Handshake(messages.LanguageHandshakeRequest(engine_address="127.0.0.1:1"))
    request = messages.RunRequest(
        info=info,
        pwd=str(tmp_path),
        project="shop",
        stack="dev",
        organization="acme",
        monitor_address="127.0.0.1:2",
        dryRun=True,
        parallel=7,
        config={"aws:region": "eu-west-1"},
        configSecretKeys=["shop:token"],
    )
    answer = host.call.Run(request)
    note = json.loads(host.note.read_text())
    assert answer == messages.RunResponse()
    assert note["arguments"] == [
        *("--monitor", "127.0.0.1:2", "--engine", "127.0.0.1:1", "--project", "shop"),
        *("--stack", "dev", "--pwd", str(tmp_path), "--dry_run", "true", "--parallel", "7"),
        *("--organization", "acme", "--root_directory", str(tmp_path)),
        str(tmp_path / "program"),
    ]
    assert note["environment"] == {
        "PULUMI_CONFIG": '{"aws:region": "eu-west-1"}',
        "PULUMI_CONFIG_SECRET_KEYS": '["shop:token"]',
        "VIRTUAL_ENV": str(virtualenv),
        "PATH": f"{virtualenv / 'bin'}:{os.environ['PATH']}",
    }


RUN_ENDINGS = [
    ("success", "0", messages.RunResponse()),
    ("already reported", "32", messages.RunResponse(bail=True)),
    ("failure", "1", messages.RunResponse(error="Program exited with non-zero exit code: 1")),
]


@pytest.mark.parametrize(("name", "code", "answer"), RUN_ENDINGS, ids=[c[0] for c in RUN_ENDINGS])
def test_run_ends_as_the_program_does(host_with, info, name, code, answer):
    assert host_with(CODE=code).call.Run(messages.RunRequest(info=info, parallel=1)) == answer


def test_run_without_its_virtual_environment_says_where_it_should_be(host_with, info, tmp_path):
    info.options.update({"virtualenv": "gone"})
    answer = host_with().call.Run(messages.RunRequest(info=info))
    place = tmp_path / "gone"
    assert answer.error == f"no virtual environment at {place}: make it, then try again"


INTERPRETERS = [
    ("option before activated", {"virtualenv": "a venv"}, True, "a venv"),
    ("activated", {}, True, "other"),
    ("our own", {}, False, None),
]


@pytest.mark.parametrize(
    ("name", "options", "activated", "expected"), INTERPRETERS, ids=[c[0] for c in INTERPRETERS]
)
def test_python_is_chosen_in_this_order(
    host_with, info, executable, tmp_path, name, options, activated, expected
):
    executable("other/bin/python", f'exec "{sys.executable}" "$@"')
    info.options.Clear()
    info.options.update(options)
    host = host_with(**({"VIRTUAL_ENV": str(tmp_path / "other")} if activated else {}))
    about = host.call.About(messages.AboutRequest(info=info))
    found = tmp_path / expected / "bin" / "python" if expected else sys.executable
    assert (about.executable, about.version) == (str(found), sys.version.split()[0])


def test_policy_pack_runs_in_its_folder_and_reports_its_exit_code(host_with, info, tmp_path):
    package = tmp_path / "sdk" / "pulumi" / "policy"
    package.mkdir(parents=True)
    (package.parent / "__init__.py").touch()
    (package / "__init__.py").touch()
    (package / "__main__.py").write_text(PACK)
    request = messages.RunPluginRequest(
        info=info,
        kind="analyzer",
        pwd="/",
        args=["127.0.0.1:9"],
        env=["CODE=3", f"PYTHONPATH={tmp_path / 'sdk'}", "EMPTY="],
    )
    pack = tmp_path / "program"
    assert output(host_with().call.RunPlugin(request)) == (
        f"serving 127.0.0.1:9 {pack}\n",
        f"in {pack}\n",
        3,
    )


def test_other_plugin_runs_where_the_engine_says(host_with, info, tmp_path):
    script = "import os, sys; print(os.getcwd(), *sys.argv[1:])"
    (tmp_path / "program" / "__main__.py").write_text(script)
    request = messages.RunPluginRequest(info=info, kind="resource", pwd=str(tmp_path), args=["x"])
    assert output(host_with().call.RunPlugin(request)) == (f"{tmp_path} x\n", "", 0)


def test_plugin_without_its_virtual_environment_is_refused(host_with, info):
    info.options.update({"virtualenv": "gone"})
    with pytest.raises(grpc.RpcError, match="no virtual environment at"):
        list(host_with().call.RunPlugin(messages.RunPluginRequest(info=info, kind="analyzer")))


LASTING = "import pathlib, sys, time; print('up', flush=True); time.sleep(600)"


def test_cancelled_call_ends_its_plugin(host_with, info, tmp_path, eventually):
    (tmp_path / "program" / "__main__.py").write_text(LASTING)
    host = host_with()
    responses = host.call.RunPlugin(messages.RunPluginRequest(info=info, kind="tool"))
    assert next(responses).stdout
    responses.cancel()
    eventually(host.servicer.family.empty, "the plugin is gone")


def test_cancel_ends_programs_and_plugins(host_with, info, tmp_path):
    (tmp_path / "program" / "__main__.py").write_text(LASTING)
    host = host_with()
    responses = host.call.RunPlugin(messages.RunPluginRequest(info=info, kind="tool"))
    assert next(responses).stdout
    host.call.Cancel(Empty())
    assert list(responses)[-1].exitcode == 128 + 15


def test_attached_provider_needs_no_plugin(host_with, info, virtualenv):
    for name, version in (("aws", "7.1.0"), ("random", "4.0.0")):
        sdk = virtualenv / "lib" / "python3.11" / "site-packages" / f"pulumi_{name}"
        sdk.mkdir(parents=True)
        plugin = {"resource": True, "name": name, "version": version}
        (sdk / "pulumi-plugin.json").write_text(json.dumps(plugin))
    host = host_with(PULUMI_DEBUG_PROVIDERS="aws:1234")
    packages = host.call.GetRequiredPackages(messages.GetRequiredPackagesRequest(info=info))
    plugins = host.call.GetRequiredPlugins(messages.GetRequiredPluginsRequest(info=info))
    assert [(found.name, found.kind, found.version) for found in packages.packages] == [
        ("random", "resource", "4.0.0")
    ]
    assert [found.name for found in plugins.plugins] == ["random"]


DEPENDENCIES = [("direct", False, ["app"]), ("all", True, ["app", "lib"])]


@pytest.mark.parametrize(
    ("name", "transitive", "expected"), DEPENDENCIES, ids=[c[0] for c in DEPENDENCIES]
)
def test_dependencies_are_those_of_the_virtual_environment(
    host_with, info, virtualenv, name, transitive, expected
):
    for package, needs in (("app", "Requires-Dist: Lib>=1"), ("lib", "Keywords: none")):
        folder = virtualenv / "lib" / "python3.11" / "site-packages" / f"{package}-1.dist-info"
        folder.mkdir(parents=True)
        card = f"Metadata-Version: 2.1\nName: {package}\nVersion: 1\n{needs}\n"
        (folder / "METADATA").write_text(card)
    request = messages.GetProgramDependenciesRequest(info=info, transitiveDependencies=transitive)
    answer = host_with().call.GetProgramDependencies(request)
    assert [found.name for found in answer.dependencies] == expected


def test_install_runs_pip_in_the_virtual_environment(host_with, info, executable, tmp_path):
    executable("a venv/bin/python", 'echo "ran $*"')
    (tmp_path / "program" / "requirements.txt").touch()
    request = messages.InstallDependenciesRequest(info=info)
    said = b"".join(part.stdout for part in host_with().call.InstallDependencies(request))
    assert said == b"ran -m pip install -r requirements.txt\n"


def test_failed_install_names_the_command(host_with, info, executable, tmp_path):
    python = executable("a venv/bin/python", "exit 4")
    (tmp_path / "program" / "requirements.txt").touch()
    with pytest.raises(grpc.RpcError) as refusal:
        list(host_with().call.InstallDependencies(messages.InstallDependenciesRequest(info=info)))
    command = f"{python} -m pip install -r requirements.txt"
    assert refusal.value.details() == f"{command} ended with exit code 4"


def test_small_calls_are_answered(host_with, info):
    host = host_with()
    assert host.call.GetPluginInfo(Empty()).version
    prompts = host.call.RuntimeOptionsPrompts(messages.RuntimeOptionsRequest(info=info))
    assert prompts == messages.RuntimeOptionsResponse()

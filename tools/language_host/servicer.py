"""The calls of the engine: `LanguageRuntime` of Pulumi's public protocol."""
# ruff: noqa: ARG002, N802 - the protocol names the methods and their parameters

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib import metadata
from pathlib import Path
from typing import NoReturn

import grpc
from google.protobuf import empty_pb2
from pulumi.runtime.proto import language_pb2, language_pb2_grpc, plugin_pb2

from tools.language_host.child import Child, Family
from tools.language_host.interpreter import Interpreter, InterpreterError

# A program ends with this code when it has told the user itself what is wrong.
ALREADY_REPORTED = 32

PLUGIN_OUTPUT = {
    "stdout": lambda data: language_pb2.RunPluginResponse(stdout=data),
    "stderr": lambda data: language_pb2.RunPluginResponse(stderr=data),
}
INSTALL_OUTPUT = {
    "stdout": lambda data: language_pb2.InstallDependenciesResponse(stdout=data),
    "stderr": lambda data: language_pb2.InstallDependenciesResponse(stderr=data),
}


class LanguageHost(language_pb2_grpc.LanguageRuntimeServicer):
    """Runs Python programs and policy packs for the engine.

    `runner` is the script that runs a program (`pulumi-language-python-exec`); it is given to the
    program's own Python. `environment` is what children start from.
    """

    def __init__(self, runner: Path, environment: Mapping[str, str] | None = None) -> None:
        self.runner = runner
        self.environment = dict(os.environ if environment is None else environment)
        self.family = Family()
        self._engine = ""

    def Handshake(
        self, request: language_pb2.LanguageHandshakeRequest, context: grpc.ServicerContext
    ) -> language_pb2.LanguageHandshakeResponse:
        self._engine = request.engine_address
        return language_pb2.LanguageHandshakeResponse()

    def GetPluginInfo(
        self, request: empty_pb2.Empty, context: grpc.ServicerContext
    ) -> plugin_pb2.PluginInfo:
        return plugin_pb2.PluginInfo(version=metadata.version("pulumi"))

    def Cancel(self, request: empty_pb2.Empty, context: grpc.ServicerContext) -> empty_pb2.Empty:
        self.family.stop()
        return empty_pb2.Empty()

    # Running

    def Run(
        self, request: language_pb2.RunRequest, context: grpc.ServicerContext
    ) -> language_pb2.RunResponse:
        """Run the program to its end. It prints to our own output, which the engine reads."""
        try:
            python = self._interpreter(request.info)
        except InterpreterError as error:
            return language_pb2.RunResponse(error=str(error))
        environment = python.environment(self.environment)
        environment["PULUMI_CONFIG"] = json.dumps(dict(request.config))
        environment["PULUMI_CONFIG_SECRET_KEYS"] = json.dumps(list(request.configSecretKeys))
        command = [python.executable, "-u", self.runner, *_runner_flags(request, self._engine)]
        command += [_program(request.info), *request.args]
        with self._running(context, command, request.pwd or ".", environment) as child:
            code = child.wait()
        if code == ALREADY_REPORTED:
            return language_pb2.RunResponse(bail=True)
        if code != 0:
            return language_pb2.RunResponse(error=f"Program exited with non-zero exit code: {code}")
        return language_pb2.RunResponse()

    def RunPlugin(
        self, request: language_pb2.RunPluginRequest, context: grpc.ServicerContext
    ) -> Iterator[language_pb2.RunPluginResponse]:
        """Run a policy pack (kind `analyzer`) or another plugin written in Python.

        Its output is streamed as it comes; the last message is the exit code.
        """
        python = self._interpreter_or_abort(request.info, context)
        base = dict(self.environment)
        for setting in request.env:
            name, _, value = setting.partition("=")
            base[name] = value
        program = _program(request.info)
        if request.kind == "analyzer":
            directory = request.info.program_directory
            command = [python.executable, "-u", "-m", "pulumi.policy", *request.args, program]
        else:
            directory = request.pwd or "."
            command = [python.executable, "-u", program, *request.args]
        environment = python.environment(base)
        with self._running(context, command, directory, environment, capture=True) as child:
            for stream, data in child.output():
                yield PLUGIN_OUTPUT[stream](data)
            yield language_pb2.RunPluginResponse(exitcode=child.wait())

    # What a program needs and has

    def GetRequiredPackages(
        self, request: language_pb2.GetRequiredPackagesRequest, context: grpc.ServicerContext
    ) -> language_pb2.GetRequiredPackagesResponse:
        return language_pb2.GetRequiredPackagesResponse(
            packages=[
                plugin_pb2.PackageDependency(
                    name=name, kind="resource", version=version, server=server
                )
                for name, version, server in self._required(request.info, context)
            ]
        )

    def GetRequiredPlugins(
        self, request: language_pb2.GetRequiredPluginsRequest, context: grpc.ServicerContext
    ) -> language_pb2.GetRequiredPluginsResponse:
        return language_pb2.GetRequiredPluginsResponse(
            plugins=[
                plugin_pb2.PluginDependency(
                    name=name, kind="resource", version=version, server=server
                )
                for name, version, server in self._required(request.info, context)
            ]
        )

    def _required(
        self, info: language_pb2.ProgramInfo, context: grpc.ServicerContext
    ) -> Iterator[tuple[str, str, str]]:
        """Provider plugins of the installed SDKs, without those that already run.

        A provider that the engine attaches to needs no plugin; named here, the engine would
        download it all the same.
        """
        setting = self.environment.get("PULUMI_DEBUG_PROVIDERS", "")
        attached = {entry.partition(":")[0] for entry in setting.split(",")}
        for plugin in self._interpreter_or_abort(info, context).provider_plugins():
            if plugin[0] not in attached:
                yield plugin

    def GetProgramDependencies(
        self, request: language_pb2.GetProgramDependenciesRequest, context: grpc.ServicerContext
    ) -> language_pb2.GetProgramDependenciesResponse:
        python = self._interpreter_or_abort(request.info, context)
        return language_pb2.GetProgramDependenciesResponse(
            dependencies=[
                language_pb2.DependencyInfo(name=name, version=version)
                for name, version in python.packages(transitive=request.transitiveDependencies)
            ]
        )

    def About(
        self, request: language_pb2.AboutRequest, context: grpc.ServicerContext
    ) -> language_pb2.AboutResponse:
        python = self._interpreter_or_abort(request.info, context)
        shown = subprocess.run(  # noqa: S603 - the program's own interpreter
            [python.executable, "--version"], capture_output=True, text=True, check=False
        )
        return language_pb2.AboutResponse(
            executable=str(python.executable),
            version=shown.stdout.strip().removeprefix("Python "),
        )

    def RuntimeOptionsPrompts(
        self, request: language_pb2.RuntimeOptionsRequest, context: grpc.ServicerContext
    ) -> language_pb2.RuntimeOptionsResponse:
        return language_pb2.RuntimeOptionsResponse()

    def InstallDependencies(
        self, request: language_pb2.InstallDependenciesRequest, context: grpc.ServicerContext
    ) -> Iterator[language_pb2.InstallDependenciesResponse]:
        """Make the virtual environment if there is none and install requirements.txt into it."""
        directory = Path(request.info.program_directory or request.directory)
        root = Path(request.info.root_directory or directory)
        virtualenv = _option(request.info, "virtualenv")
        if virtualenv and not (root / virtualenv / "bin" / "python").exists():
            make = [sys.executable, "-m", "venv", str(root / virtualenv)]
            yield from self._install(make, directory, self.environment, context)
        python = self._interpreter_or_abort(request.info, context)
        if (directory / "requirements.txt").exists():
            install = [str(python.executable), "-m", "pip", "install", "-r", "requirements.txt"]
            yield from self._install(
                install, directory, python.environment(self.environment), context
            )

    def _install(
        self,
        command: list[str],
        directory: Path,
        environment: Mapping[str, str],
        context: grpc.ServicerContext,
    ) -> Iterator[language_pb2.InstallDependenciesResponse]:
        with self._running(context, command, directory, environment, capture=True) as child:
            for stream, data in child.output():
                yield INSTALL_OUTPUT[stream](data)
            code = child.wait()
        if code != 0:
            _refuse(context, f"{' '.join(command)} ended with exit code {code}")

    # Shared

    @contextmanager
    def _running(
        self,
        context: grpc.ServicerContext,
        command: Sequence[str | Path],
        directory: str | Path,
        environment: Mapping[str, str],
        *,
        capture: bool = False,
    ) -> Iterator[Child]:
        """A child that ends with its call: also when the call is cancelled or left half read."""
        child = Child.start(command, directory, environment, capture=capture)
        self.family.add(child)
        try:
            if not context.add_callback(child.stop):
                child.stop()
            yield child
        finally:
            child.stop()
            child.wait()
            self.family.remove(child)

    def _interpreter(self, info: language_pb2.ProgramInfo) -> Interpreter:
        root = Path(info.root_directory or ".")
        return Interpreter.find(root, _option(info, "virtualenv"), self.environment)

    def _interpreter_or_abort(
        self, info: language_pb2.ProgramInfo, context: grpc.ServicerContext
    ) -> Interpreter:
        try:
            return self._interpreter(info)
        except InterpreterError as error:
            _refuse(context, str(error))


def _refuse(context: grpc.ServicerContext, message: str) -> NoReturn:
    context.abort(grpc.StatusCode.FAILED_PRECONDITION, message)
    raise AssertionError("abort always raises")


def _option(info: language_pb2.ProgramInfo, name: str) -> str:
    """One text of `runtime.options` in Pulumi.yaml; empty when absent."""
    return info.options.fields[name].string_value if name in info.options.fields else ""


def _program(info: language_pb2.ProgramInfo) -> str:
    """What Python is to run: a folder with `__main__.py`, or a file in it."""
    return os.path.normpath(os.path.join(info.program_directory, info.entry_point or "."))  # noqa: PTH118


def _runner_flags(request: language_pb2.RunRequest, engine: str) -> list[str]:
    flags = {
        "monitor": request.monitor_address,
        "engine": engine,
        "project": request.project,
        "stack": request.stack,
        "pwd": request.pwd,
        "dry_run": "true" if request.dryRun else "false",
        "parallel": str(request.parallel),
        "organization": request.organization,
        "root_directory": request.info.root_directory,
    }
    return [part for name, value in flags.items() if value for part in (f"--{name}", value)]

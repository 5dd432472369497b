"""Programs and their stacks are found as Pulumi finds them."""

import re
from pathlib import Path

import pytest

from offline.errors import OfflineError
from offline.program import find
from tests.support.engine import ROOT, Offline, write_program


def test_a_program_is_found_from_a_folder_inside_of_it(tmp_path):
    folder = write_program(tmp_path / "p", "")
    (folder / "deeper").mkdir()
    program = find(folder / "deeper")
    assert (program.folder, program.project) == (folder, "small")
    assert program.known_stacks() == ["dev"]


def test_the_repository_s_own_program_is_found():
    program = find(ROOT)
    assert program.project == "palisade"
    assert {"dev", "staging", "prod"} <= set(program.known_stacks())


def test_an_unknown_stack_names_the_nearest_and_all_known(tmp_path):
    program = find(write_program(tmp_path, ""))
    (tmp_path / "stacks" / "Pulumi.staging.yaml").write_text("")
    with pytest.raises(OfflineError) as raised:
        program.stack_file("stagin")
    file = tmp_path / "stacks" / "Pulumi.stagin.yaml"
    assert str(raised.value) == (
        f'there is no stack "stagin": {file} does not exist. '
        'Did you mean "staging"? Known: dev, staging'
    )


def test_a_folder_in_the_place_of_a_stack_file_is_no_stack(tmp_path):
    program = find(write_program(tmp_path, ""))
    folder = tmp_path / "stacks" / "Pulumi.adir.yaml"
    folder.mkdir()
    assert program.known_stacks() == ["dev"]
    with pytest.raises(OfflineError) as raised:
        program.stack_file("adir")
    assert str(raised.value) == f"{folder} is not a file: put one with the stack's settings there"


def test_a_program_without_stack_files_has_any_stack(tmp_path):
    program = find(write_program(tmp_path, "", stack_file=None))
    assert program.stack_file("dev") is None
    assert program.choose(None) == "dev"


@pytest.mark.parametrize("named", ["dev", "organization/small/dev"])
def test_a_stack_may_be_named_in_full(tmp_path, named):
    assert find(write_program(tmp_path, "")).choose(named) == "dev"


def test_where_there_is_no_dev_the_stack_must_be_named(tmp_path):
    program = find(write_program(tmp_path, ""))
    file = tmp_path / "stacks" / "Pulumi.dev.yaml"
    file.rename(file.with_name("Pulumi.prod.yaml"))
    with pytest.raises(OfflineError, match="name a stack with --stack"):
        program.choose(None)


@pytest.mark.parametrize(
    ("content", "message"),
    [("name: [", "is not YAML"), ("- a", "does not hold a mapping"), ("runtime: go", "no name")],
)
def test_a_broken_program_is_named(tmp_path, content, message):
    (tmp_path / "Pulumi.yaml").write_text(content)
    with pytest.raises(OfflineError, match=f"{re.escape(str(tmp_path))}.*{message}"):
        find(tmp_path)


def test_no_program_at_all(tmp_path):
    with pytest.raises(OfflineError, match=r"no Pulumi\.yaml in"):
        find(tmp_path)


def refused(tmp_path: Path, *arguments: str, **environment: str) -> str:
    folder = write_program(tmp_path / "p", "")
    offline = Offline(tmp_path / "scratch")
    result = offline.run(*arguments, folder=folder, environment=environment).failed()
    assert result.code == 2
    assert result.stderr.count("\n") == 1
    return result.stderr


@pytest.mark.large
def test_a_mistake_in_the_command_line_is_one_line_and_exit_code_2(tmp_path):
    message = refused(tmp_path, "preview", "--stack", "dex")
    assert message.startswith('offline: there is no stack "dex"')


@pytest.mark.large
def test_a_provider_that_cannot_start_is_one_line(tmp_path):
    message = refused(tmp_path, "preview", PALISADE_OFFLINE_FAIL="jobs:explode")
    assert "the aws provider did not start" in message
    assert "'jobs:explode' is not <name or type>" in message


@pytest.mark.large
@pytest.mark.parametrize(
    ("file", "text", "says"),
    [
        ("Pulumi.dev.yaml", "config: [a]", "`config` holds ['a']; write a mapping"),
        ("Pulumi.dev.yaml", "a: 1\na: 2", "is refused:\n  line 2: a was said in line 1 already"),
        ("offline.yaml", "secrets: hello", "`secrets` holds 'hello'; write a mapping"),
        ("offline.yaml", "peers: [a]", "`peers` holds ['a']; write a mapping"),
    ],
)
def test_a_file_of_the_wrong_form_is_told_with_its_place(tmp_path, file, text, says):
    folder = write_program(tmp_path / "p", "")
    (folder / "stacks" / file).write_text(text)
    told = Offline(tmp_path / "scratch").run("preview", folder=folder).failed()
    assert told.code == 2
    assert says in told.stderr.replace(f"{folder}/stacks/{file}: ", "")

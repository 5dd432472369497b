"""What a person sees while something takes long."""

import io

import pytest

from tools.bootstrap.progress import say, step


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_plain_output_gets_a_line_before_and_a_line_after():
    out = io.StringIO()
    with step("building", out):
        assert out.getvalue() == "building …\n"
    assert out.getvalue() == "building …\nbuilding: done in 0 s\n"


def test_terminal_gets_one_line_with_the_seconds():
    out = Terminal()
    with step("building", out):
        assert out.getvalue() == "building …"
    assert out.getvalue() == "building …\r\x1b[Kbuilding … 0 s\n"


def test_failed_step_is_not_called_done():
    out = io.StringIO()
    with pytest.raises(KeyError), step("building", out):
        raise KeyError
    assert out.getvalue() == "building …\n"


def test_failed_step_leaves_the_terminal_on_a_new_line():
    out = Terminal()
    with pytest.raises(KeyError), step("building", out):
        raise KeyError
    assert out.getvalue().endswith("\n")


def test_lines_go_to_standard_error(capsys):
    say("ready")
    assert capsys.readouterr() == ("", "ready\n")

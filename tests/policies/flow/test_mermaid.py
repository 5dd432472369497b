import json

import pytest

from policies.flow import flow_of
from policies.flow.__main__ import main
from policies.flow.mermaid import draw
from policies.view import Stack
from tests.support.builders import resource
from tests.support.program import Program

PICTURE = """\
flowchart LR
  n0["worker<br><small>function</small>"]
  n1[/"done<br><small>queue</small>"/]
  n2[/"jobs<br><small>queue</small>"/]
  n0 -->|"sqs:SendMessage"| n1
  n0 -->|"sqs:SendMessage"| n2
  n2 -->|"starts"| n0
  linkStyle 1,2 stroke:#d1242f,stroke-width:3px
%% loop: worker → jobs → worker
%% not followed: Transfer workflow (aws:transfer/workflow:Workflow): 1"""


def own_queue():
    p = Program(known=True)
    jobs, done = p.queue("jobs"), p.queue("done")
    rights = (p.may("sqs:SendMessage", jobs), p.may("sqs:SendMessage", done))
    p.starts(jobs, p.function("worker", *rights))
    p.add(resource("aws:transfer/workflow:Workflow", "things"))
    return p


def picture(p):
    return draw(*flow_of(Stack(p.resources)))


def test_the_picture_marks_the_loop():
    assert picture(own_queue()) == PICTURE


def test_the_parts_of_a_bucket_are_nodes_of_their_own():
    p = Program(known=True)
    photos = p.bucket("photos")
    resize = p.function("resize", p.may("s3:PutObject", photos, "/in/*"))
    p.notifies(photos, resize, filterPrefix="in/", filterSuffix=".jpg")
    boxes = [line for line in picture(p).splitlines() if "photos" in line and "%%" not in line]
    assert boxes == ['  n1[("photos<br><small>bucket</small><br>in/*.jpg")]']


def test_what_is_only_possible_is_dotted():
    p = Program(known=True)
    news = p.topic("news")
    worker = p.function("worker", p.may("sns:Publish", news))
    p.subscription(news, worker, filterPolicy='{"kind": ["new"]}')
    assert '-.->|"sns:Publish"|' in picture(p)


def test_names_cannot_break_the_picture():
    p = Program(known=True)
    jobs = p.queue('a"]-->b|<script>#\n{}')
    p.starts(jobs, p.function("worker"))
    box = next(line for line in picture(p).splitlines() if "a#quot;" in line)
    assert box == '  n0[/"a#quot;]--#gt;b#124;#lt;script#gt;#35; {}<br><small>queue</small>"/]'


def exported(p):
    return {
        "version": 3,
        "deployment": {
            "resources": [
                {
                    "urn": r.urn,
                    "type": r.type,
                    "custom": True,
                    "inputs": {},
                    "outputs": dict(r.properties),
                    "parent": r.parent,
                    "propertyDependencies": {
                        k: list(v) for k, v in r.property_dependencies.items()
                    },
                }
                for r in p.resources
            ]
        },
    }


def test_the_command_draws_an_exported_stack(tmp_path, capsys):
    file = tmp_path / "export.json"
    file.write_text(json.dumps(exported(own_queue())))
    assert main(["--file", str(file)]) == 0
    assert capsys.readouterr().out == f"{PICTURE}\n"


@pytest.mark.parametrize("content", ["", "[]", "{}", None])
def test_what_is_no_exported_stack_is_one_line(tmp_path, capsys, content):
    file = tmp_path / "export.json"
    if content is not None:
        file.write_text(content)
    assert main(["--file", str(file)]) == 2
    error = capsys.readouterr().err
    assert error.startswith("flow: ")
    assert error.count("\n") == 1

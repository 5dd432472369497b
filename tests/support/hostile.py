"""What callers may send to break out of where their data belongs, by what it tries."""

from __future__ import annotations

import json

HOSTILE = {
    "plain": "two boxes",
    "empty": "",
    "single quotes": "O'Neil's",
    "quotes": 'a"b""c',
    "backslashes": "\\ \\\\ \\' \\\\' \\\" \\u0041 ends in \\",
    "lines": "a\nb\r\nc\td\x08\x0c",
    "controls": "\x00\x01\x1f\x7f\x80\x9f",
    "line separators": "\u2028\u2029\u0085",
    "unicode": "Łódź 東京 é e\u0301 \u202e",
    "beyond the first plane": "😀 𝄞",
    "closes the string": '"}, "TableName": "secrets", "x": {"S": "',
    "closes the input": '"}", "stateMachineArn": "arn:aws:states:::stateMachine:other',
    "another parameter": "x&Action=DeleteQueue&QueueUrl=http://other",
    "percent": "100%25 %26Action%3DPurgeQueue +",
    "set directive": "#set($context.requestOverride.path.id = 'x')",
    "references": "$context.requestId ${stageVariables.table_name} $!input.body $util $",
    "directives": "#if(true)yes#end #foreach($a in [1]) #stop #include('x') #* x *# ## x",
    "velocity in quotes": '"#evaluate("$input.body")"',
    "mapping expressions": "$request.body $request.header.x ${request.path.id} <message>",
    "JSON in JSON": json.dumps({"TableName": "secrets", "a": json.dumps({"b": "'\""})}),
    "path": "../../secrets/%2e%2e%2f..\\",
    "markup": "<script>alert(1)</script> </ -->",
    "long": "x'\"\\\n" * 20,
}
NAMES = list(HOSTILE)
MEGABYTE = 'O\'Neil "quoted" \\ $x #y\n' * 45_000
"""A text of a bit more than 1 MB that has to be escaped all the way through."""

"""Renders templates with python-liquid: [{"template", "context"}] on standard input, a list of texts on standard output."""

import json
import sys

from liquid import Environment
from liquid.undefined import is_undefined


def to_json(value):
    """Twilio's filter; for a missing variable `null`, as most engines have it."""
    return json.dumps(None if is_undefined(value) else value, ensure_ascii=False)


environment = Environment()
environment.add_filter("to_json", to_json)
rendered = [
    environment.from_string(case["template"]).render(**case["context"]) for case in json.load(sys.stdin)
]
# Half a character has no UTF-8: everything beyond ASCII is escaped.
json.dump(rendered, sys.stdout)

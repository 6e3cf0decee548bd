"""The manifest `cornerstone manifest` prints, against Slack's own schema."""

import json
import sys
from pathlib import Path

import jsonschema

from bot.manifest import manifest

schema = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
faults = [
    f"{'/'.join(map(str, error.path))}: {error.message}"
    for url in ("", "https://cornerstone.example.gov.uk")
    for error in jsonschema.Draft7Validator(schema).iter_errors(manifest(url))
]
print("\n".join(faults) or "The manifest keeps to Slack's schema.")
sys.exit(1 if faults else 0)

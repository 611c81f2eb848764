"""The OpenAPI document as text: `python -m api.openapi > docs/openapi.json` writes the committed copy."""

import json
import sys

from api.app import application


def text() -> str:
    """The document as the repository keeps it."""
    return json.dumps(application().openapi(), indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    sys.stdout.write(text())

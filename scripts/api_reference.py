"""Write docs/api.md from the service's OpenAPI: `python scripts/api_reference.py`."""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from api.app import reference  # noqa: E402

if __name__ == "__main__":
    (ROOT / "docs" / "api.md").write_text(reference(), encoding="utf-8")

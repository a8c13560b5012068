"""Exit status 0 when the service on this machine answers and its store does: for container health checks."""

import os
import urllib.request

PORT = os.environ.get("TRUYVET_PORT", "8057")
KEY = os.environ.get("TRUYVET_READER_KEY", "")

asked = urllib.request.Request(
    f"http://127.0.0.1:{PORT}/api/v1/health", headers={"Authorization": f"Bearer {KEY}"} if KEY else {}
)
urllib.request.urlopen(asked, timeout=8).close()

"""Headless Chromium over the DevTools pipe: no driver, no package, only the browser itself."""

from __future__ import annotations

import base64
import contextlib
import fcntl
import json
import os
import shutil
import signal
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any, Self

FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--hide-scrollbars",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--remote-debugging-pipe",
)  # fmt: skip
PATIENCE = 20.0
#: Keys by name: the code of Windows, and the text that they type.
KEYS = {"Enter": (13, "\r"), "ArrowDown": (40, ""), "Tab": (9, ""), "Escape": (27, "")}


def chromium() -> str | None:
    """The browser's program, if there is one."""
    return next(
        (
            found
            for name in ("chromium", "chromium-browser", "google-chrome")
            if (found := shutil.which(name))
        ),
        None,
    )


class Browser:
    """One page of a headless browser; console errors and uncaught exceptions are kept in `errors`."""

    def __init__(self, program: str, *, width: int = 1280, height: int = 900) -> None:
        self._profile = tempfile.mkdtemp(prefix="truyvet-e2e-")
        self._process, self._to, self._from = _start(program, self._profile)
        self._buffer = b""
        self._next = 0
        self._session: str | None = None
        self.errors: list[str] = []
        target = self.send("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.send("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log"):
            self.send(f"{domain}.enable")
        self.resize(width, height)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        os.close(self._to)
        os.close(self._from)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process, signal.SIGKILL)
        os.waitpid(self._process, 0)
        shutil.rmtree(self._profile, ignore_errors=True)

    def send(self, method: str, **params: Any) -> dict[str, Any]:
        """One DevTools command and its result; events that come between are noted."""
        self._next += 1
        message: dict[str, Any] = {"id": self._next, "method": method, "params": params}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._to, json.dumps(message).encode() + b"\0")
        while True:
            reply = self._read()
            if reply.get("id") == self._next:
                if "error" in reply:
                    raise RuntimeError(f"{method}: {reply['error']['message']}")
                result: dict[str, Any] = reply["result"]
                return result
            self._note(reply)

    def resize(self, width: int, height: int, *, dark: bool = False) -> None:
        """Set the window's size in CSS pixels, and the preferred colour scheme."""
        self.send(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=width < 600,
        )
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.send("Emulation.setEmulatedMedia", features=[scheme])

    def open(self, url: str) -> None:
        """Go to `url`."""
        self.send("Page.navigate", url="about:blank")
        self.send("Page.navigate", url=url)

    def eval(self, script: str) -> Any:
        """The value of a JavaScript expression in the page."""
        result = self.send("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in result:
            raise RuntimeError(
                result["exceptionDetails"].get("exception", {}).get("description", "script failed")
            )
        return result["result"].get("value")

    def wait(self, script: str) -> Any:
        """The first truthy value of `script`; AssertionError with the page's text when it stays falsy."""
        return self._until(lambda: self.eval(script), script)

    def text(self, selector: str) -> str:
        """The visible text of the first match, waited for."""
        return str(self.wait(f"document.querySelector({json.dumps(selector)})?.innerText"))

    def click(self, selector: str) -> None:
        """Click the first match, waited for."""
        self.wait(f"(e => e && (e.click(), true))(document.querySelector({json.dumps(selector)}))")

    def type(self, selector: str, text: str) -> None:
        """Focus the first match, replace its text, press Enter."""
        self.wait(
            f"(e => e && (e.focus(), e.select?.(), true))(document.querySelector({json.dumps(selector)}))"
        )
        self.send("Input.insertText", text=text)
        self.press("Enter")

    def press(self, key: str) -> None:
        """Press and let go a letter, or one of the keys of KEYS, where the focus is."""
        code, text = KEYS.get(key, (ord(key[0].upper()), key))
        for kind in ("keyDown", "keyUp"):
            more = {"text": text} if text else {}
            self.send(
                "Input.dispatchKeyEvent", type=kind, key=key, code=key, windowsVirtualKeyCode=code, **more
            )

    def fits(self) -> bool:
        """Whether nothing sticks out sideways; a small screen's innerWidth grows with it, its root's does not."""
        root = "document.documentElement"
        return bool(self.eval(f"{root}.scrollWidth <= {root}.clientWidth"))

    def screenshot(self, path: Path) -> None:
        """Save what the window shows as PNG."""
        path.write_bytes(base64.b64decode(self.send("Page.captureScreenshot", format="png")["data"]))

    def _until(self, probe: Callable[[], Any], what: str) -> Any:
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            with contextlib.suppress(RuntimeError):  # the page may be between two documents
                if value := probe():
                    return value
            time.sleep(0.05)
        shown = self.eval("document.body?.innerText?.slice(0, 800)")
        raise AssertionError(f"never true: {what}\nerrors: {self.errors}\npage: {shown}")

    def _read(self) -> dict[str, Any]:
        while b"\0" not in self._buffer:
            piece = os.read(self._from, 1 << 16)
            if not piece:
                raise RuntimeError("the browser closed the pipe")
            self._buffer += piece
        line, _, self._buffer = self._buffer.partition(b"\0")
        message: dict[str, Any] = json.loads(line)
        return message

    def _note(self, event: dict[str, Any]) -> None:
        params = event.get("params", {})
        if event.get("method") == "Runtime.exceptionThrown":
            details = params["exceptionDetails"]
            self.errors.append(details.get("exception", {}).get("description", details.get("text", "")))
        elif event.get("method") == "Log.entryAdded" and params["entry"]["level"] == "error":
            self.errors.append(f"{params['entry']['text']} {params['entry'].get('url', '')}")


def _start(program: str, profile: str) -> tuple[int, int, int]:
    """(process group, descriptor of commands, descriptor of answers): the browser has them as its 3 and 4."""
    commands_out, commands_in = (_high(fd) for fd in os.pipe())
    answers_out, answers_in = (_high(fd) for fd in os.pipe())
    process = os.posix_spawn(
        program,
        [program, *FLAGS, f"--user-data-dir={profile}"],
        os.environ,
        file_actions=[
            (os.POSIX_SPAWN_DUP2, commands_out, 3),
            (os.POSIX_SPAWN_DUP2, answers_in, 4),
            (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0),
            (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0),
        ],
        setpgroup=0,
    )
    os.close(commands_out)
    os.close(answers_in)
    return process, commands_in, answers_out


def _high(fd: int) -> int:
    """The descriptor moved out of the way of 3 and 4."""
    moved = fcntl.fcntl(fd, fcntl.F_DUPFD_CLOEXEC, 10)
    os.close(fd)
    return moved

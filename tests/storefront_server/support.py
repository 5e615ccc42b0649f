"""A storefront server for a test: started on a free port, asked over sockets, stopped by a signal."""

import http.client
import json
import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import unittest

SOURCE = pathlib.Path(__file__).resolve().parents[2]
BINARY = os.environ["STOREFRONT_SERVER"]
THEME = SOURCE / "examples" / "storefront"


class Reply:
    def __init__(self, response):
        self.status = response.status
        self.headers = response.headers
        self.bytes = response.read()

    @property
    def text(self):
        return self.bytes.decode()


class Server:
    """With its own folder for database, log and theme."""

    def __init__(self, folder, *options, theme=THEME):
        self.folder = pathlib.Path(folder)
        self.theme = pathlib.Path(theme)
        self.log_file = self.folder / "log.jsonl"
        self.db = self.folder / "shop.db"
        self.process = subprocess.Popen(
            [BINARY, "--port", "0", "--db", self.db, "--theme", self.theme, "--log", self.log_file, *options],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.url = self.process.stdout.readline().strip()
        if not self.url:
            raise RuntimeError(f"no start: {self.process.communicate()[1]}")
        self.port = int(self.url.rstrip("/").rsplit(":", 1)[1])

    def connect(self):
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)

    def ask(self, path="/", method="GET", body=None, headers=None):
        connection = self.connect()
        try:
            connection.request(method, path, body, headers or {})
            return Reply(connection.getresponse())
        finally:
            connection.close()

    def raw(self, request, half_close=False):
        """What comes back for these bytes, until the server hangs up."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=15) as peer:
            said = b""
            try:
                peer.sendall(request)
                if half_close:
                    peer.shutdown(socket.SHUT_WR)
                while piece := peer.recv(65536):
                    said += piece
            except (ConnectionResetError, BrokenPipeError, TimeoutError):
                pass
            return said

    def log(self, **like):
        """The log's lines that have these fields."""
        lines = [json.loads(line) for line in self.log_file.read_text().splitlines()]
        return [line for line in lines if all(line.get(key) == value for key, value in like.items())]

    def samples(self):
        return parse_metrics(self.ask("/metrics").text)

    def send(self, which):
        self.process.send_signal(which)

    def stop(self, which=signal.SIGTERM):
        """The exit code, and what was written to stderr."""
        if self.process.poll() is None:
            self.send(which)
        try:
            _, said = self.process.communicate(timeout=60)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.communicate()
            raise
        return self.process.returncode, said


SAMPLE = re.compile(r'([a-z_]+)(\{(?:[a-z]+="[^"\\\n]*",?)+\})? (\S+)$')


def parse_metrics(text):
    """{name with labels: number}; fails for what Prometheus would not read."""
    samples, family, kinds = {}, None, {}
    assert text.endswith("\n")
    for line in text.splitlines():
        if line.startswith("# HELP "):
            family = line.split()[2]
            assert family not in kinds, f"{family} comes twice"
        elif line.startswith("# TYPE "):
            _, _, name, kind = line.split()
            assert name == family and kind in ("counter", "gauge", "histogram"), line
            kinds[name] = kind
        else:
            found = SAMPLE.match(line)
            assert found, line
            name = found.group(1)
            if kinds[family] == "histogram":
                assert re.fullmatch(family + "_(bucket|sum|count)", name), line
            else:
                assert name == family, line
                assert kinds[family] != "counter" or name.endswith("_total"), line
            key = name + (found.group(2) or "")
            assert key not in samples, f"{key} comes twice"
            samples[key] = float(found.group(3))
    return samples


class ServerTest(unittest.TestCase):
    """Each test has a folder; `serve` starts a server that ends with the test, and must end well."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def serve(self, *options, theme=THEME):
        server = Server(self.folder, *options, theme=theme)
        self.addCleanup(self.end, server)
        return server

    def end(self, server):
        status, said = server.stop()
        server.process.stdout.close()
        self.assertEqual((status, said), (0, ""))

    def copy_theme(self, **changed):
        """The theme with other files: copy_theme(**{"templates/home": text})."""
        theme = self.folder / "theme"
        shutil.copytree(THEME, theme, dirs_exist_ok=True)
        for name, text in changed.items():
            (theme / f"{name}.liquid").write_text(text)
        return theme

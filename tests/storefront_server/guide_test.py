"""docs/embedding.md: its project, taken from the page, builds against the installed library and does what it says."""

import http.client
import json
import os
import pathlib
import re
import shutil
import socket
import subprocess
import tempfile
import time
import unittest

SOURCE = pathlib.Path(__file__).resolve().parents[2]
FILE = re.compile(r"^<!-- file: (\S+) -->\n```\w+\n(.*?)^```$", re.DOTALL | re.MULTILINE)
BLOCK = re.compile(r"^```(\w+)$", re.MULTILINE)


def run(*command, **options):
    outcome = subprocess.run(command, capture_output=True, text=True, **options)
    if outcome.returncode != 0:
        raise AssertionError(f"{command}: {outcome.stdout[-3000:]}{outcome.stderr[-3000:]}")
    return outcome.stdout


class Guide(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        holder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(holder.cleanup)
        cls.folder = pathlib.Path(holder.name)
        cls.page = (SOURCE / "docs" / "embedding.md").read_text()
        cls.page = cls.page[cls.page.index("# From nothing to a server"):]
        for name, text in FILE.findall(cls.page):
            file = cls.folder / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text)
        prefix = cls.folder / "prefix"
        run("cmake", "--install", os.environ["LIQUID_BUILD"], "--prefix", prefix)
        run("cmake", "-S", cls.folder, "-B", cls.folder / "build", "-G", "Ninja", f"-DCMAKE_PREFIX_PATH={prefix}",
            f"-DCMAKE_CXX_COMPILER={os.environ['CXX']}")
        run("cmake", "--build", cls.folder / "build")

    def start(self):
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        server = subprocess.Popen([self.folder / "build" / "server", str(self.port)], cwd=self.folder,
                                  stderr=subprocess.PIPE, text=True)
        for _ in range(200):
            try:
                socket.create_connection(("127.0.0.1", self.port)).close()
                return server
            except OSError:
                time.sleep(0.05)
        self.fail("the server does not listen")

    def ask(self, path):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.request("GET", path)
        reply = connection.getresponse()
        body = reply.read().decode()
        connection.close()
        return reply.status, body

    def end(self, server):
        server.kill()
        return server.communicate()[1]

    def test_every_program_is_a_file(self):
        self.assertEqual(sorted(BLOCK.findall(self.page[:self.page.index("## A server for real")])),
                         ["cmake", "cpp", "cpp", "liquid", "liquid", "sh", "sh"])
        self.assertEqual(len(FILE.findall(self.page)), 5)

    def test_the_server(self):
        server = self.start()
        self.assertEqual(self.ask("/products/ring"),
                         (200, "<h1>Ring &amp; chain</h1>\n<p>49.5 euros\n</p>\n<ul>\n  <li>Gold</li>\n  <li>Silver</li>\n"
                               "</ul>\n"))
        self.assertEqual(self.ask("/products/crown")[0], 404)
        self.assertEqual(self.end(server), "")

    def test_a_missing_snippet(self):
        shutil.move(self.folder / "snippets" / "price.liquid", self.folder / "snippets" / "prices.liquid")
        try:
            server = self.start()
            status, body = self.ask("/products/ring")
            said = json.loads(self.end(server).splitlines()[0])
        finally:
            shutil.move(self.folder / "snippets" / "prices.liquid", self.folder / "snippets" / "price.liquid")
        self.assertEqual(status, 200)
        self.assertIn("<!-- LQ1001 ", body)
        self.assertIn("<li>Gold</li>", body)
        self.assertEqual((said["code"], said["arguments"]["name"]), ("LQ1001", "price"))

    def test_the_lazy_one(self):
        self.assertEqual(run(self.folder / "build" / "lazy"), "Ring & chain\n1 question\n")


if __name__ == "__main__":
    unittest.main()

"""The storefront server: templates that fail, data that fails, and visitors who mean no good."""

import os
import signal
import socket
import sqlite3
import subprocess
import time
import unittest

from support import BINARY, THEME, ServerTest

ARTICLE = "/blogs/journal/eye-splice-in-an-evening"  # its layout asks for a snippet that does not exist


class Policies(ServerTest):
    def test_the_log_says_what_the_page_does_not(self):
        server = self.serve()
        reply = server.ask(ARTICLE)
        self.assertEqual(reply.status, 200)
        self.assertIn("<!-- LQ1001 ", reply.text)
        self.assertNotIn("Liquid error", reply.text)
        self.assertIn("</html>", reply.text)
        (line,) = server.log(code="LQ1001")
        self.assertEqual(line["request"], reply.headers["X-Request-Id"])
        self.assertEqual((line["route"], line["path"]), ("article", ARTICLE))
        self.assertTrue(line["location"]["path"].endswith("snippets/page-extras.liquid"))
        self.assertEqual(line["location"]["line"], 8)
        self.assertEqual([(hop["tag"], hop["location"]["line"]) for hop in line["chain"]], [("render", 165)])
        self.assertTrue(line["chain"][0]["location"]["path"].endswith("layout/theme.liquid"))
        self.assertIn("restock-notice", str(line["notes"]) + str(line["fixes"]))
        self.assertEqual(line["arguments"]["name"], "restock-notices")

    def test_omit_leaves_a_hole(self):
        page = self.serve("--on-error", "omit").ask(ARTICLE)
        self.assertEqual(page.status, 200)
        self.assertNotIn("LQ1001", page.text)
        self.assertIn("Sold out, but on the bench", page.text)

    def test_inline_is_for_previews(self):
        page = self.serve("--on-error", "inline").ask(ARTICLE)
        self.assertEqual(page.status, 200)
        self.assertIn("Liquid error (page-extras line 8): Could not find asset snippets/restock-notices.liquid",
                      page.text)

    def test_fail_is_an_error_of_the_server(self):
        server = self.serve("--on-error", "fail", "--threads", "1")
        page = server.ask(ARTICLE)
        self.assertEqual(page.status, 500)
        self.assertIn("Something broke on our side", page.text)
        self.assertNotIn("Sold out", page.text)
        self.assertEqual(len(server.log(code="LQ1001")), 1)
        self.assertEqual(server.ask("/").status, 200)
        self.assertEqual(server.samples()['storefront_requests_total{route="article",status="500"}'], 1)


class BrokenTemplates(ServerTest):
    def test_a_template_that_does_not_parse(self):
        theme = self.copy_theme(**{"templates/cart": "{% if cart %}no end", "snippets/icon": "{% for %}"})
        server = self.serve(theme=theme)
        self.assertEqual({line["code"] for line in server.log(route="start")} & {"LQ2002"}, {"LQ2002"})
        self.assertGreaterEqual(len(server.log(route="start", severity="error")), 2)
        page = server.ask("/cart")
        self.assertEqual(page.status, 200)
        self.assertIn("<!-- LQ2002 ", page.text)
        self.assertIn("Opening hours", page.text)
        self.assertEqual(server.log(route="cart", code="LQ2002")[0]["request"], page.headers["X-Request-Id"])

    def test_limits_end_a_page_and_not_the_server(self):
        loop = "{% for a in (1..99999) %}{% for b in (1..99999) %}{{ b }}{% endfor %}{% endfor %}"
        grow = "{% assign s = 'x' %}{% for a in (1..60) %}{% assign s = s | append: s %}{% endfor %}{{ s }}"
        theme = self.copy_theme(**{"templates/cart": loop, "templates/page": grow, "snippets/trail":
                                   "{% render 'trail' %}"})
        server = self.serve("--threads", "2", theme=theme)
        for path, code in (("/cart", "LQ400"), ("/pages/shipping", "LQ4003")):
            page = server.ask(path)
            self.assertEqual(page.status, 500, path)
            self.assertTrue(any(line["code"].startswith(code) for line in server.log(severity="error")), path)
        self.assertEqual(server.ask("/products/waxed-twine").status, 200)  # too many partials: a hole
        self.assertEqual(server.ask("/").status, 200)

    def test_reload(self):
        theme = self.copy_theme(**{"templates/home": "one"})
        server = self.serve(theme=theme)
        self.assertIn("one", server.ask("/").text)
        (theme / "templates/home.liquid").write_text("two {% render 'icon' %}")
        (theme / "snippets/icon.liquid").write_text("three")
        self.assertIn("one", server.ask("/").text)
        self.reload(server, "reloaded")
        self.assertIn("two three", server.ask("/").text)
        (theme / "templates/home.liquid").write_text("{% broken")
        self.reload(server, "not reloaded")
        self.assertIn("two three", server.ask("/").text)
        self.assertEqual(server.log(route="reload")[0]["code"], "LQ2004")
        # A log that was moved away is begun anew.
        server.log_file.rename(self.folder / "old.jsonl")
        (theme / "templates/home.liquid").write_text("four")
        self.reload(server, "reloaded")
        self.assertIn("four", server.ask("/").text)

    def reload(self, server, event):
        def events():
            return len(server.log(event=event)) if server.log_file.exists() else 0
        before = events() if server.log_file.exists() else 0
        server.send(signal.SIGHUP)
        for _ in range(500):
            if events() > before:
                return
            time.sleep(0.02)
        self.fail(f"the log has no `{event}`")


class BrokenData(ServerTest):
    def break_it(self, server, sql):
        with sqlite3.connect(server.db) as database:
            database.execute(sql)
        database.close()

    def test_a_table_that_is_gone_is_a_hole(self):
        server = self.serve()
        self.break_it(server, "DROP TABLE variants")
        page = server.ask("/collections/bags")
        self.assertEqual(page.status, 200)
        self.assertIn("Ditty bag", page.text)
        (first, *_) = server.log(route="collection", severity="error")
        self.assertIn("product_variants: no such table: variants", str(first))
        self.assertEqual(server.ask("/pages/shipping").status, 200)

    def test_the_subject_itself_is_gone(self):
        server = self.serve()
        self.break_it(server, "DROP TABLE pages")
        self.assertEqual(server.ask("/pages/shipping").status, 500)
        (line,) = server.log(event="failed")
        self.assertIn("no such table: pages", line["reason"])
        self.assertEqual(server.ask("/").status, 200)

    def test_a_document_that_is_no_json(self):
        server = self.serve()
        self.break_it(server, "UPDATE documents SET json = '{\"main\": [' WHERE name = 'menus'")
        page = server.ask("/")
        self.assertEqual(page.status, 200)
        self.assertIn("Rope, canvas", page.text)
        self.assertIn("menus", str(server.log(route="home", severity="error")))


class BadInput(ServerTest):
    PATHS = [
        "/../../etc/passwd", "/products/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/products/..%2f..%2fetc%2fpasswd",
        "/products/%00", "/products/waxed-twine%00", "/%00", "/products/%ff%fe", "/collections/%c3%28",
        "/products/waxed-twine'--", "/products/'%20OR%20'1'='1", "/products/x%27;DROP%20TABLE%20products;--",
        "/products/" + "a" * 81, "/products/" + "a" * 7000, "/" + "%41" * 2000, "/blogs/a/b/c", "/blogs//", "/products/%",
        "/products/%zz", "/products/waxed-twine%0d%0aX-Evil:%201", "/<script>alert(1)</script>", "/%3Cscript%3E",
        "/blogs/journal/%22],[%22x", "/{{shop.name}}", "/{%25render%20'icon'%25}",
    ]

    def test_paths(self):
        server = self.serve()
        for path in self.PATHS:
            with self.subTest(path[:60]):
                said = server.raw(b"GET " + path.encode("latin-1").replace(b" ", b"%20") + b" HTTP/1.1\r\nHost: x\r\n"
                                  b"Connection: close\r\n\r\n")
                self.assertIn(said.split(b" ")[1], (b"404", b"400"), said[:200])
                self.assertNotIn(b"root:", said)
                self.assertNotIn(b"<script>alert", said)
                self.assertNotIn(b"\nX-Evil", said)
        self.assertEqual(server.ask("/products/waxed-twine").status, 200)

    def test_requests_that_are_none(self):
        server = self.serve()
        for request in (b"", b"\r\n\r\n", b"GET\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", b"\x00" * 100, b"\xff" * 5000,
                        b"GET / HTTP/1.1\r\n" + b"A: b\r\n" * 3000 + b"\r\n", b"GET / HTTP/1.1\r\nHost",
                        b"GET /\xff\xfe HTTP/1.1\r\n\r\n", b"GET /?items=%00%ff&tagged=%22%3E HTTP/1.1\r\n\r\n",
                        b"POST /cart HTTP/1.1\r\nContent-Length: 5\r\n\r\nab",
                        b"POST /cart HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
                        b"PUT /cart HTTP/1.1\r\nContent-Length: 0\r\n\r\n", b"DELETE / HTTP/1.1\r\n\r\n"):
            said = server.raw(request, half_close=True)
            self.assertTrue(not said or said.startswith(b"HTTP/1."), request[:50])
        self.assertEqual(server.ask("/").status, 200)

    def test_too_much(self):
        server = self.serve()
        long = server.raw(b"GET /" + b"a" * 20000 + b" HTTP/1.1\r\nHost: x\r\n\r\n")
        self.assertTrue(not long or long.startswith(b"HTTP/1.1 414"), long[:100])
        big = server.raw(b"POST /cart HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n"
                         b"Content-Length: 100000\r\n\r\n" + b"a" * 100000)
        self.assertTrue(not big or big.startswith(b"HTTP/1.1 413"), big[:100])
        self.assertEqual(server.ask("/").status, 200)
        self.assertEqual(server.ask("/cart?items=" + "waxed-twine:1," * 400).status, 200)
        self.assertTrue(any('route="none"' in key for key in server.samples()))

    def test_the_log_stays_json(self):
        server = self.serve()
        with_quotes = ARTICLE + '?x="\\%22'
        self.assertEqual(server.ask(with_quotes).status, 200)
        self.assertEqual(len(server.log(code="LQ1001")), 1)


class WrongStarts(ServerTest):
    def run_it(self, *options):
        return subprocess.run([BINARY, *options], capture_output=True, text=True, timeout=60)

    def test_options(self):
        for options in (["--port"], ["--port", "x"], ["--port", "70000"], ["--threads", "0"], ["--on-error", "cry"],
                        ["--what", "x"], ["--port", "1x"]):
            outcome = self.run_it(*options)
            self.assertEqual(outcome.returncode, 2, options)
            self.assertIn("usage:", outcome.stderr)
        self.assertEqual(self.run_it("--help").returncode, 0)

    def test_places(self):
        db = str(self.folder / "shop.db")
        for options in (["--theme", "/nowhere", "--db", db], ["--theme", THEME, "--db", "/proc/nowhere/shop.db"],
                        ["--theme", THEME, "--db", db, "--log", "/nowhere/log"],
                        ["--theme", THEME, "--db", str(self.folder)]):
            outcome = self.run_it("--port", "0", *options)
            self.assertEqual(outcome.returncode, 1, options)
            self.assertEqual(outcome.stderr.count("\n"), 1, outcome.stderr)

    def test_a_port_that_is_taken(self):
        with socket.create_server(("127.0.0.1", 0)) as other:
            outcome = self.run_it("--port", str(other.getsockname()[1]), "--theme", THEME, "--db",
                                  str(self.folder / "shop.db"), "--log", os.devnull)
        self.assertEqual(outcome.returncode, 1)
        self.assertIn("cannot listen", outcome.stderr)


if __name__ == "__main__":
    unittest.main()

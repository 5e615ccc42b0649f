"""The storefront server: many visitors at once, and its end while they are there."""

import http.client
import signal
import socket
import threading
import time
import unittest

from support import ServerTest

PATHS = ["/", "/collections/all", "/products/waxed-twine", "/blogs/journal", "/blogs/journal/canvas-that-breathes",
         "/cart?items=waxed-twine:2", "/nowhere", "/healthz", "/metrics"]
# Some tens of milliseconds of work.
SLOW = "{% for i in (1..150000) %}{% assign x = i | plus: 1 %}{% endfor %}slow"


def in_threads(count, work):
    threads = [threading.Thread(target=work, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    return threads


class Parallel(ServerTest):
    def test_all_get_their_own_answer(self):
        server = self.serve("--threads", "8")
        alone = {path: server.ask(path).bytes for path in PATHS[:-2]}
        wrong = []

        def visit(number):
            connection = server.connect()  # kept from request to request
            for turn in range(20):
                path = PATHS[(number + turn) % len(PATHS)]
                connection.request("GET", path)
                reply = connection.getresponse()
                body = reply.read()
                if path in alone and body != alone[path]:
                    wrong.append((path, reply.status, body[:80]))
            connection.close()

        for thread in in_threads(32, visit):  # four times as many as there are workers
            thread.join()
        self.assertEqual(wrong, [])
        self.assertEqual(server.log(severity="error"), [])

    def test_a_reload_in_the_middle(self):
        server = self.serve("--threads", "4")
        page = server.ask("/").bytes
        wrong = []

        def visit(_):
            for _ in range(30):
                if server.ask("/").bytes != page:
                    wrong.append("another page")

        threads = in_threads(4, visit)
        while any(thread.is_alive() for thread in threads):
            server.send(signal.SIGHUP)
            time.sleep(0.02)
        self.assertEqual(wrong, [])


class End(ServerTest):
    def slow_server(self):
        return self.serve("--threads", "4", theme=self.copy_theme(**{"templates/page": SLOW}))

    def test_what_was_asked_is_answered(self):
        for which in (signal.SIGTERM, signal.SIGINT):
            with self.subTest(which):
                server = self.slow_server()
                server.log_file.write_text("")
                outcomes, lock = [], threading.Lock()

                def visit(number):
                    for turn in range(100):
                        path = "/pages/shipping" if (number + turn) % 4 == 0 else "/"
                        asked = time.monotonic()
                        try:
                            peer = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
                            peer.request("GET", path, headers={"Connection": "close"})
                            asked = time.monotonic()
                            reply = peer.getresponse()
                            whole = reply.status == 200 and b"</html>" in reply.read()
                        except OSError:
                            whole = False
                        except http.client.HTTPException:
                            whole = False
                        with lock:
                            outcomes.append((asked, whole))
                        if not whole:
                            return

                threads = in_threads(12, visit)
                time.sleep(0.4)
                signalled = time.monotonic()
                status, said = server.stop(which)
                for thread in threads:
                    thread.join()
                self.assertEqual((status, said), (0, ""))
                before = [whole for asked, whole in outcomes if asked < signalled]
                self.assertGreater(len(before), 12)
                self.assertTrue(all(before), f"{before.count(False)} of {len(before)} got no whole answer")
                self.assertTrue(any(not whole for _, whole in outcomes), "nobody was there at the end")
                self.assertEqual(server.log(event="stopped")[0]["all_served"], "yes")

    def test_those_who_wait_in_line_are_answered(self):
        server = self.slow_server()
        request = b"GET /pages/shipping HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
        peers = [socket.create_connection(("127.0.0.1", server.port), timeout=60) for _ in range(24)]
        for peer in peers:
            peer.sendall(request)
        status, _ = server.stop()
        self.assertEqual(status, 0)
        for peer in peers:
            said = b""
            while piece := peer.recv(65536):
                said += piece
            peer.close()
            self.assertTrue(said.startswith(b"HTTP/1.1 200") and b"slow" in said and said.rstrip().endswith(b"</html>"))

    def test_a_silent_connection_does_not_hold_it(self):
        server = self.slow_server()
        silent = server.connect()
        silent.request("GET", "/")
        silent.getresponse().read()
        dumb = socket.create_connection(("127.0.0.1", server.port))
        started = time.monotonic()
        self.assertEqual(server.stop()[0], 0)
        self.assertLess(time.monotonic() - started, 9)
        silent.close()
        dumb.close()

    def test_answers_ask_to_hang_up(self):
        server = self.slow_server()
        kept = server.connect()
        kept.request("GET", "/")
        reply = kept.getresponse()
        reply.read()
        self.assertNotEqual(reply.headers.get("Connection"), "close")
        server.send(signal.SIGTERM)
        time.sleep(0.2)
        kept.request("GET", "/")
        reply = kept.getresponse()
        self.assertIn(b"</html>", reply.read())
        self.assertEqual(reply.headers.get("Connection"), "close")
        kept.close()


if __name__ == "__main__":
    unittest.main()

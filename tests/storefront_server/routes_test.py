"""The storefront server: what each route shows, what it reads for it, and what it counts."""

import json
import re
import unittest

from support import ServerTest


def queries(samples):
    return {re.search('query="(.*)"', key).group(1): int(number) for key, number in samples.items()
            if key.startswith("storefront_queries_total")}


class Routes(ServerTest):
    PAGES = {
        "/": ["<h1>Rope, canvas and small repairs</h1>", "<title>Halyard &amp; Wren</title>", "(16)",
              'href="/products/snubber"', "An eye splice in an evening", "</html>"],
        "/collections/seconds": ["<h1>Seconds</h1>", "4 things from €9.80.", "Tarred marline", "18 % less"],
        "/collections/tools": ["4 things", "1 of them sold out", "Sailmaker&#39;s palm", "Sold out"],
        "/collections/empty-hooks": ["Nothing lies on this shelf today."],
        "/products/waxed-twine": ["<h1>Waxed twine</h1>", "€6.90", "Red (gone)", "waxed by hand", "Weighs 60 g.",
                                  "From the same shelf", "Block of beeswax", 'name="handle" value="waxed-twine"'],
        "/products/splicing-board": ["Sold out", "We expect splicing board again on 2 September.", "2.6 kg"],
        "/blogs/journal": ["What tar does", "Tomas Lind, 2 February 2024", "Marit Osei, 5 July 2024"],
        "/blogs/journal?tagged=canvas": ["With the tag canvas.", "Canvas that breathes"],
        "/blogs/journal/canvas-that-breathes": ["Not on a radiator", "By Tomas Lind on", "Ditty bag", "#Care",
                                                "Be the first."],
        "/blogs/journal/what-tar-does": ["2 comments", "Sverre", "I still cough."],
        "/pages/shipping": ["<h1>Shipping</h1>", "Tuesday boat"],
        "/cart": ["Nothing in it yet.", "Your basket is empty"],
        "/cart?items=waxed-twine:2,swedish-fid": ["2 &times; €6.90", "Together: €38.30", "3 things in your basket",
                                                  "€21.70 to free shipping"],
    }

    def test_each_shows_what_the_database_has(self):
        server = self.serve()
        for path, texts in self.PAGES.items():
            with self.subTest(path):
                reply = server.ask(path)
                self.assertEqual(reply.status, 200)
                self.assertEqual(reply.headers["Content-Type"], "text/html; charset=utf-8")
                for text in texts:
                    self.assertIn(text, reply.text)
                self.assertIn("Opening hours", reply.text)
                self.assertNotIn("LQ", reply.text)
        self.assertNotIn("What tar does", server.ask("/blogs/journal?tagged=canvas").text)
        self.assertEqual(server.log(severity="error"), [])

    def test_what_is_not_there_is_not_found(self):
        server = self.serve()
        for path in ("/nowhere", "/products/nothing", "/collections/", "/collections/all/", "/products/waxed-twine/x",
                     "/blogs/diary", "/blogs/diary/what-tar-does", "/blogs/journal/winter-plans", "/pages/x", "/cart/x",
                     "/Cart", "//", "/products/Waxed-Twine"):
            with self.subTest(path):
                reply = server.ask(path)
                self.assertEqual(reply.status, 404)
                self.assertIn("Not on the chart", reply.text)
        self.assertIn("<code>/nowhere</code>", server.ask("/nowhere").text)

    def test_two_requests_of_one_worker_do_not_mix(self):
        server = self.serve("--threads", "1")
        first = {path: server.ask(path).text for path in self.PAGES}
        for path, page in first.items():
            self.assertEqual(server.ask(path).text, page, path)

    def test_head_and_health(self):
        server = self.serve()
        reply = server.ask("/", "HEAD")
        self.assertEqual((reply.status, reply.bytes), (200, b""))
        self.assertEqual(int(reply.headers["Content-Length"]), len(server.ask("/").bytes))
        self.assertEqual(server.ask("/healthz").text, "ok\n")
        ids = {server.ask("/healthz").headers["X-Request-Id"] for _ in range(5)}
        self.assertEqual(len(ids), 5)


class Cart(ServerTest):
    def post(self, server, body, cookie=""):
        return server.ask("/cart", "POST", body, {"Content-Type": "application/x-www-form-urlencoded",
                                                  "Cookie": f"other=1; cart={cookie}"})

    def test_the_cookie_is_the_basket(self):
        server = self.serve()
        reply = self.post(server, "handle=waxed-twine&quantity=2")
        self.assertEqual((reply.status, reply.headers["Location"]), (303, "/cart"))
        cookie = reply.headers["Set-Cookie"]
        self.assertIn("HttpOnly; SameSite=Lax", cookie)
        self.assertTrue(cookie.startswith("cart=waxed-twine:2;"), cookie)
        reply = self.post(server, "handle=swedish-fid", "waxed-twine:2")
        self.assertTrue(reply.headers["Set-Cookie"].startswith("cart=waxed-twine:2,swedish-fid:1;"))
        page = server.ask("/products/harbour-line", headers={"Cookie": "cart=waxed-twine:2,swedish-fid:1"})
        self.assertIn("3 things in your basket", page.text)
        reply = self.post(server, "handle=waxed-twine&quantity=-2", "waxed-twine:2")
        self.assertTrue(reply.headers["Set-Cookie"].startswith("cart=;"), reply.headers["Set-Cookie"])

    def test_what_visitors_send_is_not_trusted(self):
        server = self.serve()
        for cookie in ("waxed-twine:-5", "waxed-twine:99999999999999999999", "waxed-twine:1e3", ":::,,,:", "x" * 3000,
                       "' OR 1=1 --:1", "nothing-of-ours:3", "splicing-board:1", "\"],[\"waxed-twine:1",
                       "<script>alert(1)</script>"):
            with self.subTest(cookie):
                page = server.ask("/cart", headers={"Cookie": f"cart={cookie}"})
                self.assertEqual(page.status, 200)
                self.assertIn("Nothing in it yet.", page.text)
        many = ",".join(f"a{i}:1" for i in range(19)) + ",waxed-twine:50,waxed-twine:80,swedish-fid:1"
        page = server.ask("/cart", headers={"Cookie": f"cart={many}"}).text
        self.assertIn("99 &times; €6.90", page)  # no more than 99 of one, and no 21st line
        self.assertNotIn('href="/products/swedish-fid">Swedish fid</a></td>', page)
        for body in ("", "handle=", "handle=%00", "quantity=3", "handle=waxed-twine&quantity=x" + "9" * 400, "&&&=&=",
                     "handle=%FF%FE&quantity=1"):
            self.assertEqual(self.post(server, body).status, 303, body)


class Queries(ServerTest):
    """Lazy Drops: a page costs the queries of what its template touches, and no more."""

    def asked(self, server, *arguments, **options):
        before = queries(server.samples())
        server.ask(*arguments, **options)
        after = queries(server.samples())
        return {name: times - before.get(name, 0) for name, times in after.items() if times != before.get(name, 0)}

    def test_a_page_that_touches_nothing_asks_nothing(self):
        theme = self.copy_theme(**{"layout/theme": "{{ content_for_layout }}", "templates/home": "{{ template }}"})
        server = self.serve(theme=theme)
        self.assertEqual(server.ask("/").text, "home")
        self.assertEqual(self.asked(server), {})

    def test_one_property_is_one_query(self):
        theme = self.copy_theme(**{
            "layout/theme": "{{ content_for_layout }}",
            "templates/home": "{{ shop.name }}{{ shop.email }}{% if false %}{{ collections.size }}{% endif %}",
            "templates/cart": "{% for c in collections %}{{ c.title }}{% endfor %}{{ collections.size }}",
            "templates/page": "{{ collections.bags.title }}{{ collections.bags.products.size }}"
                              "{{ collections['bags'].products[0].variants[0].title }}"})
        server = self.serve(theme=theme)
        self.assertEqual(self.asked(server, "/"), {"document": 1})
        self.assertEqual(self.asked(server, "/cart"), {"all_collections": 1})
        self.assertEqual(self.asked(server, "/pages/shipping"),
                         {"page_by_handle": 1, "collection_by_handle": 1, "collection_products": 1,
                          "product_variants": 1})

    def test_pages_of_the_theme(self):
        server = self.serve()
        layout = {"document": 3}  # shop, settings, menus
        self.assertEqual(self.asked(server, "/healthz"), {})
        self.assertEqual(self.asked(server, "/cart", method="POST", body="handle=waxed-twine"), {})
        self.assertEqual(self.asked(server, "/pages/shipping"), {"page_by_handle": 1, **layout})
        # Sixteen products, and one query for the variants of all of them.
        self.assertEqual(self.asked(server, "/collections/all"),
                         {"collection_by_handle": 1, "collection_products": 1, "product_variants": 1, **layout})
        self.assertEqual(self.asked(server, "/products/waxed-twine"),
                         {"product_by_handle": 1, "product_description": 1, "product_variants": 1,
                          "product_collections": 1, "collection_products": 1, **layout})
        self.assertEqual(self.asked(server, "/blogs/journal"),
                         {"blog_by_handle": 1, "blog_articles": 1, "article_author": 1, **layout})
        self.assertEqual(self.asked(server, "/cart"), layout)
        self.assertEqual(self.asked(server, "/cart?items=waxed-twine:2"), {"cart_items": 1, **layout})
        self.assertEqual(self.asked(server, "/products/nothing"),
                         {"product_by_handle": 1, "all_collections": 1, **layout})


class Metrics(ServerTest):
    def test_count_what_happened(self):
        server = self.serve()
        for _ in range(3):
            server.ask("/")
        server.ask("/nowhere")
        server.ask("/blogs/journal/eye-splice-in-an-evening")
        server.ask("/cart", "POST", "handle=waxed-twine")
        self.assertEqual(server.ask("/metrics").headers["Content-Type"], "text/plain; version=0.0.4; charset=utf-8")
        samples = server.samples()
        expected = {("home", 200): 3, ("404", 404): 1, ("article", 200): 1, ("cart_add", 303): 1, ("metrics", 200): 1}
        for (route, status), times in expected.items():
            self.assertEqual(samples[f'storefront_requests_total{{route="{route}",status="{status}"}}'], times, route)
        self.assertEqual(samples['storefront_diagnostics_total{code="LQ1001",severity="error"}'], 1)
        self.assertEqual(samples["storefront_render_seconds_count"], 5)
        self.assertGreater(samples["storefront_render_seconds_sum"], 0)
        self.assertGreater(samples["process_resident_memory_bytes"], 1 << 20)
        liquid = samples['storefront_cpu_seconds_total{in="liquid"}']
        self.assertTrue(0 < liquid < samples["process_cpu_seconds_total"])
        self.assertTrue(0 < samples["storefront_liquid_share"] < 1)

    def test_buckets_rise(self):
        server = self.serve()
        for path in Routes.PAGES:
            server.ask(path)
        buckets = [(float(re.search('le="(.*)"', key).group(1).replace("+Inf", "inf")), number)
                   for key, number in server.samples().items() if "_bucket" in key]
        self.assertEqual(buckets, sorted(buckets))
        self.assertEqual([number for _, number in buckets], sorted(number for _, number in buckets))
        self.assertEqual(buckets[-1][1], len(Routes.PAGES))


class Start(ServerTest):
    def test_the_database_is_made_once(self):
        server = self.serve()
        server.ask("/")
        made = server.db.stat().st_mtime_ns
        server.stop()
        again = self.serve()
        self.assertEqual(again.ask("/").status, 200)
        self.assertEqual(again.db.stat().st_mtime_ns, made)
        self.assertEqual([path.name for path in self.folder.iterdir() if path.name.startswith("shop")], ["shop.db"])

    def test_the_log_says_start_and_stop(self):
        server = self.serve()
        server.stop()
        events = [json.loads(line)["event"] for line in server.log_file.read_text().splitlines()]
        self.assertEqual(events, ["started", "stopped"])
        self.assertEqual(server.log(event="stopped")[0]["all_served"], "yes")


if __name__ == "__main__":
    unittest.main()

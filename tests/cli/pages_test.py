"""liquidc render: pages, their data, partials, layouts and clock."""

import unittest

from support import CommandLineTest


class Data(CommandLineTest):
    def setUp(self):
        super().setUp()
        self.write("page.liquid", "Hello {{ name }}{{ a.b }}{{ a.c }}!")
        self.write("one.json", '{"name": "Ada", "a": {"b": 1, "c": 2}}')
        self.write("two.json", '{"name": "Bob", "a": {"c": 3}}')

    def test_a_page_goes_to_stdout_and_nothing_else_anywhere(self):
        self.expect(0, "render", "page.liquid", "--data", "one.json", out="Hello Ada12!", silent=True)

    def test_later_data_wins_key_by_key(self):
        self.expect(0, "render", "page.liquid", "--data", "one.json", "--data", "two.json", out="Hello Bob13!")
        self.expect(0, "render", "page.liquid", "--data", "two.json", "--data", "one.json", out="Hello Ada12!")

    def test_settings_come_after_all_data(self):
        self.expect(0, "render", "page.liquid", "--set", "name=two words", "--set", "a.b=[7, 8]", "--data", "one.json",
                    out="Hello two words782!")

    def test_a_setting_is_json_or_else_a_string(self):
        self.write("types.liquid", "{{ s | size }} {{ n | plus: 1 }} {{ e }} {{ q }} {{ o.k }}")
        self.expect(0, "render", "types.liquid", "--set", "s=123x", "--set", "n=41", "--set", "e=", "--set", 'q="z"',
                    "--set", 'o={"k": true}', out="4 42  z true")

    def test_dash_is_standard_input(self):
        self.expect(0, "render", "-", "--set", "name=here", stdin="in {{ name }}", out="in here")
        self.expect(0, "render", "page.liquid", "--data", "-", stdin='{"name": "piped"}', out="Hello piped!")


class Partials(CommandLineTest):
    def test_directories_are_searched_in_order(self):
        self.write("page.liquid", "{% render 'box', x: 1 %}{% render 'round', x: 2 %}")
        self.write("first/box.liquid", "[{{ x }}]")
        self.write("second/box.liquid", "wrong")
        self.write("second/round.liquid", "({{ x }})")
        self.expect(0, "render", "page.liquid", "--snippets", "first", "--snippets", "second", out="[1](2)")


class Layouts(CommandLineTest):
    def test_globals_stay_locals_go_and_counters_go_on(self):
        self.write("page.liquid", "{% assign local = 1 %}{% increment n %}{{ name }}")
        self.write("frame.liquid", "<{{ content_for_layout }}|{{ local }}{% increment n %}{{ name }}>")
        self.expect(0, "render", "page.liquid", "--layout", "frame.liquid", "--set", "name=x", out="<0x|1x>")

    def test_errors_name_the_layout(self):
        self.write("page.liquid", "page")
        self.write("layout/frame.liquid", "{{ content_for_layout }}\n{{ 1 | divided_by: 0 }}")
        arguments = ["render", "page.liquid", "--layout", "layout/frame.liquid", "--on-error", "inline"]
        self.expect(1, *arguments, out="page\nLiquid error (frame line 2): divided by 0",
                    err=" --> layout/frame.liquid:2:")
        self.expect(1, *arguments, "--layout-name", "layout/frame",
                    out="page\nLiquid error (layout/frame line 2): divided by 0")


class Clock(CommandLineTest):
    def setUp(self):
        super().setUp()
        self.write("now.liquid", "{{ 'now' | date: '%F %T' }}")

    def test_times(self):
        for time in ["2024-05-01T12:00:00Z", "2024-05-01T12:00", "2024-05-01 12:00:00", "2024-05-01T14:00:00.25+02:00",
                     "2024-05-01T07:30-0430", "1714564800", "1714564800.9"]:
            self.expect(0, "render", "now.liquid", "--now", time, out="2024-05-01 12:00:00")
        self.expect(0, "render", "now.liquid", "--now", "2024-05-01", out="2024-05-01 00:00:00")
        self.expect(0, "render", "now.liquid", "--now", "-1", out="1969-12-31 23:59:59")

    def test_what_is_no_time(self):
        for time in ["someday", "2024-02-30", "2024-05-01T24:00", "2024-05-01T12:00:00x", "9999-01-01", "1.", "-",
                     "99999999999999999999"]:
            self.expect(2, "render", "now.liquid", "--now", time, err="--now: `")

    def test_zones(self):
        self.expect(0, "render", "now.liquid", "--now", "1714564800", "--timezone", "+02:00", out="2024-05-01 14:00:00")
        self.expect(2, "render", "now.liquid", "--timezone", "Nowhere/Here", err="LQ3015 unknown-zone")


if __name__ == "__main__":
    unittest.main()

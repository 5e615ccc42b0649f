"""liquid-spec-server, asked as liquid-spec's runner asks it: one JSON-RPC message a line, callbacks in between."""

import json
import os
import subprocess
import threading
import unittest

SERVER = os.path.abspath(os.environ.get("LIQUID_SPEC_SERVER", "build/release/bin/liquid-spec-server"))


class Client:
    """Owns one server. `drops` are plain functions: what a callback's method and parameters are answered with."""

    def __init__(self):
        self.process = subprocess.Popen([SERVER], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        env={**os.environ, "TZ": "UTC"})
        self.watchdog = threading.Timer(60, self.process.kill)
        self.watchdog.start()
        self.answer_callback = None
        self.callbacks = []
        self.last_id = 0

    def send_line(self, line):
        self.process.stdin.write(line if isinstance(line, bytes) else line.encode())
        self.process.stdin.write(b"\n")
        self.process.stdin.flush()

    def read(self):
        line = self.process.stdout.readline()
        assert line, "the server has ended"
        return json.loads(line)

    def send(self, message):
        self.send_line(json.dumps({"jsonrpc": "2.0", **message}))

    def ask(self, method, **parameters):
        self.last_id += 1
        self.send({"id": self.last_id, "method": method, "params": parameters})
        while True:
            message = self.read()
            if "method" not in message:
                assert message["id"] == self.last_id, message
                return message
            self.callbacks.append((message["method"], message["params"]))
            self.send({"id": message["id"], **self.answer_callback(message["method"], message["params"])})

    def compile(self, template, mode="strict2", **parameters):
        return self.ask("compile", template=template, options={"error_mode": mode, "line_numbers": True}, **parameters)

    def render(self, template, environment=None, mode="strict2", filesystem=None, **options):
        compiled = self.compile(template, mode, filesystem=filesystem or {})["result"]
        return self.ask("render", template_id=compiled["template_id"], environment=environment or {}, options=options)

    def output(self, *arguments, **named):
        answer = self.render(*arguments, **named)
        assert "result" in answer, answer
        return answer["result"]["output"]

    def close(self):
        self.watchdog.cancel()
        self.process.stdin.close()
        self.process.stdout.close()
        return self.process.wait(30)


class ProtocolTest(unittest.TestCase):
    def setUp(self):
        self.client = Client()
        self.addCleanup(self.end)
        self.ended = False

    def end(self):
        if not self.ended:
            self.assertEqual(self.client.close(), 0)

    def test_initialize(self):
        result = self.client.ask("initialize", version="1.0")["result"]
        self.assertEqual(result["version"], "1.0")
        self.assertEqual(result["liquid_version"], "5.13.0")
        self.assertIn("drops", result["features"])

    def test_a_page(self):
        answer = self.client.render("Hello {{ name | upcase }}!", {"name": "Käthe"})
        self.assertEqual(answer["result"], {"output": "Hello KÄTHE!", "errors": []})

    def test_a_template_renders_again_and_again(self):
        template_id = self.client.compile("{{ n }}")["result"]["template_id"]
        for n in (1, 2, 3):
            answer = self.client.ask("render", template_id=template_id, environment={"n": n})
            self.assertEqual(answer["result"]["output"], str(n))

    def test_a_compile_error_stands_in_the_result(self):
        result = self.client.compile("a\n{% if %}{% endif %}")["result"]
        self.assertIsNone(result["template_id"])
        self.assertEqual(result["error"]["type"], "parse_error")
        self.assertEqual(result["error"]["line"], 2)
        self.assertTrue(result["error"]["message"].startswith("Liquid syntax error (line 2): "))

    def test_without_a_mode_templates_are_lax(self):
        compiled = self.client.ask("compile", template="{{ a | | upcase }}")["result"]
        self.assertIsNone(compiled["error"])
        self.assertIsNotNone(self.client.compile("{{ a | | upcase }}", "strict2")["result"]["error"])

    def test_a_raised_error_is_an_error_of_the_protocol(self):
        answer = self.client.render("ab\n{{ 1 | divided_by: 0 }}", strict_errors=True)
        self.assertNotIn("result", answer)
        self.assertEqual(answer["error"]["code"], -32001)
        self.assertEqual(answer["error"]["message"], "Liquid error (line 2): divided by 0")
        self.assertEqual(answer["error"]["data"], {"type": "render_error", "kind": "division-by-zero", "line": 2})

    def test_an_inline_error_is_part_of_the_page(self):
        result = self.client.render("a{{ 1 | divided_by: 0 }}b", strict_errors=False)["result"]
        self.assertEqual(result["output"], "aLiquid error (line 1): divided by 0b")
        self.assertEqual([error["type"] for error in result["errors"]], ["render_error"])

    def test_partials(self):
        files = {"Card.liquid": "<{{ card }}>", "row": "[{% include 'card' with x %}]"}
        self.assertEqual(self.client.output("{% include 'ROW' %}", {"x": 1}, filesystem=files), "[<1>]")
        answer = self.client.render("{% render 'none' %}", filesystem=files, strict_errors=True)
        self.assertEqual(answer["error"]["message"], "Liquid error (line 1): Could not find asset none")

    def test_the_clock_is_a_register(self):
        registers = {"current_time": "2024-01-01T02:01:58+02:00"}
        self.assertEqual(self.client.output("{{ 'now' | date: '%F %T' }}{{ current_time }}", registers=registers),
                         "2024-01-01 00:01:58")
        bad = self.client.render("x", registers={"current_time": "noon"})
        self.assertEqual(bad["error"]["code"], -32602)

    def test_resource_limits(self):
        loop = "{% for i in (1..100) %}{{ i }}{% endfor %}"
        answer = self.client.render(loop, strict_errors=True, resource_limits={"render_score_limit": 5})
        self.assertIn("Memory limits exceeded", answer["error"]["message"])
        answer = self.client.render(loop, resource_limits={"patience": 5})
        self.assertEqual(answer["error"]["code"], -32602)

    def test_numbers_keep_their_kind(self):
        self.client.send_line('{"jsonrpc":"2.0","id":"a","method":"compile","params":{"template":"{{ a }} {{ b }} {{ c }}"}}')
        template_id = self.client.read()["result"]["template_id"]
        self.client.send_line('{"jsonrpc":"2.0","id":"b","method":"render","params":{"template_id":"%s","environment":'
                              '{"a":123456789012345678901234567890,"b":1.0,"c":18446744073709551615}}}' % template_id)
        self.assertEqual(self.client.read()["result"]["output"], "123456789012345678901234567890 1.0 18446744073709551615")

    def test_values_that_json_does_not_have(self):
        symbol = {"_ruby_type": "Symbol", "value": "foo", "inspect": ":foo"}
        environment = {
            "range": {"_ruby_type": "Range", "begin": 1, "end": 3, "exclude_end": False, "inspect": "1..3"},
            "symbol": symbol,
            "hash": {"_ruby_type": "Hash", "inspect": '{:a=>"}, ", 2=>[1, {"b"=>3}], nil=>4}',
                     "data": {"a": "}, ", "2": [1, {"b": 3}], "": 4}},
            "pairs": {"_ruby_type": "Hash", "pairs": [[symbol, 1], ["foo", 2]]},
            "time": {"_ruby_type": "Time", "iso8601": "2006-06-05T10:00:00-04:00"},
            "date": {"_ruby_type": "Date", "iso8601": "2006-06-05"},
            "nan": {"_ruby_type": "Float", "value": "NaN"},
        }
        for template, expected in (
            ("{{ range }} {{ range | join: ',' }}", "1..3 1,2,3"),
            ("{{ symbol }} {{ symbol | upcase }} {% if symbol == 'foo' %}y{% endif %}", "foo FOO y"),
            ("{{ hash }}", '{:a=>"}, ", 2=>[1, {"b"=>3}], nil=>4}'),
            ("[{{ hash.a }}][{{ hash[2] | last }}]", '[][{"b"=>3}]'),
            ("{{ pairs }}{{ pairs.foo }}", '{:foo=>1, "foo"=>2}2'),
            ("{{ time }}|{{ date }}|{{ date | date: '%d.%m.' }}", "2006-06-05 10:00:00 -0400|2006-06-05|05.06."),
            ("{{ nan }}", "NaN"),
        ):
            with self.subTest(template):
                self.assertEqual(self.client.output(template, environment), expected)

    def test_bytes(self):
        environment = {"b": {"_ruby_type": "Binary", "base64": "/w=="}}
        result = self.client.render("a{{ b }}", environment)["result"]
        self.assertEqual((result["output"], result["output_base64"]), ("a\ufffd", "Yf8="))

    def test_standard_drops(self):
        def drop(name, **parameters):
            return {"_instantiate": name, "params": parameters}

        environment = {"flag": drop("BooleanDrop", value=False), "count": drop("NumberDrop", value=42),
                       "word": drop("StringDrop", value="hello"), "method": drop("MethodDrop"),
                       "index": drop("IndexDrop"), "list": drop("SequenceDrop"), "none": drop("NilDrop"),
                       "opaque": drop("OpaqueDrop"), "error": drop("ErrorDrop"), "nested": drop("NestedDrop", value=3)}
        for template, expected in (
            ("{{ flag }}{% if flag %}yes{% else %}no{% endif %}", "falseno"),
            ("{{ count | plus: 1 }}{{ word | upcase }}", "43HELLO"),
            ("{{ method.square_5 }} {{ method.echo_4 }} {{ method.cube_2 }}", "25 4 "),
            ("{{ index[0] }} {{ index['foo'] }}", "zero foo"),
            ("{% for item in list %}{{ item }} {% endfor %}{{ list.size }}", "first second third 3"),
            ("[{{ none }}][{{ opaque }}]", "[][opaque]"),
            ("{{ nested.nested.square.square }}", "81"),
        ):
            with self.subTest(template):
                self.assertEqual(self.client.output(template, environment), expected)
        answer = self.client.render("{{ error.x }}", environment, strict_errors=True)
        self.assertEqual(answer["error"]["message"], "Liquid error (line 1): ErrorDrop: access triggered an error")
        self.assertEqual(self.client.render("x", {"a": drop("TimeMachine")})["error"]["code"], -32602)

    def test_drops_by_callback(self):
        def answer(method, parameters):
            if method == "drop_iterate":
                return {"result": {"items": ["a", {"_rpc_drop": "d2", "type": "Item"}]}}
            if method == "drop_call":
                return {"error": {"code": -32002, "message": "Method %s not found on Shop" % parameters["method"]}}
            if parameters["property"] == "fault":
                return {"result": {"error": {"code": -32002, "message": "closed on Sundays"}}}
            known = {("d1", "name"): "Corner", ("d1", 7): "seven", ("d1", "owner"): {"_rpc_drop": "d2", "type": "Item"},
                     ("d2", "name"): "Ida", ("d2", "to_s"): "item", ("d1", "to_s"): "shop"}
            return {"result": {"value": known.get((parameters["drop_id"], parameters["property"]))}}

        self.client.answer_callback = answer
        shop = {"shop": {"_rpc_drop": "d1", "type": "Shop"}}
        self.assertEqual(self.client.output("{{ shop.name }} {{ shop.owner.name }} {{ shop[7] }}{{ shop.x }}", shop),
                         "Corner Ida seven")
        self.assertIn(("drop_get", {"drop_id": "d2", "property": "name"}), self.client.callbacks)
        self.assertEqual(self.client.output("{{ shop }}: {% for i in shop %}{{ i }},{% endfor %}", shop), "shop: a,item,")
        self.assertEqual(self.client.output("{{ shop.fault }}", shop, strict_errors=False),
                         "Liquid error (line 1): closed on Sundays")

    def test_the_client_goes_away_in_a_callback(self):
        compiled = self.client.compile("{{ a.b }}")["result"]["template_id"]
        self.client.send({"id": 9, "method": "render", "params": {
            "template_id": compiled, "environment": {"a": {"_rpc_drop": "d", "type": "T"}}}})
        self.assertEqual(self.client.read()["method"], "drop_get")
        self.client.send({"method": "quit"})
        self.assertEqual(self.client.read()["error"]["data"]["type"], "render_error")
        self.ended = True
        self.assertEqual(self.client.close(), 0)

    def test_requests_that_are_not_right(self):
        deep = '{"jsonrpc":"2.0","id":2,"method":"render","params":' + "[" * 100000 + "]" * 100000 + "}"
        for line, code in (
            ("{not json", -32700),
            (b"\xff\xfe", -32700),
            ("[1,2]", -32600),
            ('{"id":1,"method":"initialize"}', -32600),
            ('{"jsonrpc":"2.0","id":1,"method":5}', -32600),
            ('{"jsonrpc":"2.0","id":{},"method":"initialize"}', -32600),
            ('{"jsonrpc":"2.0","id":1,"method":"drop_everything"}', -32601),
            ('{"jsonrpc":"2.0","id":1,"method":"compile"}', -32602),
            ('{"jsonrpc":"2.0","id":1,"method":"compile","params":{"template":"","options":{"error_mode":"mild"}}}', -32602),
            ('{"jsonrpc":"2.0","id":1,"method":"render","params":{"template_id":"tmpl_7"}}', -32602),
            (deep, -32602),
        ):
            with self.subTest(line[:60]):
                self.client.send_line(line)
                self.assertEqual(self.client.read()["error"]["code"], code)
        template_id = self.client.compile("{{ a }}")["result"]["template_id"]
        self.client.send_line('{"jsonrpc":"2.0","id":3,"method":"render","params":{"template_id":"%s","environment":{"a":%s}}}'
                              % (template_id, "[" * 5000 + "]" * 5000))
        self.assertEqual(self.client.read()["error"]["code"], -32602)
        self.assertEqual(self.client.output("still here"), "still here")

    def test_quit(self):
        self.client.send({"method": "quit"})
        self.assertEqual(self.client.process.stdout.read(), b"")
        self.assertEqual(self.client.process.wait(30), 0)


if __name__ == "__main__":
    unittest.main()

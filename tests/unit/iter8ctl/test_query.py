#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""iter8ctl query: the request, the answer and the number of each metric; and secrets, also of run."""
import base64
import http.server
import json
import os
import threading

from cli import DONE, EXAMPLE, EXPERIMENT, METRIC, NO, ROUTE, USAGE, CliTest, main

SECRET = "t0p-s3cret/key"
KUBERNETES = f"""\
apiVersion: v1
kind: Secret
metadata: {{name: credentials}}
data: {{username: {base64.b64encode(b"produser").decode()}}}
stringData: {{password: {SECRET}}}
"""


class Server:
    """A server on a free port of the loopback interface; answers path -> (status, body)."""

    def __init__(self, test, answers):
        server = self
        self.requests = []

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                length = int(self.headers.get("Content-Length") or 0)
                server.requests.append((self.path, dict(self.headers), self.rfile.read(length)))
                status, body = answers[self.path.split("?")[0]]
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            do_POST = do_GET

            def log_message(self, *_args):
                pass

        self.httpd = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.httpd.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.httpd.server_address[1]}"
        thread = threading.Thread(target=self.httpd.serve_forever, args=(0.01,))
        thread.start()
        test.addCleanup(thread.join)
        test.addCleanup(self.httpd.server_close)
        test.addCleanup(self.httpd.shutdown)


def vector(value):
    return json.dumps({"data": {"result": [{"value": [1, value]}]}}).encode()


class QueryTest(CliTest):
    def serve(self, **answers):
        return Server(self, {"/" + path: answer for path, answer in answers.items()})

    def metric(self, url, *more, jq=".data.result[0].value[1] | tonumber"):
        """Writes the experiment and its metric; the options that name them."""
        self.write("experiment.yaml", EXPERIMENT)
        self.write("metric.yaml", "\n".join([
            METRIC[:METRIC.index("  mock")] + f"  urlTemplate: {url}", f"  jqExpression: '{jq}'",
            *("  " + line for line in more), ""]))
        return ["-f", "experiment.yaml", "-f", "metric.yaml"]

    def query(self, *arguments, wanted=DONE):
        environment = {name: value for name, value in os.environ.items()
                       if not name.lower().endswith("_proxy")}
        environment["KEYS_CREDENTIALS_PASSWORD"] = SECRET
        environment["KEYS_CREDENTIALS_USERNAME"] = "produser"
        return self.cli("query", *arguments, wanted=wanted, env=environment)

    def values(self, *arguments, wanted=DONE):
        return json.loads(self.query(*arguments, "-o", "json", wanted=wanted).stdout)["values"]


class Mock(QueryTest):
    def test_mock_metrics_say_so(self):
        parts = self.write_parts()
        text = self.query(*parts).stdout
        self.assertIn("elapsedTime 4 s (the planned duration: the experiment has not started)", text)
        self.assertRegex(text, r"\nerrors of old\n  mock\n  value    0\.00\d+\n")
        self.assertRegex(text, r"\nerrors of new\n  mock\n  value    0\.00\d+\n")

    def test_what_a_counter_has_come_to(self):
        parts = self.write_parts()
        self.write("metric.yaml", METRIC.replace("Gauge", "Counter"))
        values = self.values(*parts, "--elapsed", "1000")
        self.assertEqual([(v["version"], v["mock"], v["state"], v["value"]) for v in values],
                         [("old", True, "present", 1), ("new", True, "present", 2)])

    def test_a_version_without_a_level(self):
        parts = self.write_parts()
        self.write("metric.yaml", METRIC.replace("name: new", "name: newer"))
        text = self.query(*parts, wanted=NO).stdout
        self.assertIn("no value (absent): the mock has no level for this version", text)

    def test_a_metric_that_is_missing(self):
        self.write_parts()
        text = self.query("-f", "experiment.yaml", wanted=NO).stdout
        self.assertIn("errors of old\n  no value (error): no Metric says how to measure this", text)

    def test_a_built_in_metric(self):
        self.write("e.yaml", EXPERIMENT.replace("metric: errors", "metric: iter8-system/request-count")
                   + "status: {analysis: {aggregatedBuiltinHists: {data: {old: {DurationHistogram: "
                     "{Count: 40, Sum: 1, Data: [{Start: 0.01, End: 0.02, Count: 40}]}}}}}}\n")
        text = self.query("-f", "e.yaml", wanted=NO).stdout
        self.assertIn("iter8-system/request-count of old\n  builtin\n  value    40\n", text)
        self.assertIn("iter8-system/request-count of new\n  builtin\n  no value (absent): ", text)

    def test_an_experiment_that_measures_nothing(self):
        self.write("e.yaml", EXPERIMENT[:EXPERIMENT.index("  criteria:")])
        self.fails("query", "-f", "e.yaml", wanted=NO, message="names no metric or no version")

    def test_the_example(self):
        values = self.values("-f", EXAMPLE / "experiment.yaml", "-f", EXAMPLE / "mock-metrics.yaml")
        self.assertTrue(all(value["state"] == "present" for value in values))


class Servers(QueryTest):
    def test_request_answer_and_number(self):
        server = self.serve(q=(200, vector("0.25")))
        parts = self.metric(server.url + "/q", "params:",
                            "- {name: query, value: \"up{v='$name'}[${elapsedTime}s]\"}")
        text = self.query(*parts, "--elapsed", "60").stdout
        self.assertIn(f"""
errors of new
  GET      {server.url}/q?query=up%7Bv%3D%27new%27%7D%5B60s%5D
  param    query: up{{v='new'}}[60s]
  answer   HTTP 200, {len(vector("0.25"))} bytes
           {vector("0.25").decode()}
  jq       .data.result[0].value[1] | tonumber
  value    0.25
""", text)
        self.assertEqual(len(server.requests), 2)

    def test_the_same_as_json(self):
        server = self.serve(q=(200, b"[1, 2.5]"))
        parts = self.metric(server.url + "/q", "provider: p", "method: POST", "body: '{\"v\": 1}'",
                            "headerTemplates: [{name: X-Key, value: abcdef}]", jq=".[1]")
        value = self.values(*parts)[1]
        self.assertEqual(value, {
            "metric": "errors", "version": "new", "provider": "p", "jqExpression": ".[1]",
            "request": {"method": "POST", "url": server.url + "/q", "params": [],
                        "headers": [{"name": "X-Key", "value": "***"}], "body": "{\"v\": 1}"},
            "response": {"status": 200, "bytes": 8, "body": "[1, 2.5]"},
            "state": "present", "value": 2.5})
        self.assertEqual(len(server.requests), 1, "both versions ask the same")
        self.assertEqual(server.requests[0][1]["X-Key"], "abcdef")

    def test_each_kind_of_absence(self):
        for answer, state, reason in [
                ((200, vector("NaN")), "nan", "the jq program gives NaN"),
                ((200, vector("+Inf")), "infinite", "the jq program gives an infinity"),
                ((200, b'{"data": {"result": []}}'), "absent", "the result is empty"),
                ((200, b"<html>"), "error", "the answer is HTML or XML, not JSON"),
                ((200, b""), "error", "the answer is empty, not JSON"),
                ((500, b"oops"), "error", "HTTP 500: oops"),
                ((302, b""), "error", "HTTP 302: redirects are not followed")]:
            with self.subTest(reason):
                parts = self.metric(self.serve(q=answer).url + "/q")
                value = self.values(*parts, wanted=NO)[0]
                self.assertEqual((value["state"], value["reason"]), (state, reason))
                self.assertNotIn("value", value)
                self.assertEqual(value["response"]["status"], answer[0])

    def test_a_placeholder_that_is_left_over(self):
        server = self.serve(q=(200, vector("1")))
        parts = self.metric(server.url + "/q", "params: [{name: query, value: \"a ${revision} b$\"}]")
        self.assertIn("  note     $revision has no value for this version\n",
                      self.query(*parts).stdout)

    def test_a_placeholder_of_a_secret_that_is_left_over(self):
        server = self.serve(**{"q": (200, vector("1")), "$a": (200, vector("1"))})
        self.write("secret.yaml", KUBERNETES)
        parts = self.metric(server.url + "/q", "secret: credentials",
                            "headerTemplates: [{name: X-Key, value: \"${password}\"}]")
        self.assertIn("  header   X-Key: ${password}\n"
                      "  note     $password is not filled in: it takes a secret and authType Bearer"
                      " or APIKey\n", self.query(*parts, "-f", "secret.yaml").stdout)
        parts = self.metric(server.url + "/$a")
        self.assertIn("  note     $a is not filled in: the Metric names no secret\n",
                      self.query(*parts).stdout)

    def test_answers_do_no_harm_to_a_terminal(self):
        body = b"\x1b[31m\xff\xfe\x80\x00\"\\\xc2\x9b1m\xc3\xa9\n"
        parts = self.metric(self.serve(q=(200, body)).url + "/q")
        self.assertIn("           \\u001b[31m\\xff\\xfe\\x80\\u0000\"\\\\u009b1m\u00e9\n",
                      self.query(*parts, wanted=NO).stdout)
        shown = self.values(*parts, wanted=NO)[0]["response"]["body"]
        self.assertEqual(shown, "\x1b[31m\ufffd\ufffd\ufffd\0\"\\\x9b1m\u00e9\n")

    def test_prometheus_may_be_elsewhere(self):
        server = self.serve(q=(200, vector("7")))
        parts = self.metric("http://elsewhere.invalid/q", "provider: prometheus")
        address = server.url.replace("//", "//user:word@")
        result = self.query(*parts, "--prometheus", address)
        self.assertIn(f"  GET      {server.url.replace('//', '//***@')}/q\n", result.stdout)
        self.assertNotIn("word", result.stdout + result.stderr)
        self.assertIn("  value    7\n", result.stdout)
        result = self.query(*parts, "--prometheus", "user:word@nowhere", wanted=USAGE)
        self.assertIn("--prometheus takes a URL of http or https", result.stderr)
        self.assertNotIn("word", result.stderr)


class Secrets(QueryTest):
    BASIC = ("authType: Basic", "secret: credentials")

    def check_masked(self, result):
        token = base64.b64encode(f"produser:{SECRET}".encode()).decode()
        for text in [SECRET, token, "produser", SECRET.replace("/", "%2F")]:
            self.assertNotIn(text, result.stdout + result.stderr)
        self.assertIn("***", result.stdout)

    def check_basic(self, *options, wanted=DONE):
        server = self.serve(q=(200, vector("1")))
        parts = self.metric(server.url + "/q", *self.BASIC)
        result = self.query(*parts, *options, wanted=wanted)
        self.check_masked(result)
        token = base64.b64encode(f"produser:{SECRET}".encode()).decode()
        for _path, headers, _body in server.requests:
            self.assertEqual(headers["Authorization"], "Basic " + token)
        return result.stdout

    def test_kubernetes_documents(self):
        self.write("secret.yaml", KUBERNETES)
        self.assertIn("header   Authorization: Basic ***\n", self.check_basic("-f", "secret.yaml"))
        self.cli("validate", "-f", "experiment.yaml", "-f", "metric.yaml", "-f", "secret.yaml")

    def write_directory(self):
        folder = self.folder / "keys" / "credentials"
        folder.mkdir(parents=True)
        (folder / "username").write_text("produser\n")
        (folder / "password").write_text(SECRET)

    def test_a_directory(self):
        self.write_directory()
        self.check_basic("--secrets-dir", "keys")

    def test_the_environment(self):
        self.check_basic("--secrets-env", "KEYS")

    def test_one_source_after_the_other(self):
        self.write_directory()
        self.write("other.yaml", KUBERNETES.replace("name: credentials", "name: others"))
        self.check_basic("-f", "other.yaml", "--secrets-dir", "keys", "--secrets-env", "NONE")
        self.check_basic("-f", "other.yaml", "--secrets-dir", "nowhere", "--secrets-env", "KEYS")

    def test_what_is_missing_is_named(self):
        text = self.check_basic(wanted=NO)
        self.assertIn("no value (error): there is no secret default/credentials\n", text)
        self.write("secret.yaml", KUBERNETES.replace("password:", "word:"))
        text = self.check_basic("-f", "secret.yaml", "--secrets-env", "NONE", wanted=NO)
        self.assertIn("the secret default/credentials has no key password\n", text)

    def test_a_server_that_says_the_secret(self):
        self.write("secret.yaml", KUBERNETES)
        body = f'{{"error": "no {SECRET} for produser"}}'.encode()
        for status in [200, 403]:
            server = self.serve(q=(status, body))
            parts = self.metric(server.url + "/q?key=${password}", "secret: credentials",
                                "authType: APIKey",
                                "headerTemplates: [{name: X-User, value: \"a ${username}\"}]",
                                jq="error(.error)")
            for output in ["text", "json"]:
                result = self.query(*parts, "-f", "secret.yaml", "-o", output, wanted=NO)
                self.check_masked(result)
                self.assertIn("no *** for ***", result.stdout)
            self.assertEqual(server.requests[0][0], f"/q?key={SECRET}")
            self.assertEqual(server.requests[0][1]["X-User"], "a produser")

    def test_a_run_uses_them_and_keeps_none(self):
        self.write_directory()
        server = self.serve(q=(200, b'{"error": "%s"}' % SECRET.encode()))
        parts = self.metric(server.url + "/q", *self.BASIC, jq="error(.error)")
        self.write("route.yaml", ROUTE)
        self.write("experiment.yaml", EXPERIMENT.replace("iterationsPerLoop: 4",
                                                         "iterationsPerLoop: 1"))
        result = self.cli("run", *parts, "-f", "route.yaml", "--secrets-dir", "keys", "-o", "out.yaml", wanted=NO)
        kept = self.read("out.yaml")
        self.assertEqual(len(server.requests), 1)
        described = self.cli("describe", "-f", "out.yaml").stdout
        self.assertIn("errors of new: jq: ***", described)
        for text in [result.stdout, result.stderr, kept, described]:
            self.assertNotIn(SECRET, text)
            self.assertNotIn("produser", text)


if __name__ == "__main__":
    main()

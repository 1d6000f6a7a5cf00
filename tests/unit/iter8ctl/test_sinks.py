#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""iter8ctl run: weights that go somewhere."""
import http.server
import json
import re
import threading
import time

from cli import DONE, METRIC, ROUTE, TROUBLE, USAGE, CliTest, main
from test_run import candidate_weights


class Files(CliTest):
    def test_routes_are_written_where_they_came_from(self):
        parts = self.write_parts()
        self.write("route.yaml", "# Mine.\n" + ROUTE)
        result = self.cli("run", *parts, "--virtual-time", "--write-routes")
        self.assertEqual(candidate_weights(result.stdout, "new"), [10, 20, 30, 40])
        self.assertEqual(self.read("route.yaml"), "# Mine.\n" + ROUTE.replace(
            "100", "60").replace("weight: 0", "weight: 40"))

    def test_without_the_option_they_are_not(self):
        self.cli("run", *self.write_parts(), "--virtual-time")
        self.assertEqual(self.read("route.yaml"), ROUTE)

    def test_a_command_runs_after_each_write(self):
        parts = self.write_parts()
        self.cli("run", *parts, "--virtual-time", "--write-routes", "--reload",
                 "grep -o 'weight: [0-9]*}]' route.yaml >>log")
        weights = self.read("log").split("weight: ")[1:]
        self.assertEqual([int(w.rstrip("}]\n")) for w in weights], [0, 10, 20, 30, 40])

    def test_a_command_that_fails_is_said_and_changes_nothing(self):
        parts = self.write_parts()
        self.fails("run", *parts, "--virtual-time", "--write-routes", "--reload", "exit 7",
                   wanted=TROUBLE, message="iter8ctl: WeightRedistributionFailed: the weights cannot be read: "
                           "/bin/sh ended with 7\n")
        self.assertEqual(self.read("route.yaml"), ROUTE)

    def test_a_template_is_filled(self):
        parts = self.write_parts()
        self.write("template", "${new?}new ${new};\nold ${old};\n")
        self.cli("run", *parts[:4], "--virtual-time", "--render", "template=out.conf", "--reload",
                 "cat out.conf >>log")
        self.assertEqual(self.read("out.conf"), "new 40;\nold 60;\n")
        self.assertEqual(self.read("log"), "".join(
            f"new {n};\nold {100 - n};\n" for n in [10, 20, 30, 40]))

    def test_what_somebody_else_wrote_is_found(self):
        parts = self.write_parts()
        result = self.cli(
            "run", *parts, "--virtual-time", "--write-routes", "--reload",
            "grep -q 'weight: 20' route.yaml && sed -i 's/80/95/; s/: 20/: 5/' route.yaml; true")
        self.assertEqual(candidate_weights(result.stdout, "new"), [10, 20, 15, 25])
        self.assertIn("WeightsChanged: somebody else has changed the weights from old 80, new 20 "
                      "to old 95, new 5\n", result.stderr)

    def test_wrong_usage(self):
        parts = self.write_parts()
        for options, message in [
                (["--write-routes", "--render", "a=b"], "exclude each other"),
                (["--write-routes", "--haproxy", "a"], "exclude each other"),
                (["--kubeconfig", "a", "--haproxy", "a"], "exclude each other"),
                (["--reload", "true"], "--reload goes with"),
                (["--holder", "me"], "--holder goes with --kubeconfig"),
                (["--render", "a"], "--render takes TEMPLATE=FILE"),
                (["--render", "=a"], "--render takes TEMPLATE=FILE"),
                (["--write-routes", "-f", "-"], "standard input cannot be written")]:
            self.fails("run", *parts, "--virtual-time", *options, wanted=USAGE, message=message)
        self.fails("run", *parts, "--virtual-time", "--write-routes", "-o", "route.yaml",
                   wanted=TROUBLE, message="-o would write over the routes in route.yaml")
        self.fails("run", *parts[:4], "--virtual-time", "--write-routes", wanted=TROUBLE,
                   message="no object in the files holds a version's weight")


class Api(http.server.BaseHTTPRequestHandler):
    """One object, which replace operations are applied to."""

    route = None

    def answer(self, body):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps(body).encode())

    def do_GET(self):
        if self.path == "/api/v1":
            self.answer({"resources": [{"name": "routes", "kind": "Route", "namespaced": True}]})
        else:
            self.answer(Api.route)

    def do_PATCH(self):
        for step in json.loads(self.rfile.read(int(self.headers["Content-Length"]))):
            if step["op"] == "replace":
                index = int(step["path"].split("/")[3])
                Api.route["spec"]["to"][index]["weight"] = step["value"]
        self.answer(Api.route)

    def log_message(self, *_arguments):
        pass


class Kubernetes(CliTest):
    def start_server(self, **metadata):
        Api.route = {"apiVersion": "v1", "kind": "Route", "metadata": {"name": "r", **metadata},
                     "spec": {"to": [{"weight": 100}, {"weight": 0}]}}
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Api)
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.write("config", f"""\
current-context: a
contexts: [{{name: a, context: {{cluster: a}}}}]
clusters: [{{name: a, cluster: {{server: "http://127.0.0.1:{server.server_address[1]}"}}}}]
""")

    def test_weights_go_through_the_server(self):
        self.start_server()
        parts = self.write_parts()
        result = self.cli("run", *parts[:4], "--virtual-time", "--kubeconfig", "config",
                          wanted=DONE)
        self.assertEqual(candidate_weights(result.stdout, "new"), [10, 20, 30, 40])
        self.assertEqual(Api.route["spec"]["to"], [{"weight": 60}, {"weight": 40}])

    def test_a_second_run_for_the_same_weights_is_refused_at_once(self):
        mark = [{"holder": "pod-1", "target": "web", "experiment": "e", "seconds": 60,
                 "renewed": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
                 "fields": ["/spec/to/1/weight"]}]
        self.start_server(annotations={"iter8.tools/owner": json.dumps(mark)})
        parts = self.write_parts()
        options = [*parts[:4], "--virtual-time", "--kubeconfig", "config"]
        self.fails("run", *options, wanted=TROUBLE,
                   message="Kubernetes: Route r: its weights belong to pod-1 for the experiment e")
        self.assertEqual(Api.route["spec"]["to"], [{"weight": 100}, {"weight": 0}])

    def test_a_run_that_comes_back_under_its_name_goes_on(self):
        parts = self.write_parts()
        target = re.search("target: *(.*)", self.read(parts[1])).group(1)
        mark = [{"holder": "pod-1", "target": target, "experiment": "e", "seconds": 60,
                 "renewed": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
                 "fields": ["/spec/to/1/weight"]}]
        self.start_server(annotations={"iter8.tools/owner": json.dumps(mark)})
        self.cli("run", *parts[:4], "--virtual-time", "--kubeconfig", "config", "--holder", "pod-1",
                 wanted=DONE)
        self.assertEqual(Api.route["spec"]["to"], [{"weight": 60}, {"weight": 40}])

    def test_a_kubeconfig_that_does_not_do_is_told(self):
        parts = self.write_parts()
        self.write("config", "current-context: a\n")
        self.fails("run", *parts, "--virtual-time", "--kubeconfig", "config", wanted=TROUBLE,
                   message="Kubernetes: config: no cluster belongs to the context a\n")
        self.assertEqual(self.read("metric.yaml"), METRIC)


if __name__ == "__main__":
    main()

# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash disable=SC2154 # `run` sets here, folder, rate and sample_app.
# The parts of the example, for `run`: two versions of the app, HAProxy, Prometheus and the users, each
# started on the loopback interface, and all of them stopped again. Files are kept in $folder.

declare -A part_pid part_port

fail() {
    echo "run: $*" >&2
    exit 3
}

# start NAME COMMAND...: runs a part in the background, its output in NAME.log. It gets a process
# group of its own, so that stop reaches its children too and Ctrl-C does not come to it directly.
start() {
    local name=$1
    shift
    set -m
    "$@" >"$folder/$name.log" 2>&1 &
    set +m
    part_pid[$name]=$!
}

# stop NAME...: returns when the parts have ended.
stop() {
    local name
    for name; do
        kill -- "-${part_pid[$name]}" 2>/dev/null || true
    done
    for name; do
        wait "${part_pid[$name]}" 2>/dev/null || true
        unset "part_pid[$name]"
    done
}

stop_all() {
    stop "${!part_pid[@]}"
}

# await NAME COMMAND...: polls until COMMAND says that the part is ready.
await() {
    local name=$1 deadline=$((SECONDS + 60))
    shift
    until "$@" 2>/dev/null; do
        if ((SECONDS >= deadline)) || ! kill -0 "${part_pid[$name]}" 2>/dev/null; then
            tail -n 20 "$folder/$name.log" >&2
            fail "$name does not become ready; above is what it says"
        fi
        sleep 0.05
    done
}

is_listening() {
    (: <"/dev/tcp/127.0.0.1/$1") 2>/dev/null
}

# A port that nobody listens on, below those that the system gives to outgoing connections.
free_port() {
    local port
    while port=$((10000 + RANDOM % 20000)) && is_listening "$port"; do :; done
    echo "$port"
}

# fill TEMPLATE WORD=VALUE...
fill() {
    local template=$1 script='' word
    shift
    for word; do
        script+="s|@${word%%=*}@|${word#*=}|g;"
    done
    sed "$script" "$template"
}

# start_version NAME OPTION...
start_version() {
    local name=$1
    shift
    start "$name" "$sample_app" --port 0 --version-text "$name" "$@"
    await "$name" grep -q '^listening on' "$folder/$name.log"
    part_port[$name]=$(awk '/^listening on/ { print $3 }' "$folder/$name.log")
}

start_haproxy() {
    part_port[haproxy]=$(free_port)
    fill "$here/haproxy.cfg.in" FOLDER="$folder" PORT="${part_port[haproxy]}" \
        V1_PORT="${part_port[v1]}" V2_PORT="${part_port[v2]}" >"$folder/haproxy.cfg"
    start haproxy haproxy -db -f "$folder/haproxy.cfg"
    await haproxy is_listening "${part_port[haproxy]}"
}

# start_prometheus SCRAPE_INTERVAL: with the port and the data it had before, if it had any.
start_prometheus() {
    part_port[prometheus]=${part_port[prometheus]:-$(free_port)}
    prometheus_url=http://127.0.0.1:${part_port[prometheus]}
    fill "$here/prometheus.yml.in" SCRAPE_INTERVAL="$1" \
        V1_PORT="${part_port[v1]}" V2_PORT="${part_port[v2]}" >"$folder/prometheus.yml"
    start prometheus prometheus --config.file="$folder/prometheus.yml" \
        --storage.tsdb.path="$folder/prometheus" \
        --web.listen-address="127.0.0.1:${part_port[prometheus]}"
}

# Both versions have been scraped twice, which is what increase() needs.
prometheus_has_data() {
    curl -sG "$prometheus_url/api/v1/query" \
        --data-urlencode 'query=min(sum_over_time(up[1m])) >= 2 and count(up) == 2' |
        grep -q '"value"'
}

# traffic COUNTRY PAUSE: a user's loop of the tutorial, but with $rate requests at a time.
traffic() {
    local parallel=()
    ((rate == 1)) || parallel=(--parallel --parallel-max "$rate")
    while :; do
        curl -sS "${parallel[@]}" -H "country: $1" \
            --connect-to "example.com:80:127.0.0.1:${part_port[haproxy]}" \
            "http://example.com/?[1-$rate]"
        sleep "$2"
    done
}

# haproxy_counter COLUMN: what HAProxy has for `current` and for `candidate` of backend wakanda.
haproxy_counter() {
    curl -sS --unix-socket "$folder/statistics.sock" 'http://haproxy/;csv' |
        awk -F, -v name="$1" '
            NR == 1 { for (i = 1; i <= NF; i++) if ($i == name) column = i }
            $1 == "wakanda" && $2 == "current" { current = $column }
            $1 == "wakanda" && $2 == "candidate" { candidate = $column }
            END { print current, candidate }'
}

#!/bin/sh
# The chapter's lines and its four exercises on the cluster of compose.yaml. Needs Docker, Compose and curl.
#
#   deploy/exercises.sh        # builds the image, takes some minutes the first time; removes its containers and data at the end
#
# Prints what it does. Ends with 1 at the first answer that is not the expected one.
set -eu
cd "$(dirname "$0")/.."

# Containers and volumes of its own, beside those of a cluster that someone uses; the ports are the same.
export COMPOSE_PROJECT_NAME=raftarium-exercises
if docker compose version > /dev/null 2>&1; then compose="docker compose"; else compose="docker-compose"; fi
three="$compose -f compose.yaml"
five="$three -f compose.five.yaml"
trap '$five down -v > /dev/null 2>&1' EXIT

say() { printf '\n== %s\n' "$*"; }
get() { curl -s -m 8 "localhost:$1$2"; }
put() { curl -s -m 8 -X POST "http://localhost:$1/kv" -H "Content-Type: application/json" -d "{\"key\":\"$2\",\"value\":\"$3\"}"; }
leader() { get "$1" /debug | sed -n 's/.*"leaderId":"node\([1-5]\)".*/\1/p'; }

# Waits until a command prints a line; 30 s at most.
comes() {
  wanted=$1
  shift
  for _ in $(seq 60); do
    answer=$("$@" || true)
    if [ "$answer" = "$wanted" ]; then
      echo "$* -> $answer"
      return
    fi
    sleep 0.5
  done
  echo "$* -> $answer, expected $wanted" >&2
  exit 1
}

# Waits until a node other than one leads, as a port says.
led() {
  for _ in $(seq 60); do
    lead=$(leader "$1" || true)
    if [ -n "$lead" ] && [ "$lead" != "$2" ]; then
      echo "node$lead leads"
      return
    fi
    sleep 0.5
  done
  echo "no leader but node$2, as the port $1 says" >&2
  exit 1
}

say "The chapter's lines"
$three up -d --build
comes '{"key":"foo","value":"bar"}' put 3001 foo bar
comes '{"key":"foo","value":"bar"}' get 3001 /kv/foo
get 3002 /debug

say "Exercise 1: a value that is set is read from every node"
led 3001 none
comes '{"key":"key","value":"value"}' put "300$lead" key value
for port in 3001 3002 3003 5001 5002 5003; do comes '{"key":"key","value":"value"}' get $port /kv/key; done

say "Exercise 2: the leader is killed, another leads, and the old one catches up"
old=$lead
other=$((old % 3 + 1))
docker kill "raft-node$old"
led "300$other" "$old"
comes '{"key":"b","value":"2"}' put "300$lead" b 2
docker start "raft-node$old"
comes '{"key":"b","value":"2"}' get "300$old" /kv/b
get "300$old" /debug | grep '"state":"follower"'

say "Exercise 4: all data survives that all nodes stop"
$three stop
$three start
for port in 3001 3002 3003; do comes '{"key":"b","value":"2"}' get $port /kv/b; done
$three down
$three up -d
comes '{"key":"foo","value":"bar"}' get 3003 /kv/foo
$three down -v

say "Exercise 3: two of five are isolated, the majority goes on, and they catch up"
$five up -d
comes '{"key":"x","value":"0"}' put 3001 x 0
led 3001 none
one=$((lead % 5 + 1))
two=$((one % 5 + 1))
for node in $one $two; do docker network disconnect raft_default "raft-node$node"; done
comes '{"key":"x","value":"1"}' put "300$lead" x 1
# The published ports of a container go with its network, so these two are asked inside.
for node in $one $two; do
  docker exec "raft-node$node" raftarium ctl --node 127.0.0.1:3000 status | grep -v '"role":"leader"'
  if docker exec "raft-node$node" raftarium ctl --node 127.0.0.1:3000 transfer "node$two"; then exit 1; fi
done
for node in $one $two; do docker network connect raft_default "raft-node$node"; done
for node in $one $two; do comes '{"key":"x","value":"1"}' get "300$node" /kv/x; done

say "All as the chapter expects"

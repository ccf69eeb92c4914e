//! What the nodes do, as trace lines: in a file and as a stream.

use super::client::{Events, request};
use super::nodes::{Cluster, until};
use super::write_some;
use hyper::Method;
use raftarium::serve::WATCHERS_OF_ADDRESS_MAX;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fs;

/// The lines of a node's trace. The last one may be torn: a process was killed while it wrote.
fn trace(cluster: &Cluster, node: usize) -> Vec<Value> {
    let text = fs::read_to_string(cluster.trace(node)).expect("a trace");
    let whole = text.rsplit_once('\n').map_or("", |(whole, _)| whole);
    whole.lines().map(|line| serde_json::from_str(line).expect("a line is JSON")).collect()
}

/// Lines are numbered from 1, and name only lines before them.
fn assert_numbered(lines: &[Value]) {
    for (line, number) in lines.iter().zip(1_u64..) {
        assert_eq!(line["id"], number, "{line}");
        let because = line["because"].as_array().expect("a list").iter();
        for earlier in because.chain([&line["cause"]]).filter(|id| !id.is_null()) {
            assert!(earlier.as_u64().expect("a number") < number, "{line}");
        }
    }
    let times: Vec<u64> = lines.iter().map(|line| line["at_us"].as_u64().expect("a time")).collect();
    assert!(times.is_sorted() && times.iter().all(|time| (1 << 50..1 << 53).contains(time)), "since 1970");
}

fn of_kind<'a>(lines: &'a [Value], kind: &'a str) -> impl Iterator<Item = &'a Value> {
    lines.iter().filter(move |line| line["kind"] == kind)
}

/// Each node tells its start, what it decides and sends, and why; the receiver of a message names it as its sender does.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn traces_tell_what_the_nodes_did_in_all_their_lives() {
    let mut cluster = Cluster::start("traces", 3, false).await;
    write_some(&cluster, 30).await;
    for life in ["started", "restarted"] {
        for node in 0..3 {
            let mut process = cluster.nodes[node].take().expect("it runs");
            process.signal("TERM");
            assert_eq!(process.ended().await, Some(0), "{life}");
        }
        cluster.start_all();
        write_some(&cluster, 30).await;
    }
    cluster.kill_all();
    let traces: Vec<Vec<Value>> = (0..3).map(|node| trace(&cluster, node)).collect();
    let mut sent = BTreeMap::new();
    for (lines, name) in traces.iter().zip(["n1", "n2", "n3"]) {
        assert_numbered(lines);
        assert!(lines.iter().all(|line| line["node"] == name));
        let starts: Vec<&Value> = lines.iter().filter(|line| line["rule"] == "recover-from-disk").collect();
        assert_eq!(starts.iter().map(|line| &line["kind"]).collect::<Vec<_>>(), ["started", "restarted", "restarted"]);
        let ends =
            of_kind(lines, "stopped").map(|line| (&line["disk"], line["id"].as_u64().expect("a number") as usize));
        let ends: Vec<_> = ends.collect();
        assert_eq!(ends.len(), 2, "{name} was told to end twice, and killed once");
        for (disk, end) in ends {
            assert_eq!(
                (disk, &lines[end]["kind"]),
                (&json!("well"), &json!("restarted")),
                "{name}: nothing follows an end"
            );
        }
        for start in starts {
            let next = &lines[start["id"].as_u64().expect("a number") as usize];
            assert_eq!((&next["kind"], &next["missed"]), (&json!("standing"), &json!(0)), "{next}");
        }
        for line in of_kind(lines, "message-sent") {
            assert!(sent.insert(line["message"].as_u64(), line).is_none(), "the number is unique: {line}");
        }
        for kind in ["write-started", "write-durable", "applied"] {
            let caused = of_kind(lines, kind).filter(|line| !line["cause"].is_null()).count();
            assert!(30 <= caused, "{name} {kind}: {caused}");
        }
    }
    let (mut known, mut unknown) = (0, 0);
    for (line, receiver) in traces.iter().flat_map(|lines| of_kind(lines, "message-delivered")).map(|l| (l, &l["node"]))
    {
        let Some(of_sender) = sent.get(&line["message"].as_u64()) else {
            unknown += 1;
            continue;
        };
        known += 1;
        assert_eq!((&of_sender["node"], &of_sender["to"]), (&line["from"], receiver));
        assert_eq!(of_sender["type"], line["type"]);
    }
    // What a killed process sent last, it may not have written down.
    assert!(100 < known && unknown < 20, "{known} {unknown}");
    let won = traces.iter().flat_map(|lines| of_kind(lines, "election-won")).next().expect("a leader");
    assert!(!won["because"].as_array().expect("a list").is_empty(), "the votes: {won}");
}

/// One address has so many streams at most; when one ends, there is room again.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_address_has_a_limit_of_streams() {
    let cluster = Cluster::start("streams", 1, false).await;
    let address = cluster.addresses()[0];
    let mut streams = Vec::new();
    for _ in 0..WATCHERS_OF_ADDRESS_MAX {
        streams.push(Events::of(address).await.expect("a stream"));
    }
    assert_eq!(request(address, Method::GET, "/events", None).await.expect("an answer").0, 503);
    streams.pop();
    // A stream has no end, so that the whole answer does not come in time.
    until("room again", async || request(address, Method::GET, "/events", None).await.is_err()).await;
}

/// A reader that comes later is told how the node stands, and then what it does.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stream_begins_with_how_the_node_stands() {
    let mut cluster = Cluster::start("stream", 3, false).await;
    write_some(&cluster, 30).await;
    let address = cluster.addresses()[0];
    let mut events = Events::of(address).await.expect("a stream");
    let mut lines = vec![events.next().await.expect("it goes on")];
    let first = &lines[0];
    assert_eq!((&first["id"], &first["kind"], &first["missed"]), (&json!(1), &json!("standing"), &json!(0)));
    assert!(20 <= first["keys_count"].as_u64().expect("a number"), "{first}");
    assert!(0 < first["applied_index"].as_u64().expect("a number"), "{first}");
    let body = json!({ "key": "seen", "value": "by the reader" });
    assert_eq!(request(address, Method::POST, "/kv", Some(body)).await.expect("an answer").0, 200);
    until("the write in the stream", async || {
        lines.push(events.next().await.expect("it goes on"));
        lines.last().is_some_and(|line| line["kind"] == "applied" && line["command"]["key"] == "seen")
    })
    .await;
    assert_numbered(&lines);
    // A node that is told to end does not wait for those that look on.
    let mut process = cluster.nodes[0].take().expect("it runs");
    process.signal("TERM");
    assert_eq!(process.ended().await, Some(0));
    while let Some(line) = events.next().await {
        lines.push(line);
    }
    assert_numbered(&lines);
    assert!(!cluster.log(0).contains("given up"), "{}", cluster.log(0));
}

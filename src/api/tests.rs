use super::request::HttpRequest;
use super::*;
use crate::kv::{Command, Outcome, Request, RequestId, SessionId, StateMachine};
use crate::raft::{
    AppendAnswer, Body, Config, Durable, Flaw, Flaws, LocalTime, LogIndex, LogPosition, Message, NodeId, NodeSet,
    Payload, Round, Term, WriteSeq,
};
use crate::replica::{Answer, Held, Replica};
use serde_json::{Value, json};

fn node(number: usize) -> NodeId {
    NodeId::new(number).unwrap()
}

fn request(method: &str, path: &str, body: &str) -> HttpRequest {
    HttpRequest { method: method.into(), path: path.into(), idempotency_key: None, body: body.as_bytes().to_vec() }
}

/// What is asked of node1.
fn asked(method: &str, path: &str, body: &str) -> Asked {
    read(&request(method, path, body), node(1)).unwrap()
}

/// Status and error of a request that node1 refuses.
fn refused(request: &HttpRequest) -> (u16, String) {
    let response = read(request, node(1)).unwrap_err();
    let body: Value = serde_json::from_str(&response.body).unwrap();
    (response.status, body["error"].as_str().unwrap().to_string())
}

fn command(command: Command) -> Asked {
    Asked::Command { command, key: None, redirect: false }
}

fn set(key: &str, value: &str) -> Command {
    Command::Set { key: key.into(), value: value.into() }
}

fn get(key: &str) -> Command {
    Command::Get { key: key.into() }
}

#[test]
fn requests_ask_for_what_the_chapter_says() {
    assert_eq!(asked("POST", "/kv", r#"{"key":"foo","value":"bar"}"#), command(set("foo", "bar")));
    assert_eq!(asked("GET", "/kv/foo", ""), command(get("foo")));
    assert_eq!(asked("DELETE", "/kv/foo", ""), command(Command::Delete { key: "foo".into() }));
    assert_eq!(asked("GET", "/debug", ""), Asked::Debug);
    assert_eq!(asked("GET", "/kv", ""), Asked::All { redirect: false });
    assert_eq!(asked("GET", "/kv/", ""), Asked::All { redirect: false }, "a slash at the end changes nothing");
}

#[test]
fn what_is_ours_stands_beside_it() {
    let cas = Command::Cas { key: "k".into(), old: "1".into(), new: "2".into() };
    assert_eq!(asked("POST", "/kv", r#"{"key":"k","value":"2","old":"1"}"#), command(cas));
    assert_eq!(asked("GET", "/kv/a%2Fb%20%C3%A9", ""), command(get("a/b é")));
    let redirected = Asked::Command { command: get("x"), key: None, redirect: true };
    for query in ["redirect", "redirect=1", "redirect=true", "&redirect"] {
        assert_eq!(asked("GET", &format!("/kv/x?{query}"), ""), redirected, "{query}");
    }
    assert_eq!(asked("GET", "/kv/x?redirect=false", ""), command(get("x")));
    for path in ["/kv/x", "/kv", "/debug"] {
        assert_eq!(asked("HEAD", path, ""), asked("GET", path, ""), "{path}");
    }
    let keyed = HttpRequest { idempotency_key: Some("order-7".into()), ..request("DELETE", "/kv/x", "") };
    let delete = Command::Delete { key: "x".into() };
    let expected = Asked::Command { command: delete, key: Some("order-7".into()), redirect: false };
    assert_eq!(read(&keyed, node(1)), Ok(expected));
    let read_with_key = HttpRequest { idempotency_key: Some("order-7".into()), ..request("GET", "/kv/x", "") };
    assert_eq!(read(&read_with_key, node(1)), Ok(command(get("x"))), "a read needs none");
}

#[test]
fn a_fault_is_named_with_its_place_and_what_was_expected() {
    let post = |body: &str| request("POST", "/kv", body);
    let form = r#"body: expected {"key": "…", "value": "…"}, found"#;
    let cases = [
        (post(""), 400, format!("{form} nothing")),
        (post(r#"{"key":"foo",}"#), 400, format!("{form} what is not JSON: trailing comma at line 1 column 14")),
        (
            post("{\n\"key\":\"foo\"}"),
            400,
            format!("{form} what is not of that form: missing field `value` at line 2 column 12"),
        ),
        (
            post(r#"{"key":"foo","value":42}"#),
            400,
            format!(
                "{form} what is not of that form: invalid type: integer `42`, expected a string at line 1 column 23"
            ),
        ),
        (
            post(r#"{"key":"foo","value":"1","old":null}"#),
            400,
            format!("{form} what is not of that form: invalid type: null, expected a string at line 1 column 35"),
        ),
        (post(r#" ["foo","1","0"]"#), 400, format!("{form} an array")),
        (post(r#"{"key":"","value":"1"}"#), 400, "key: expected 1 to 4096 bytes, found none".into()),
        (request("GET", "/kv/%FF", ""), 400, "path: expected a key in UTF-8, found other bytes".into()),
        (request("GET", "/kv/x?redirct", ""), 400, r#"query: expected redirect, found "redirct""#.into()),
        (
            request("GET", "/kv/a/b", ""),
            404,
            r#"path: expected /kv, /kv/KEY, /debug, /raft/request-vote or /raft/append-entries, found "/kv/a/b""#
                .into(),
        ),
        (request("PUT", "/kv", ""), 405, r#"method of /kv: expected GET or HEAD or POST, found "PUT""#.into()),
        (request("POST", "/debug", ""), 405, r#"method of /debug: expected GET or HEAD, found "POST""#.into()),
    ];
    for (request, status, error) in cases {
        assert_eq!(refused(&request), (status, error), "{request:?}");
    }
    let wrong_method = read(&request("PUT", "/kv/x", ""), node(1)).unwrap_err();
    assert_eq!(wrong_method.header("allow"), Some("GET, HEAD, DELETE"));
}

#[test]
fn limits_are_stated_and_kept() {
    let long = "é".repeat(2049);
    let at_limit = "x".repeat(4096);
    let body = |key: &str, value: &str| json!({ "key": key, "value": value }).to_string();
    assert_eq!(asked("POST", "/kv", &body(&at_limit, &at_limit)), command(set(&at_limit, &at_limit)));
    for (request, what, max) in [
        (request("POST", "/kv", &body(&long, "1")), "key", 4096),
        (request("POST", "/kv", &body("x", &long)), "value", 4096),
        (request("POST", "/kv", &body("x", &"1".repeat(BODY_BYTES_MAX))), "body", BODY_BYTES_MAX),
        (request("GET", &format!("/kv/{long}"), ""), "key", 4096),
    ] {
        let error = format!("{what}: expected at most {max} bytes of UTF-8, found more");
        assert_eq!(refused(&request), (413, error));
    }
    for key in [String::new(), "k".repeat(257)] {
        let found = key.len();
        let keyed = HttpRequest { idempotency_key: Some(key), ..request("DELETE", "/kv/x", "") };
        assert_eq!(refused(&keyed), (400, format!("Idempotency-Key: expected 1 to 256 bytes, found {found}")));
    }
}

fn place(dialect: Dialect) -> Place<'static> {
    Place {
        dialect,
        leader: Some(node(3)),
        forwarded: false,
        path: "/kv/x?redirect",
        address_of: &|node| format!("http://localhost:300{}", node.number()),
    }
}

/// What node1 answers.
fn response(asked: &Asked, answer: &Answer, place: Place<'_>) -> HttpResponse {
    match next(asked, answer, place) {
        Next::Respond(response) => response,
        Next::Forward(node) => panic!("it is forwarded to {node}"),
    }
}

fn body(response: &HttpResponse) -> Value {
    serde_json::from_str(&response.body).unwrap()
}

#[test]
fn what_is_done_is_answered_as_in_the_chapter() {
    let done = |command: Command, outcome: Outcome| {
        let response = response(
            &Asked::Command { command, key: None, redirect: false },
            &Answer::Done(outcome),
            place(Dialect::Raftarium),
        );
        assert_eq!(response.header("content-type"), Some("application/json; charset=utf-8"));
        assert_eq!(response.header(LEADER), Some("node3"));
        (response.status, response.body)
    };
    assert_eq!(done(set("foo", "bar"), Outcome::Ok), (200, r#"{"key":"foo","value":"bar"}"#.into()));
    assert_eq!(done(get("foo"), Outcome::Value("bar".into())), (200, r#"{"key":"foo","value":"bar"}"#.into()));
    let delete = Command::Delete { key: "foo".into() };
    assert_eq!(done(delete, Outcome::Ok), (200, r#"{"key":"foo","deleted":true}"#.into()));
    let absent = r#"{"error":"the key \"foo\" has no value","key":"foo"}"#;
    assert_eq!(done(get("foo"), Outcome::Absent), (404, absent.into()));
    let cas = Command::Cas { key: "foo".into(), old: "1".into(), new: "2".into() };
    assert_eq!(done(cas.clone(), Outcome::Ok), (200, r#"{"key":"foo","value":"2"}"#.into()));
    let refused = r#"{"error":"the value is not the old one, nothing was done","key":"foo"}"#;
    assert_eq!(done(cas, Outcome::Refused), (409, refused.into()));
}

#[test]
fn a_write_is_forwarded_once_or_redirected() {
    let write = command(set("x", "1"));
    let elsewhere = Answer::NotLeader(Some(node(3)));
    assert_eq!(next(&write, &elsewhere, place(Dialect::Raftarium)), Next::Forward(node(3)));
    let again = Place { forwarded: true, ..place(Dialect::Raftarium) };
    let refused = response(&write, &elsewhere, again);
    assert_eq!((refused.status, refused.header(LEADER)), (503, Some("node3")));
    let wants_redirect = Asked::Command { command: get("x"), key: None, redirect: true };
    let redirected = response(&wants_redirect, &elsewhere, place(Dialect::Raftarium));
    assert_eq!(redirected.status, 307);
    assert_eq!(redirected.header("Location"), Some("http://localhost:3003/kv/x?redirect"));
    assert_eq!(redirected.body, r#"{"error":"node3 leads, ask it"}"#);
    assert_eq!(next(&Asked::All { redirect: false }, &elsewhere, place(Dialect::Raftarium)), Next::Forward(node(3)));
}

#[test]
fn where_nothing_was_done_to_ask_again_helps() {
    let write = command(set("x", "1"));
    for (answer, error) in [
        (Answer::NotLeader(None), "no leader is known, try again"),
        (Answer::HandingOver(node(2)), "leadership is being handed over to node2, nothing was done, try again"),
        (Answer::Unconfirmed, "no majority has confirmed what is committed, try again"),
    ] {
        let response = response(&write, &answer, place(Dialect::Raftarium));
        assert_eq!((response.status, response.header("Retry-After")), (503, Some("1")));
        assert_eq!(body(&response), json!({ "error": error }));
    }
    let taken = response(&write, &Answer::KeyTaken, place(Dialect::Raftarium));
    assert_eq!((taken.status, taken.header("Retry-After")), (422, None), "to ask again does not");
    let cut_off = not_reached(node(3));
    assert_eq!(
        (cut_off.status, body(&cut_off)["error"].as_str()),
        (503, Some("node3 leads and cannot be reached, try again"))
    );
    assert_eq!((no_answer_in_time(None).status, no_answer_in_time(Some(node(3))).status), (504, 504));
    assert_eq!(no_answer_to_message().status, 503);
}

#[test]
fn as_printed_the_chapter_refuses_with_500_and_takes_a_missing_key_for_a_value() {
    let (read, write) = (command(get("foo")), command(set("foo", "1")));
    for dialect in [Dialect::Chapter, Dialect::ChapterPython] {
        for asked in [&read, &write] {
            let refused = |answer: Answer| {
                let response = response(asked, &answer, place(dialect));
                (response.status, body(&response)["error"].as_str().unwrap().to_string())
            };
            let elsewhere = refused(Answer::NotLeader(Some(node(3))));
            assert_eq!(elsewhere, (500, "Pas un leader. Veuillez rediriger vers node3".into()));
            assert_eq!(refused(Answer::NotLeader(None)), (500, "Aucun leader connu. Veuillez réessayer.".into()));
        }
    }
    let absent = |dialect| response(&read, &Answer::Done(Outcome::Absent), place(dialect));
    assert_eq!((absent(Dialect::Chapter).status, absent(Dialect::Chapter).body), (200, r#"{"key":"foo"}"#.into()));
    assert_eq!(absent(Dialect::ChapterPython).body, r#"{"key":"foo","value":null}"#);

    let with = |follower_reads, flaws: &[Flaw]| Config { follower_reads, flaws: Flaws::of(flaws), ..Config::DEFAULT };
    assert_eq!(Dialect::of(&Config::DEFAULT), Dialect::Raftarium);
    assert_eq!(Dialect::of(&with(true, &[Flaw::HeartbeatsIgnored])), Dialect::Raftarium);
    assert_eq!(Dialect::of(&with(false, &[])), Dialect::Chapter);
    assert_eq!(Dialect::of(&with(false, &[Flaw::HeartbeatsIgnored])), Dialect::ChapterPython);
}

#[test]
fn each_status_has_a_number_and_words_of_its_own() {
    for status in Status::ALL {
        let same = |other: &&Status| other.code() == status.code() || other.reason() == status.reason();
        assert_eq!(Status::ALL.iter().filter(same).count(), 1, "{status:?}");
    }
}

#[test]
fn nodes_have_the_chapter_s_names_and_ours() {
    for name in ["node2", "n2", "node2:3000", "n2:5000"] {
        assert_eq!(node_named(name), Some(node(2)), "{name}");
    }
    for name in ["", "node", "node0", "node10", "node02", "node+2", "2", "noden2"] {
        assert_eq!(node_named(name), None, "{name}");
    }
    assert_eq!(name_of(node(2)), "node2");
}

#[test]
fn state_is_the_chapter_s_seven_fields_and_ours() {
    let disk = Durable::default();
    let (replica, _) = Replica::<()>::recover(node(1), NodeSet::first(3), Config::DEFAULT, disk, LocalTime(0));
    let response = debug(&replica).response();
    let seven = r#"{"nodeId":"node1","state":"follower","term":0,"leaderId":null,"logLength":0,"commitIndex":0,"stateMachine":{},"raft":{"#;
    assert!(response.body.starts_with(seven), "{}", response.body);
    let expected = json!({
        "role": "follower", "votedFor": null, "lastLogIndex": 0, "lastLogTerm": 0, "lastApplied": 0, "snapshotIndex": 0,
        "voters": ["node1", "node2", "node3"], "outgoing": [], "learners": [],
    });
    assert_eq!(body(&response)["raft"], expected);
}

#[test]
fn all_is_one_object_in_order_of_keys() {
    let mut store = StateMachine::default();
    for (id, (key, value)) in (1..).zip([("b", "2"), ("a", "\"1\""), ("é", "")]) {
        store.apply(&Request { session: SessionId(1), id: RequestId(id), command: set(key, value) });
    }
    assert_eq!(all(store).body, r#"{"a":"\"1\"","b":"2","é":""}"#);
}

#[test]
fn the_chapter_s_rpcs_are_messages() {
    let vote = r#"{"term":7,"candidateId":"node2","lastLogIndex":4,"lastLogTerm":3}"#;
    let last = LogPosition { term: Term(3), index: LogIndex(4) };
    let vote_body = Body::RequestVote { last, by_transfer: false };
    let expected = Message { from: node(2), to: node(1), term: Term(7), body: vote_body };
    assert_eq!(asked("POST", "/raft/request-vote", vote), Asked::Rpc(expected));

    let entries = json!([
        { "index": 5, "term": 3, "command": r#"{"type":"SET","key":"x","value":"1"}"# },
        { "index": 6, "term": 7, "command": r#"{"type":"DELETE","key":"x"}"# },
    ]);
    let append = json!({
        "term": 7, "leaderId": "n3", "prevLogIndex": 4, "prevLogTerm": 3, "entries": entries, "leaderCommit": 2,
    });
    let Asked::Rpc(message) = asked("POST", "/raft/append-entries", &append.to_string()) else { panic!() };
    assert_eq!((message.from, message.to, message.term), (node(3), node(1), Term(7)));
    let Body::AppendEntries(append) = message.body else { panic!() };
    assert_eq!((append.prev, append.leader_commit), (last, LogIndex(2)));
    let held: Vec<(Term, Request)> = append
        .entries
        .iter()
        .map(|entry| match &entry.payload {
            Payload::Command(bytes) => (entry.term, Request::decode(bytes).unwrap()),
            Payload::NoOp | Payload::Configuration(_) => panic!(),
        })
        .collect();
    assert_eq!((held[0].0, &held[0].1.command), (Term(3), &set("x", "1")));
    assert_eq!((held[1].0, &held[1].1.command), (Term(7), &Command::Delete { key: "x".into() }));
    assert!(held[0].1.id < held[1].1.id, "each is applied once");
}

#[test]
fn an_rpc_of_the_wrong_form_is_refused() {
    let vote = |body: Value| request("POST", "/raft/request-vote", &body.to_string());
    let append = |term: u64, entries: Value| {
        let body = json!({
            "term": term, "leaderId": "node2", "prevLogIndex": 1, "prevLogTerm": 2, "entries": entries, "leaderCommit": 0,
        });
        request("POST", "/raft/append-entries", &body.to_string())
    };
    let entry = |index: u64, term: u64, command: &str| json!([{ "index": index, "term": term, "command": command }]);
    let candidate = |id: &str| json!({ "term": 1, "candidateId": id, "lastLogIndex": 0, "lastLogTerm": 0 });
    let too_high = json!({ "term": 1u64 << 53, "candidateId": "node2", "lastLogIndex": 0, "lastLogTerm": 0 });
    let set = r#"{"type":"SET","key":"x","value":"1"}"#;
    for (request, error) in [
        (vote(candidate("node1")), "candidateId: expected a node other than node1, found \"node1\""),
        (vote(candidate("nobody")), "candidateId: expected a node other than node1, found \"nobody\""),
        (vote(too_high), "term: expected 0 to 9007199254740991, found 9007199254740992"),
        (append(3, entry(7, 3, set)), "entries[0].index: expected 2, found 7"),
        (append(3, entry(2, 4, set)), "entries[0].term: expected 2 to 3, found 4"),
        (append(3, entry(2, 1, set)), "entries[0].term: expected 2 to 3, found 1"),
    ] {
        assert_eq!(refused(&request), (400, error.to_string()));
    }
    let (status, error) = refused(&append(3, entry(2, 3, "SET x 1")));
    assert_eq!(status, 400);
    assert!(error.starts_with(r#"entries[0].command: expected {"type":"SET","key":"…","value":"…"}, DELETE or GET in a string, found "SET x 1": "#), "{error}");
    let (_, error) = refused(&vote(json!({ "term": -1 })));
    assert!(error.ends_with("invalid value: integer `-1`, expected u64 at line 1 column 10"), "{error}");
}

fn vote_reply(to: usize) -> Message {
    Message { from: node(1), to: node(to), term: Term(7), body: Body::RequestVoteReply { granted: true } }
}

fn append_reply(answer: AppendAnswer) -> Message {
    let body = Body::AppendEntriesReply { round: Round::default(), sent_at: LocalTime(0), answer };
    Message { from: node(1), to: node(2), term: Term(7), body }
}

#[test]
fn replies_are_the_chapter_s() {
    let answer = |message| answer_message(&message).map(|response| (response.status, response.body));
    assert_eq!(answer(vote_reply(2)), Some((200, r#"{"term":7,"voteGranted":true}"#.into())));
    let accepted = append_reply(AppendAnswer::Accepted { match_index: LogIndex(3) });
    assert_eq!(answer(accepted), Some((200, r#"{"term":7,"success":true}"#.into())));
    assert_eq!(answer(append_reply(AppendAnswer::StaleTerm)), Some((200, r#"{"term":7,"success":false}"#.into())));
    assert_eq!(answer(Message { body: Body::TimeoutNow, ..vote_reply(2) }), None);
}

fn held(message: Message) -> Held<()> {
    Held { message, after: WriteSeq(1), decided: () }
}

/// The message of node2 came first, and its reply waits for the disk as well.
#[test]
fn of_two_replies_alike_the_second_is_the_one_that_was_asked_for_here() {
    let Asked::Rpc(message) =
        asked("POST", "/raft/request-vote", r#"{"term":7,"candidateId":"n2","lastLogIndex":0,"lastLogTerm":0}"#)
    else {
        panic!()
    };
    let mut waiting = vec![held(vote_reply(3)), held(vote_reply(2))];
    let mut awaited = AwaitedReply::to(&message, &waiting);
    waiting.push(held(vote_reply(2)));
    assert!(awaited.is_to_come(&waiting));
    let leave: Vec<bool> = waiting.iter().map(|held| awaited.is(&held.message)).collect();
    assert_eq!(leave, [false, false, true]);

    let mut at_once = AwaitedReply::to(&message, &waiting);
    assert!(!at_once.is(&append_reply(AppendAnswer::StaleTerm)), "of another kind");
    assert!(at_once.is(&vote_reply(2)), "in the step that takes the message");
    let mut disregarded = AwaitedReply::to(&message, &waiting);
    assert!(!disregarded.is_to_come(&waiting));
}

//! Runs in which everything that can be missing is missing at some instant, and the questions that can be asked then.

use raftarium::lab::Lab;
use raftarium::lab::view::{ClusterView, Explanation, SnapshotQuery};

/// Scripts, each with the number of instants after its end at which questions are asked.
const SCRIPTS: [(&str, u64); 41] = [
    // A client that asks once, whose answer is lost.
    (
        "nodes 3\nconfig client-retries off\ntimeout n1\nrun until leader n1\ndrop next 1 ClientReply n1 -> c1\nset x 1\nrun 200ms\n",
        2,
    ),
    // The same by HTTP.
    (
        "nodes 3\ntimeout n1\nrun until leader n1\nrun until agreed\ndrop next 1 HttpResponse n1 -> c1\n\
      http GET /kv/x to n1 from c1\nrun 100ms\n",
        2,
    ),
    // A voter that has just heard from a leader that is down now.
    ("config pre-vote on\ntimeout n1\nrun until leader n1\nrun until agreed\ncrash n1\ntimeout n3\nrun 2ms\n", 4),
    // A first election, from its first instant; then a command on its way.
    ("nodes 3\nseed 5\nconfig latency 4ms\ntimeout n2\n", 16),
    (
        "nodes 3\nseed 5\nconfig latency 4ms\nconfig fsync 3ms\ntimeout n2\nrun until leader n2\nset x 1 from c1 to n1\n",
        24,
    ),
    // A majority cut off, in parts one way only.
    (
        "nodes 5\nseed 1\ntimeout n1\nrun until leader n1\nset x 1\nrun until idle\nrun until agreed\ncut n1 - n2\ncut n1 - n5\n\
      cut n1 -> n3\ncut n4 -> n1\nset x 2\nset y 3\nrun 30ms\n",
        8,
    ),
    // A majority that is down or paused.
    (
        "nodes 5\nseed 1\ntimeout n1\nrun until leader n1\nset x 1\nrun until idle\ncrash n2\ncrash n3\npause n4\nset x 2\nrun 30ms\n",
        8,
    ),
    ("nodes 3\nseed 2\nrun until leader\nrun until agreed\ncrash n1\ncrash n2\npause n3\nget x from c2\nrun 10ms\n", 4),
    // An old leader, and an entry that will be replaced.
    (
        "nodes 3\nseed 4\ntimeout n1\nrun until leader n1\nisolate n1\nset x 1 from c1 to n1\nrun 50ms\ntimeout n2\n\
      run until leader n2\nrun 60ms\nheal\n",
        40,
    ),
    // Votes refused.
    (
        "nodes 3\nseed 1\ntimeout n1\nrun until leader n1\nisolate n3\nset x 1\nrun until idle\ncrash n1\nheal\ntimeout n3\n",
        40,
    ),
    ("nodes 3\nseed 1\nconfig latency 5ms\ncut n3 - n1\ntimeout n1\nrun 2ms\ntimeout n3\n", 20),
    (
        "nodes 5\nseed 1\nconfig latency 5ms\ntimeout n1\nrun until leader n1\npartition n1 n2 n3 | n4 n5\nset x 1\nrun until idle\n\
      timeout n4\nrun 8ms\nheal\ntimeout n4\n",
        30,
    ),
    // Reads that wait, and a message that is lost.
    (
        "nodes 3\nseed 4\nconfig reads read-index\nconfig no-op off\ntimeout n1\nrun until leader n1\nset x 1\nrun until idle\n\
      crash n1\ntimeout n2\nrun until leader n2 within 5s\nget x from c2 to n2\n",
        30,
    ),
    (
        "nodes 3\nseed 4\nconfig reads read-index\ntimeout n1\nrun until leader n1\nrun until agreed\nget x from c2 to n1\n",
        30,
    ),
    (
        "nodes 5\nseed 1\ntimeout n1\nrun until leader n1\nrun until agreed\ndrop next 1 AppendEntries n1 -> n2\n\
      drop next 9 any n3 -> n1\ncut n1 - n4\nset x 1\nset y 1 from c2\ndrop next 2 ClientReply n1 -> c1\nrun 20ms\n",
        60,
    ),
    // A leader without followers yet, and clients that know of no leader.
    (
        "nodes 3\nseed 3\nconfig latency 2ms\nset x 1 from c1\nset y 1 from c1\nrun 20ms\ntimeout n1\nrun until role n1 leader\n",
        30,
    ),
    (
        "nodes 3\nseed 1\nconfig no-op off\ntimeout n1\nrun until leader n1\nset x 1\nisolate n3\nrun until last n2 = 1\nrun 8ms\n\
      crash n1\nrestart n1\ntimeout n1\nrun until leader n1 within 5s\nheal\n",
        30,
    ),
    // Promises that are refused while a leader is alive: to a node that is cut off from it, and to one that is not.
    (
        "nodes 3\nseed 1\nconfig pre-vote on\nconfig check-quorum on\ntimeout n1\nrun until leader n1\nrun until agreed\n\
      cut n1 - n3\nrun 250ms\n",
        12,
    ),
    ("nodes 3\nseed 1\nconfig pre-vote on\ntimeout n1\nrun until leader n1\nrun until agreed\ntimeout n3\n", 12),
    // A log that is compacted, so that a node that was down gets a snapshot.
    (
        "nodes 3\nseed 2\nconfig snapshot-every 3\ntimeout n1\nrun until leader n1\ncrash n3\nset a 1\nset b 2\nset c 3\n\
      set d 4\nset e 5\nrun until idle\nrestart n3\n",
        40,
    ),
    // A learner that catches up, and one that cannot; a server that was removed.
    ("nodes 3\nseed 2\ntimeout n1\nrun until leader n1\nset x 1\nrun until idle\nadd n4\n", 24),
    ("nodes 3\nseed 2\ntimeout n1\nrun until leader n1\nadd n4\ncut n1 - n4\nset x 1\nrun 300ms\n", 6),
    ("nodes 4\nseed 2\ntimeout n1\nrun until leader n1\nremove n2\nrun 300ms\n", 6),
    // Disks that stop their nodes.
    (
        "nodes 5\nseed 2\ntimeout n1\nrun until leader n1\nrun until agreed\ndisk n2 full\ndisk n3 fails\ndisk n4 fails\n\
      set x 1\nrun 80ms\n",
        8,
    ),
    // Clients that are cut from the leader: both ways, and each way.
    (
        "nodes 3\nseed 2\ntimeout n1\nrun until leader n1\nrun until agreed\ncut c1 - n1\ncut c2 -> n1\ncut n1 -> c3\n\
      set x 1\nset y 1 from c2\nset z 1 from c3\nrun 30ms\n",
        8,
    ),
    // Clients that wait, because leadership is being transferred, and because a deposed leader confirms no read.
    ("nodes 3\ntimeout n1\nrun until leader n1\nrun until agreed\nisolate n3\ntransfer n3\nset x 1\nrun 10ms\n", 12),
    (
        "nodes 3\ntimeout n1\nrun until leader n1\nrun until agreed\ndelay next 1 ReadIndex n2 -> n1 60ms\n\
      get x from c2 to n2\nrun 20ms\ntimeout n3\nrun 80ms\n",
        8,
    ),
    // The leader of a cluster of one node.
    ("nodes 1\nrun until leader\n", 2),
    // A leader that is cut off in one direction, and candidates that it disregards.
    (
        "nodes 3\nconfig reads lease\ntimeout n1\nrun until leader n1\nrun until agreed\ncut n1 -> n2\ncut n1 -> n3\nrun 150ms\n",
        40,
    ),
    // Voters that refused for a reason that no longer holds, and one that has just started.
    (
        "nodes 3\nconfig pre-vote on\ntimeout n1\nrun until leader n1\nrun until agreed\ntimeout n3\nrun 30ms\n\
      config election-timeout 10ms..20ms\nrun 5ms\n",
        12,
    ),
    (
        "nodes 3\nconfig check-quorum on\ntimeout n1\nrun until leader n1\nrun until agreed\ncrash n1\ncrash n2\nrestart n2\n\
      timeout n3\nrun 10ms\n",
        24,
    ),
    // An old leader beside voters of a later term, whose leader is gone.
    (
        "nodes 3\ntimeout n1\nrun until leader n1\nrun until agreed\nisolate n1\ntimeout n2\nrun until leader n2\n\
      set x 1 from c1 to n2\nrun until last n3 = 3\ncrash n2\nset y 1 from c2 to n1\nrun 20ms\nheal\n",
        8,
    ),
    // A read that was forwarded to a leader that has been replaced.
    (
        "nodes 3\ntimeout n1\nrun until leader n1\nrun until agreed\ndrop next 1 ReadIndex n2 -> n1\nget x from c2 to n2\n\
      run 20ms\ntimeout n3\nrun 80ms\n",
        8,
    ),
    // A leader that is deposed without hearing of it, until the cut is healed; and one that was removed.
    (
        "nodes 5\nseed 2\ntimeout n1\nrun until leader n1\nrun until agreed\npartition n1 n2 | n3 n4 n5\n\
      set x 1 from c1 to n1\nget x from c2 to n1\nrun until leader n3\nheal\n",
        8,
    ),
    (
        "nodes 5\nseed 2\ntimeout n1\nrun until leader n1\nrun until agreed\npartition n1 n2 | n3 n4 n5\nrun 200ms\ntimeout n3\nrun 5ms\n",
        12,
    ),
    (
        "nodes 4\ntimeout n1\nrun until leader n1\nrun until agreed\nisolate n1\ntimeout n2\nrun until leader n2\nremove n1\nrun until order done\nheal\nrun 20ms\n",
        4,
    ),
    // Both sets of a joint configuration.
    (
        "nodes 5\ntimeout n1\nrun until leader n1\nrun until agreed\npartition n1 n2 n3 | n4 n5\nmembers n1 n4 n5\nset x 1\nrun 400ms\n",
        4,
    ),
    (
        "nodes 5\ntimeout n1\nrun until leader n1\nrun until agreed\npartition n1 n2 | n3 n4 n5\nmembers n1 n2\nset x 1\nrun 400ms\n",
        4,
    ),
    // Stale reads, of a value and of a key that is there by now; and an answer that is no read.
    (
        "nodes 3\nconfig reads local\ntimeout n1\nrun until leader n1\nrun until agreed\nisolate n3\nset x 1\nrun until idle\n\
      get x from c2 to n3\nrun until idle\nget x from c3 to n1\nrun until idle\ndelete x\nrun until idle\nget x from c4 to n1\nrun until idle\n\
      get x from c5 to n3\nrun until idle\n",
        1,
    ),
    (
        "nodes 3\ntimeout n1\nrun until leader n1\nset x 1\nrun until idle\nrun until agreed\nwipe n1\nwipe n2\nwipe n3\nrestart all\n\
      timeout n1\nrun until leader n1\ncas x 1 2 from c2\nrun 200ms\n",
        1,
    ),
    // A follower's read.
    (
        "nodes 3\nseed 2\ntimeout n1\nrun until leader n1\nset x 1\nrun until idle\nget x from c2 to n2\nrun 12ms\n\
      cut n1 - n2\nget x from c3 to n2\n",
        24,
    ),
];

/// The time between two instants at which questions are asked, µs.
const APART_US: u64 = 2_500;

/// Passes on the explanation for every question at every instant.
pub fn for_each_lack(mut take: impl FnMut(&Lab, &Explanation)) {
    for (script, instants) in SCRIPTS {
        let mut lab = Lab::new(script).unwrap_or_else(|error| panic!("{error:?} in\n{script}"));
        while picture(&lab).script.state == "running" {
            lab.step(1);
        }
        for _ in 0..instants {
            let view = picture(&lab);
            assert_eq!(view.script.state, "free", "{script}");
            for question in questions(&view) {
                let why = lab.why(&question).unwrap_or_else(|| panic!("{question} is a question"));
                assert_eq!(why.question, question);
                take(&lab, &why);
            }
            lab.advance(view.now_us as u64 + APART_US, u64::MAX);
        }
    }
}

/// The cluster as it is drawn.
pub fn picture(lab: &Lab) -> ClusterView {
    lab.snapshot(SnapshotQuery { log_from: 1, log_columns: 1, kv_rows: 1 })
}

/// What can be asked of a cluster.
fn questions(view: &ClusterView) -> Vec<String> {
    let mut questions = vec!["leader".to_string()];
    for node in &view.nodes {
        let name = &node.name;
        questions.extend(["role", "term", "leader"].map(|asked| format!("{asked} {name}")));
        let next = node.commit_index as u64 + 1;
        questions.push(format!("entry {name} {next}"));
        questions.push(format!("entry {name} {}", view.log_end as u64 + 1));
        if 1 < next {
            questions.push(format!("entry {name} {}", next - 1));
        }
        let candidates = view.nodes.iter().filter(|other| other.role == "candidate" || other.role == "leader");
        questions.extend(candidates.map(|candidate| format!("vote {name} {}", candidate.name)));
        questions.push(format!("vote {name} n1"));
    }
    for client in &view.clients {
        let answered = client.history.iter().map(|request| request.request);
        let last = answered.chain(client.outstanding.iter().map(|request| request.request)).fold(0.0, f64::max);
        let last = last + client.queued;
        if 0.0 < last {
            questions.push(format!("request {} {last}", client.name));
        }
    }
    questions
}

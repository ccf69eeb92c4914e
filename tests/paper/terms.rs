//! §5.1: "Current terms are exchanged whenever servers communicate."

use super::harness::*;
use raftarium::raft::{AppendAnswer, Body, Round, Term};

/// n1 of three, in term 2, in each of the roles.
fn every_role() -> [(&'static str, Bench); 3] {
    let follower = Bench::with_log(3, 2, &[1]);
    let mut candidate = Bench::with_log(3, 1, &[1]);
    candidate.times_out();
    candidate.sync();
    [("follower", follower), ("candidate", candidate), ("leader", Bench::leading(3, CONFIG, 1, &[1]))]
}

fn every_message() -> [Body; 4] {
    [request_vote(at(1, 1)), vote(true), append(at(1, 1), &[], 0), accepted(Round::default(), 1)]
}

/// §5.1: "If one server's current term is smaller than the other's, then it updates its current term to the larger
/// value. If a candidate or leader discovers that its term is out of date, it immediately reverts to follower state."
#[test]
fn every_role_takes_a_higher_term_from_every_message_and_follows() {
    for (role, bench) in every_role() {
        for body in every_message() {
            let mut bench = bench.clone();
            assert_eq!(bench.term(), 2);
            bench.hears(2, 5, body.clone());
            assert_eq!(bench.term(), 5, "{role} hears {body:?}");
            assert!(bench.is_follower(), "{role} hears {body:?}");
        }
    }
}

/// §5.1: a term that was only just learned carries no vote of the old one.
#[test]
fn a_new_term_forgets_the_vote_of_the_old_one() {
    for (role, mut bench) in every_role() {
        bench.hears(2, 5, vote(false));
        assert_eq!(bench.node.voted_for(), None, "{role}");
    }
}

/// §5.1: "If a server receives a request with a stale term number, it rejects the request."
#[test]
fn every_role_refuses_requests_of_a_lower_term_and_says_its_own() {
    for (role, bench) in every_role() {
        let mut asked = bench.clone();
        let refusal = asked.hears(2, 1, request_vote(at(9, 9)));
        assert!(!granted(&refusal), "{role}");
        assert_eq!(only_message(&refusal).term, Term(2), "{role}");

        let mut told = bench.clone();
        let refusal = told.hears(2, 1, append(at(1, 1), &[1], 1));
        assert_eq!(answer(&refusal), AppendAnswer::StaleTerm, "{role}");
        assert_eq!(only_message(&refusal).term, Term(2), "{role}");

        for bench in [asked, told.clone()] {
            assert_eq!(bench.node.role_name(), told.node.role_name(), "{role} keeps its role");
            assert_eq!((bench.term(), bench.commit_index()), (2, 0), "{role} learns nothing from it");
        }
        assert_eq!(told.node.log(), bench.node.log(), "{role} takes no entry from it");
    }
}

/// §5.2: a leader that is over does not keep a follower from standing.
#[test]
fn a_stale_leader_does_not_reset_the_election_timer() {
    let mut follower = Bench::with_log(3, 2, &[1]);
    assert_eq!(follower.hears(2, 1, append(at(1, 1), &[], 0)).election_timer, None);
    assert_eq!(follower.node.leader(), None);
}

/// §5.1: a reply of an earlier term is of an election or a leadership that is over.
#[test]
fn replies_of_a_lower_term_change_nothing() {
    for (role, bench) in every_role() {
        for body in [vote(true), vote(false), accepted(beat(1), 1), too_short(beat(1), 1, 1)] {
            let mut told = bench.clone();
            let effects = told.hears(2, 1, body.clone());
            assert_eq!(told.node, bench.node, "{role} hears {body:?}");
            assert!(effects.messages.is_empty(), "{role} hears {body:?}");
        }
    }
}

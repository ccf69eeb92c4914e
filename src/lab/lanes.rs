//! The lanes of a history that has no order: what `check` found, in terms of sentences.

use super::Lab;
use super::args::{Args, name};
use super::feed::{add_args, unordered_view_of};
use super::question::Question;
use super::view::{LaneCall, LaneOrder, LaneReason, LanesView};
use crate::check::linearizability::{Blocked, Call, Conflict, Partial, STEPS_MAX, Why, conflict};
use crate::kv::{Command, Text};
use crate::sim::Field;

impl Lab {
    /// The lanes of the answer at this return event that no order explains, or of the first; nothing if there is none.
    pub fn lanes(&self, event: Option<u64>) -> Option<LanesView> {
        let history = self.runner.world().history();
        let unordered = self.runner.checks().linearizability().unordered();
        let number = unordered.iter().position(|one| event.is_none_or(|event| one.event.0 == event))?;
        let place = unordered[number].operation;
        let operation = history.get(place)?;
        // Each answer without an order has none among the calls without those before it.
        let is_before = |place: &usize| unordered[..number].iter().any(|one| one.operation == *place);
        let key = operation.command.key();
        let same_key = history.iter().enumerate().filter(|(_, operation)| operation.command.key() == key);
        let part: Vec<(usize, Call)> =
            same_key.filter(|(place, _)| !is_before(place)).map(|(place, call)| (place, Call::from(call))).collect();
        let at = part.iter().position(|(other, _)| *other == place)?;
        let calls: Vec<Call> = part.into_iter().map(|(_, call)| call).collect();
        let found = conflict(&calls, at, STEPS_MAX)?;
        let question = Question::Request(operation.client, operation.request).to_string();
        Some(LanesView { question, ..lanes_view(&found, &calls, |client| format!("c{client}")) })
    }
}

/// The lanes of a history, whose clients have these names.
pub fn lanes_view(conflict: &Conflict, history: &[Call], client: impl Fn(u32) -> String) -> LanesView {
    let call = |place: usize| &history[conflict.calls[place].place];
    let calls: Vec<LaneCall> = (0..conflict.calls.len())
        .map(|place| {
            let (kept, call) = (conflict.calls[place], call(place));
            let returned = call.returned.clone().filter(|_| kept.returned.is_some());
            let shown = Call { returned, ..call.clone() };
            let client = client(call.client);
            LaneCall {
                args: unordered_view_of(&client, &shown).args,
                client,
                called: kept.called as f64,
                returned: kept.returned.map(|number| number as f64),
                call_us: call.called.at_us as f64,
                return_us: shown.returned.as_ref().map(|(at, _)| at.at_us as f64),
                call_event: call.called.event.map(|event| event as f64),
                return_event: shown.returned.as_ref().and_then(|(at, _)| at.event).map(|event| event as f64),
            }
        })
        .collect();
    let moments = calls.iter().map(|call| 1 + usize::from(call.returned.is_some())).sum::<usize>();
    let commands: Vec<&Command> = (0..calls.len()).map(|place| &call(place).command).collect();
    let orders = conflict.orders.iter().map(|partial| lane_order(conflict, &calls, &commands, partial)).collect();
    LanesView {
        question: String::new(),
        moments: moments as f64,
        unexplained: conflict.unexplained as f64,
        calls,
        orders,
    }
}

fn lane_order(conflict: &Conflict, calls: &[LaneCall], commands: &[&Command], partial: &Partial) -> LaneOrder {
    let called = |place: usize| conflict.calls[place].called;
    let mut latest = 0;
    let after: Vec<f64> = partial
        .order
        .iter()
        .map(|place| {
            latest = latest.max(called(*place));
            latest as f64
        })
        .collect();
    let next = partial.blocked.iter().map(|blocked| called(blocked.call)).min().unwrap_or(0);
    LaneOrder {
        order: partial.order.iter().map(|place| *place as f64).collect(),
        after,
        cut: latest.max(next) as f64,
        reasons: partial.blocked.iter().map(|blocked| lane_reason(calls, commands, blocked)).collect(),
    }
}

fn lane_reason(calls: &[LaneCall], commands: &[&Command], blocked: &Blocked) -> LaneReason {
    let mut args: Args = calls[blocked.call].args.clone();
    let mut value = |name_of: &str, left_by: Option<usize>| {
        let value = left_by.and_then(|place| left(commands[place]));
        args.insert(format!("{name_of}-there"), name(if value.is_some() { "yes" } else { "no" }));
        add_args(&mut args, name_of, &Field::Text(value.map_or(String::new(), |value| value.to_string())));
    };
    value("is", blocked.left_by);
    let first = if let Why::Changes(first) = blocked.why { first } else { blocked.left_by };
    value("was", first);
    let (why, later) = match blocked.why {
        Why::NeverWritten => ("never-written", None),
        Why::NothingWritten => ("nothing-written", None),
        Why::Returned => ("returned", None),
        Why::Later(later) => ("later", Some(later)),
        Why::Changes(_) => ("changes", None),
        Why::Fits => ("fits", None),
    };
    args.insert("why".into(), name(why));
    let place = |place: Option<usize>| place.map(|place| place as f64);
    LaneReason { call: blocked.call as f64, args, by: place(blocked.left_by), later: place(later) }
}

/// What a key has after a call that wrote.
fn left(command: &Command) -> Option<&Text> {
    match command {
        Command::Set { value, .. } | Command::Cas { new: value, .. } => Some(value),
        Command::Delete { .. } | Command::Get { .. } => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lab::view::Arg;

    fn ran(script: &str) -> Lab {
        let mut lab = Lab::new(script).expect("the script is right");
        lab.run_script(u64::MAX);
        lab
    }

    #[test]
    fn a_stale_read_has_lanes_as_long_as_it_is_in_the_past() {
        let mut lab = ran(
            "nodes 3\nconfig reads local\nrun until leader n2\ncut n2 -> n1\nset x 1 to n2\nset y 1\nrun until idle\nget x to n1\n\
             get x from c2 to n1\nrun until idle\n",
        );
        let first = lab.lanes(None).expect("it is stale");
        assert_eq!((first.question.as_str(), first.moments, first.unexplained), ("request c2 1", 4.0, 1.0));
        let [set, get] = &first.calls[..] else { panic!("the other key is not needed: {first:?}") };
        assert_eq!((set.called, set.returned, get.called, get.returned), (0.0, Some(1.0), 2.0, Some(3.0)));
        let [order] = &first.orders[..] else { panic!("the read comes into no order: {first:?}") };
        assert_eq!((&order.order[..], &order.after[..], order.cut), (&[0.0][..], &[0.0][..], 2.0));
        let reason = &order.reasons[0];
        assert_eq!((reason.call, reason.by, reason.later), (1.0, Some(0.0), None));
        let arg = |name: &str| reason.args.get(name).cloned();
        assert_eq!(arg("why"), Some(Arg::Text("returned".into())));
        assert_eq!((arg("is"), arg("is-there")), (Some(Arg::Text("1".into())), Some(Arg::Text("yes".into()))));
        // The second stale read is told without the first, and by its return.
        let unordered = lab.runner.checks().linearizability().unordered().to_vec();
        assert_eq!(unordered.len(), 2);
        assert_eq!(lab.lanes(Some(unordered[0].event.0)), Some(first));
        let second = lab.lanes(Some(unordered[1].event.0)).expect("it is stale too");
        assert_eq!((second.question.as_str(), second.calls.len()), ("request c1 3", 2));
        assert_eq!(lab.lanes(Some(1)), None, "nothing returned there");
        lab.seek_us(0);
        assert_eq!(lab.lanes(None), None);
    }

    #[test]
    fn flaws_that_break_linearizability_have_lanes() {
        for script in [
            include_str!("../../tests/flaws/follower-reads-local.raft"),
            include_str!("../../tests/flaws/leader-reads-local.raft"),
            include_str!("../../tests/flaws/retries-apply-twice.raft"),
        ] {
            let lab = ran(script);
            let lanes = lab.lanes(None).expect(script);
            assert!((1..=4).contains(&lanes.calls.len()) && !lanes.orders[0].reasons.is_empty(), "{script}\n{lanes:?}");
        }
    }
}

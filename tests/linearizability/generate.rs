//! Random histories: a store carries out each call at a random moment, and a few answers are falsified.

use raftarium::check::linearizability::{Call, Moment};
use raftarium::kv::{Command, Outcome, Text};
use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64Mcg;
use std::collections::BTreeMap;

/// The parameters of a history.
#[derive(Clone, Copy, Debug)]
pub struct Shape {
    pub calls: usize,
    pub clients: u32,
    pub keys: usize,
    /// Values are drawn below this; with `None`, each value is written once.
    pub values: Option<u32>,
    /// Of 12 calls, this many are compare-and-sets, and this many deletes; of the others, one third writes.
    pub cas: u32,
    pub deletes: u32,
    /// Of 1,000 calls, this many never return.
    pub lost: u32,
    /// How many answers are falsified, at most.
    pub lies: usize,
    /// How many moments share an instant, about.
    pub ties: u64,
    /// Of 10 calls, this many have no event numbers.
    pub unnumbered: u32,
}

/// The call that a client waits for.
struct Busy {
    call: usize,
    happened: bool,
    is_lost: bool,
}

/// A history, in the order of its calls.
pub fn history(seed: u64, shape: Shape) -> Vec<Call> {
    let mut chance = Pcg64Mcg::seed_from_u64(seed);
    let mut store: BTreeMap<Text, Text> = BTreeMap::new();
    let mut calls: Vec<Call> = Vec::new();
    let mut busy: Vec<Option<Busy>> = (0..shape.clients).map(|_| None).collect();
    let mut lost: Vec<usize> = Vec::new();
    let mut event = 0;
    let moment = |event: u64| Moment { at_us: event / shape.ties.max(1), event: Some(event) };
    while calls.len() < shape.calls || busy.iter().flatten().any(|busy| !busy.is_lost) {
        let client = chance.random_range(0..shape.clients) as usize;
        event += 1;
        match &mut busy[client] {
            None if calls.len() == shape.calls => {}
            None => {
                let command = command(&mut chance, calls.len(), shape);
                let is_lost = chance.random_ratio(shape.lost, 1000);
                busy[client] = Some(Busy { call: calls.len(), happened: false, is_lost });
                calls.push(Call { client: client as u32, command, called: moment(event), returned: None });
            }
            Some(Busy { call, is_lost: true, .. }) => {
                // The client gives up, and goes on; its call may happen at any time, or never.
                lost.push(*call);
                busy[client] = None;
            }
            Some(Busy { call, happened, .. }) if !*happened => {
                *happened = true;
                let outcome = apply(&mut store, &calls[*call].command);
                calls[*call].returned = Some((moment(0), outcome));
            }
            Some(Busy { call, .. }) => {
                if let Some((at, _)) = &mut calls[*call].returned {
                    *at = moment(event);
                }
                busy[client] = None;
            }
        }
        if !lost.is_empty() && chance.random_ratio(1, 40) {
            let call = lost.swap_remove(chance.random_range(0..lost.len()));
            apply(&mut store, &calls[call].command);
        }
    }
    lie(&mut chance, &mut calls, shape);
    drop_numbers(&mut chance, &mut calls, shape.unnumbered);
    calls
}

fn command(chance: &mut Pcg64Mcg, number: usize, shape: Shape) -> Command {
    let key: Text = format!("k{}", chance.random_range(0..shape.keys)).into();
    let mut value = |is_new: bool| -> Text {
        match shape.values {
            Some(values) => chance.random_range(0..values).to_string().into(),
            None if is_new => format!("v{number}").into(),
            None => format!("v{}", chance.random_range(number.saturating_sub(6)..number + 1)).into(),
        }
    };
    let (new, old) = (value(true), value(false));
    match chance.random_range(0..12) {
        kind if kind < shape.cas => Command::Cas { key, old, new },
        kind if kind < shape.cas + shape.deletes => Command::Delete { key },
        _ if chance.random_ratio(1, 3) => Command::Set { key, value: new },
        _ => Command::Get { key },
    }
}

fn apply(store: &mut BTreeMap<Text, Text>, command: &Command) -> Outcome {
    match command {
        Command::Get { key } => store.get(key).map_or(Outcome::Absent, |value| Outcome::Value(value.clone())),
        Command::Set { key, value } => {
            store.insert(key.clone(), value.clone());
            Outcome::Ok
        }
        Command::Delete { key } => {
            store.remove(key);
            Outcome::Ok
        }
        Command::Cas { key, old, new } if store.get(key) == Some(old) => {
            store.insert(key.clone(), new.clone());
            Outcome::Ok
        }
        Command::Cas { .. } => Outcome::Refused,
    }
}

/// Replaces the answers of some reads and compare-and-sets. A read's new answer may by chance be the right one.
fn lie(chance: &mut Pcg64Mcg, calls: &mut [Call], shape: Shape) {
    for _ in 0..shape.lies {
        let reads = (0..calls.len()).filter(|call| {
            let can = matches!(calls[*call].command, Command::Get { .. } | Command::Cas { .. });
            // Late enough that a long history comes before it.
            can && calls[*call].returned.is_some() && calls.len() / 2 <= *call
        });
        let reads: Vec<usize> = reads.collect();
        if reads.is_empty() {
            return;
        }
        let call = reads[chance.random_range(0..reads.len())];
        let key = calls[call].command.key().clone();
        let written: Vec<Text> =
            calls.iter().filter(|other| *other.command.key() == key).filter_map(new_value).collect();
        let pick = if written.is_empty() { None } else { Some(written[chance.random_range(0..written.len())].clone()) };
        let is_read = matches!(calls[call].command, Command::Get { .. });
        if let Some((_, outcome)) = &mut calls[call].returned {
            *outcome = match (is_read, &outcome) {
                (true, _) => pick.map_or(Outcome::Absent, Outcome::Value),
                (false, Outcome::Ok) => Outcome::Refused,
                (false, _) => Outcome::Ok,
            };
        }
    }
}

fn new_value(call: &Call) -> Option<Text> {
    match &call.command {
        Command::Set { value, .. } | Command::Cas { new: value, .. } => Some(value.clone()),
        Command::Get { .. } | Command::Delete { .. } => None,
    }
}

fn drop_numbers(chance: &mut Pcg64Mcg, calls: &mut [Call], unnumbered: u32) {
    for call in calls {
        if chance.random_ratio(unnumbered, 10) {
            call.called.event = None;
            if let Some((at, _)) = &mut call.returned {
                at.event = None;
            }
        }
    }
}

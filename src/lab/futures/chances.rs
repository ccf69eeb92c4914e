//! Distributions over futures. They depend on the set of the outcomes alone, so that one worker or many tell the same.

use super::super::numbers::FUTURE_STRIDE;
use super::super::view::{DecidingView, EntryFateView, FuturesView, NamedShareView, OutageView, ShareView};
use super::outcome::{Fired, Outcome, breakable};
use crate::raft::{Flaw, MAX_NODES, NodeId, Rule};
use crate::sorted;

/// Bars of the outages, at most.
const BARS_MAX: u64 = 12;

/// Rules that are told, at most, and how far the two parts in which one fired must be apart for that.
const DECIDING_MAX: usize = 3;
const APART_MIN: f64 = 0.25;

/// The distributions over futures, given as rows in any order; `entries` is the number of the present's entries.
pub fn futures_view(rows: &[f64], entries: usize) -> FuturesView {
    let mut outcomes: Vec<Outcome> = rows.chunks_exact(FUTURE_STRIDE).map(Outcome::from_row).collect();
    sorted::sort_by_key(&mut outcomes, |outcome| outcome.number);
    let share = |is_so: &dyn Fn(&Outcome) -> bool| share(&outcomes, is_so);
    let named = |name: String, is_so: &dyn Fn(&Outcome) -> bool| NamedShareView { name, share: share(is_so) };
    let leaders = (1..=MAX_NODES).filter_map(NodeId::new).map(Some).chain([None]);
    let leaders = leaders.map(|leader| {
        let name = leader.map_or("none".into(), |leader| leader.to_string());
        named(name, &|outcome| outcome.leader == leader)
    });
    let broken = breakable().enumerate();
    let broken = broken.map(|(bit, broken)| named(broken.name().into(), &|outcome| outcome.broken >> bit & 1 == 1));
    let is_some = |named: &NamedShareView| 0.0 < named.share.futures;
    let fates = (0..entries).map(|place| EntryFateView {
        committed: share(&|outcome| outcome.committed >> place & 1 == 1),
        lost: share(&|outcome| outcome.lost >> place & 1 == 1),
    });
    FuturesView {
        futures: outcomes.len() as f64,
        leaders: leaders.filter(is_some).collect(),
        no_outage: share(&|outcome| outcome.leader.is_some() && outcome.outage_us == 0),
        outages: outages(&outcomes),
        unended: share(&|outcome| outcome.leader.is_none()),
        median_us: median_us(&outcomes),
        entries: fates.collect(),
        broken: broken.filter(is_some).collect(),
        writes_lost: share(&|outcome| 0 < outcome.writes_lost),
        losses: share(&Outcome::is_loss),
        deciding: deciding(&outcomes.iter().map(|outcome| (outcome.is_loss(), outcome.fired)).collect::<Vec<_>>()),
    }
}

fn share(outcomes: &[Outcome], is_so: &dyn Fn(&Outcome) -> bool) -> ShareView {
    let mut found = outcomes.iter().filter(|outcome| is_so(outcome));
    let example = found.next().map(|outcome| outcome.number as f64);
    ShareView { futures: example.map_or(0.0, |_| 1.0 + found.count() as f64), example }
}

fn ended(outcomes: &[Outcome]) -> impl Iterator<Item = &Outcome> {
    outcomes.iter().filter(|outcome| outcome.leader.is_some() && 0 < outcome.outage_us)
}

/// The outages that ended, in bars of one width, from the shortest to the longest.
fn outages(outcomes: &[Outcome]) -> Vec<OutageView> {
    let shortest = ended(outcomes).map(|outcome| outcome.outage_us).min();
    let longest = ended(outcomes).map(|outcome| outcome.outage_us).max();
    let (Some(shortest), Some(longest)) = (shortest, longest) else { return Vec::new() };
    let width = bar_us(shortest, longest);
    (shortest / width..=longest / width)
        .map(|bar| {
            let (from_us, to_us) = (bar * width, (bar + 1) * width);
            let is_here = |outcome: &Outcome| {
                let outage_us = outcome.outage_us;
                outcome.leader.is_some() && 0 < outage_us && from_us <= outage_us && outage_us < to_us
            };
            OutageView { from_us: from_us as f64, to_us: to_us as f64, share: share(outcomes, &is_here) }
        })
        .collect()
}

/// The width of the bars, µs: the first of 1, 2, 5, 10, … ms with few enough of them.
fn bar_us(shortest: u64, longest: u64) -> u64 {
    let widths = (3..12).flat_map(|power| [1, 2, 5].map(|first| first * 10_u64.pow(power)));
    let is_wide = |width: &u64| longest / width - shortest / width < BARS_MAX;
    widths.into_iter().find(is_wide).unwrap_or(u64::MAX)
}

fn median_us(outcomes: &[Outcome]) -> Option<f64> {
    let length = |outcome: &Outcome| outcome.leader.map_or(u64::MAX, |_| outcome.outage_us);
    let mut all: Vec<u64> = outcomes.iter().map(length).collect();
    sorted::sort(&mut all);
    let median = *all.get(all.len() / 2)?;
    (median != u64::MAX).then_some(median as f64)
}

/// The rules that tell best which futures lose: each with how often it fired in those that do, and in the others. The
/// first decided, if any did.
pub fn deciding(futures: &[(bool, Fired)]) -> Vec<DecidingView> {
    let lost = futures.iter().filter(|(is_lost, _)| *is_lost).count();
    let kept = futures.len() - lost;
    if lost == 0 || kept == 0 {
        return Vec::new();
    }
    let rules = Rule::ALL.iter().map(|rule| (rule.name(), false));
    let all = rules.chain(Flaw::ALL.iter().map(|flaw| (flaw.name(), true)));
    let mut found: Vec<DecidingView> = all
        .enumerate()
        .map(|(bit, (name, is_flaw))| {
            let count = |wanted: bool| {
                let fired = futures.iter().filter(|(is_lost, fired)| *is_lost == wanted && fired >> bit & 1 == 1);
                fired.count()
            };
            let (with_loss, without) = (count(true), count(false));
            DecidingView {
                name: name.into(),
                is_flaw,
                fired_where_lost: with_loss as f64 / lost as f64,
                fired_where_kept: without as f64 / kept as f64,
                lost_where_fired: with_loss as f64 / (with_loss + without).max(1) as f64,
            }
        })
        .filter(|view| APART_MIN <= apart(view))
        .collect();
    // The order of the rulebook stays where two tell as much.
    sorted::sort_by(&mut found, |a, b| apart(b).total_cmp(&apart(a)));
    found.truncate(DECIDING_MAX);
    found
}

fn apart(view: &DecidingView) -> f64 {
    (view.fired_where_lost - view.fired_where_kept).abs()
}

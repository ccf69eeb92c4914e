//! Asks the exhaustive search for a shorter schedule.

use super::play::Case;
use super::record::record;
use super::step::Numbered;
use crate::explore::exhaust::{Bounds, Cluster, exhaust};
use crate::explore::judge::Broken;
use crate::explore::search::Start;
use crate::script::{Script, Setup};
use crate::sim::Setting;

/// How far it searches: so far that it takes a moment.
const BOUNDS: Bounds = Bounds {
    depth: 12,
    elections: 3,
    writes: 1,
    beats: 2,
    crashes: 1,
    drops: 0,
    duplicates: 0,
    fsyncs: false,
    symmetry: true,
    states: 200_000,
};

/// Nodes of the cluster that it searches through.
const NODES: usize = 3;

/// The steps of a run that breaks something in fewer than `depth` steps, in a cluster of three nodes under the same rules.
/// None if there is none within the bounds, or if the search does not take the settings.
pub fn fewer(case: &Case, depth: usize) -> Option<(Case, Vec<Numbered>)> {
    let settings: Vec<Setting> = case.settings.iter().filter(|setting| setting.is_about_rules()).copied().collect();
    let setup = Setup { nodes: NODES, settings: settings.clone(), ..Setup::default() };
    let start = Start { settings: Vec::new(), script: Some(Script { setup, statements: Vec::new() }), wanted: None };
    let bounds = Bounds { depth: BOUNDS.depth.min(depth.checked_sub(1)?), ..BOUNDS };
    let found = exhaust(&start, &bounds, 1).ok()?.found?;
    let broken = Broken::Invariant(found.broken.iter().next()?);
    let script = found.script(&Cluster::of(&start).ok()?, &bounds)?;
    let steps = record(&script, false);
    Some((Case { nodes: NODES, settings, broken }, steps))
}

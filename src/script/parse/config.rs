//! `config KEY VALUE`.

use super::line::{Line, Result};
use super::steps::{Direction, link};
use super::values;
use crate::raft::DurationRange;
use crate::script::error::Expected;
use crate::script::print::print_duration;
use crate::sim::{ReadMode, Setting};

/// A setting, whether it may change during a run, and its value as a script writes it.
pub struct Configured {
    /// The setting.
    pub setting: Setting,
    /// Whether it is a step as well.
    pub is_step: bool,
    /// The value.
    pub value: String,
}

const MILLISECOND_US: u64 = 1_000;
const HOUR_US: u64 = 3_600_000_000;
const LIMIT_MAX: u64 = 10_000;
const COUNT_MAX: u64 = 1_000_000_000;

/// Reads what follows `config`.
pub fn read(line: &mut Line) -> Result<Configured> {
    let key = line.peek_keyword();
    let place = line.place();
    match key {
        Some(_) => line.skip(),
        None => return Err(line.error(Expected::ConfigKey)),
    }
    let value = line.peek_keyword().unwrap_or_default().to_string();
    let step = |setting| Configured { setting, is_step: true, value: value.clone() };
    let setup = |setting| Configured { setting, is_step: false, value: value.clone() };
    match key {
        Some("election-timeout") => Ok(step(Setting::ElectionTimeout(timer_range(line)?))),
        Some("heartbeat") => Ok(step(Setting::Heartbeat(timer(line)?))),
        Some("client-timeout") => Ok(step(Setting::ClientTimeout(timer(line)?))),
        Some("latency") => latency(line),
        Some("fsync") => fsync(line),
        Some("loss") => Ok(step(Setting::Loss(line.take(Expected::Percentage, values::percentage_ppm)?))),
        Some("duplicate") => Ok(step(Setting::Duplicate(line.take(Expected::Percentage, values::percentage_ppm)?))),
        Some("reads") => Ok(setup(Setting::Reads(line.take(Expected::ReadMode, read_mode)?))),
        Some("max-entries") => Ok(setup(Setting::MaxEntries(limit(line)?))),
        Some("max-inflight") => Ok(setup(Setting::MaxInflight(limit(line)?))),
        Some("no-op") => Ok(setup(Setting::NoOp(line.take(Expected::OnOff, on_off)?))),
        Some("drift") => Ok(setup(Setting::Drift(line.take(Expected::Percentage, values::percentage_ppm)?))),
        Some("pre-vote") => Ok(setup(Setting::PreVote(line.take(Expected::OnOff, on_off)?))),
        Some("check-quorum") => Ok(setup(Setting::CheckQuorum(line.take(Expected::OnOff, on_off)?))),
        Some("membership") => Ok(setup(Setting::SingleServerChanges(line.take(Expected::JointSingle, joint_single)?))),
        Some("snapshot-every") => Ok(setup(Setting::SnapshotEvery(snapshot_every(line)?))),
        Some(_) | None => Err(line.error_at(place, Expected::ConfigKey)),
    }
}

fn timer(line: &mut Line) -> Result<u64> {
    line.duration_in(MILLISECOND_US..=HOUR_US, Expected::TimerDuration)
}

fn timer_range(line: &mut Line) -> Result<DurationRange> {
    let place = line.place();
    let range = line.range()?;
    let fits = MILLISECOND_US <= range.min_us && range.max_us <= HOUR_US;
    if fits { Ok(range) } else { Err(line.error_at(place, Expected::TimerDuration)) }
}

fn latency(line: &mut Line) -> Result<Configured> {
    let range = line.range()?;
    if line.peek().is_none() {
        return Ok(Configured { setting: Setting::Latency(range, None), is_step: true, value: print_range(range) });
    }
    let from = line.actor()?;
    let direction = link(line)?;
    let to = line.actor()?;
    let both_ways = direction == Direction::BothWays;
    let arrow = if both_ways { "-" } else { "->" };
    Ok(Configured {
        setting: Setting::Latency(range, Some((from, to, both_ways))),
        is_step: true,
        value: format!("{} {from} {arrow} {to}", print_range(range)),
    })
}

fn fsync(line: &mut Line) -> Result<Configured> {
    let range = line.range()?;
    if line.peek().is_none() {
        return Ok(Configured { setting: Setting::Fsync(range, None), is_step: true, value: print_range(range) });
    }
    let node = line.node()?;
    let value = format!("{} {node}", print_range(range));
    Ok(Configured { setting: Setting::Fsync(range, Some(node)), is_step: true, value })
}

fn print_range(range: DurationRange) -> String {
    if range.min_us == range.max_us {
        return print_duration(range.min_us);
    }
    format!("{}..{}", print_duration(range.min_us), print_duration(range.max_us))
}

fn limit(line: &mut Line) -> Result<usize> {
    Ok(line.number_in(1..=LIMIT_MAX, Expected::Limit)? as usize)
}

fn read_mode(text: &str) -> Option<ReadMode> {
    ReadMode::ALL.into_iter().find(|mode| mode.name() == text)
}

fn joint_single(text: &str) -> Option<bool> {
    match text {
        "joint" => Some(false),
        "single" => Some(true),
        _ => None,
    }
}

/// A number of applied entries, or `off`.
fn snapshot_every(line: &mut Line) -> Result<Option<u64>> {
    if line.take_keyword("off") {
        return Ok(None);
    }
    Ok(Some(line.number_in(1..=COUNT_MAX, Expected::CountOff)?))
}

fn on_off(text: &str) -> Option<bool> {
    match text {
        "on" => Some(true),
        "off" => Some(false),
        _ => None,
    }
}

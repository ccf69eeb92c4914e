//! `config KEY VALUE`.

use super::line::{Line, Result};
use super::measures::{CLOCK_ERROR, DELAY, EVERY, KEEP, LIMIT, SHARE, TIMER, TIMER_RANGE};
use super::words::{ChangeMode, Keyword, ReplicationMode, SettingWord, SetupWord, Switch};
use crate::script::error::Expected;
use crate::script::print::print_range;
use crate::sim::Setting;

/// Reads what follows `config` in the set-up.
pub fn read(line: &mut Line) -> Result<Setting> {
    let key = line.choose(Expected::ConfigKey)?;
    value(line, key)
}

/// Reads what follows `config` as a step: only what may change during a run. `place` is the place of `config`. Also
/// returns the value as a script writes it.
pub fn read_step(line: &mut Line, place: usize) -> Result<(Setting, String)> {
    let key = line.choose_if(SettingWord::is_step).ok_or_else(|| line.error(Expected::ConfigKey))?;
    if !key.is_step() {
        return Err(line.error_at(place, Expected::SetupFirst));
    }
    let written = line.peek_keyword().unwrap_or_default();
    let setting = value(line, key)?;
    Ok((setting, value_text(&setting, written)))
}

/// What follows the key of a setting.
fn value(line: &mut Line, key: SettingWord) -> Result<Setting> {
    Ok(match key {
        SettingWord::ElectionTimeout => Setting::ElectionTimeout(line.range(&TIMER_RANGE)?, line.optional(Line::node)?),
        SettingWord::Heartbeat => Setting::Heartbeat(line.duration(&TIMER)?),
        SettingWord::ClientTimeout => Setting::ClientTimeout(line.duration(&TIMER)?),
        SettingWord::Latency => Setting::Latency(line.range(&DELAY)?, line.optional(Line::link)?),
        SettingWord::Fsync => Setting::Fsync(line.range(&DELAY)?, line.optional(Line::node)?),
        SettingWord::Loss => Setting::Loss(share(line)?, line.optional(Line::link)?),
        SettingWord::Duplicate => Setting::Duplicate(share(line)?, line.optional(Line::link)?),
        SettingWord::Drift => drift(line)?,
        SettingWord::Reads => Setting::Reads(line.choose(Expected::ReadMode)?),
        SettingWord::MaxEntries => Setting::MaxEntries(line.number(&LIMIT)? as usize),
        SettingWord::MaxInflight => Setting::MaxInflight(line.number(&LIMIT)? as usize),
        SettingWord::Replication => {
            let mode = line.choose::<ReplicationMode>(Expected::Replication)?;
            Setting::PlainReplication(mode == ReplicationMode::Plain)
        }
        SettingWord::FollowerReads => Setting::FollowerReads(is_on(line)?),
        SettingWord::ClientRetries => Setting::ClientRetries(is_on(line)?),
        SettingWord::NoOp => Setting::NoOp(is_on(line)?),
        SettingWord::PreVote => Setting::PreVote(is_on(line)?),
        SettingWord::CheckQuorum => Setting::CheckQuorum(is_on(line)?),
        SettingWord::Membership => {
            Setting::SingleServerChanges(line.choose::<ChangeMode>(Expected::JointSingle)? == ChangeMode::Single)
        }
        SettingWord::SnapshotEvery => {
            let entries = if line.take_keyword(Keyword::Off) { None } else { Some(line.number(&EVERY)?) };
            Setting::SnapshotEvery(entries)
        }
        SettingWord::SnapshotKeep => Setting::SnapshotKeep(line.number(&KEEP)?),
    })
}

/// Reads what follows `flaw` or `mend`.
pub fn read_flaw(line: &mut Line, word: SetupWord) -> Result<Setting> {
    let name = line.choose(Expected::Flaw)?;
    Ok(if word == SetupWord::Mend { Setting::Mend(name) } else { Setting::Flaw(name) })
}

/// `on` or `off`.
fn is_on(line: &mut Line) -> Result<bool> {
    Ok(line.choose::<Switch>(Expected::OnOff)? == Switch::On)
}

/// A percentage from 0 to 100, in parts per million.
fn share(line: &mut Line) -> Result<u32> {
    Ok(line.percentage(&SHARE)?.unsigned_abs())
}

/// `drift 1%` is the most that any clock errs; `drift -2% n3` is what one errs by.
fn drift(line: &mut Line) -> Result<Setting> {
    let place = line.place();
    let is_of_all = line.peek_after().is_none();
    let error_ppm = line.percentage(&CLOCK_ERROR).map_err(|mut error| {
        if is_of_all {
            error.expected = SHARE.expected;
        }
        error
    })?;
    match (line.optional(Line::node)?, u32::try_from(error_ppm)) {
        (Some(node), _) => Ok(Setting::NodeDrift(error_ppm, node)),
        (None, Ok(ppm)) => Ok(Setting::Drift(ppm)),
        (None, Err(_)) => Err(line.error_at(place, SHARE.expected)),
    }
}

/// The value of a setting as a script writes it: of one for a node or a link, in the shortest form.
fn value_text(setting: &Setting, written: &str) -> String {
    match setting {
        Setting::ElectionTimeout(range, Some(node)) | Setting::Fsync(range, Some(node)) => {
            format!("{} {node}", print_range(*range))
        }
        Setting::Latency(range, Some(link)) => format!("{} {}", print_range(*range), link),
        Setting::Loss(_, Some(link)) | Setting::Duplicate(_, Some(link)) => format!("{written} {}", link),
        Setting::ElectionTimeout(_, None)
        | Setting::Fsync(_, None)
        | Setting::Latency(_, None)
        | Setting::Loss(_, None)
        | Setting::Duplicate(_, None)
        | Setting::Heartbeat(_)
        | Setting::ClientTimeout(_)
        | Setting::Drift(_)
        | Setting::NodeDrift(..)
        | Setting::Reads(_)
        | Setting::MaxEntries(_)
        | Setting::MaxInflight(_)
        | Setting::PlainReplication(_)
        | Setting::FollowerReads(_)
        | Setting::ClientRetries(_)
        | Setting::NoOp(_)
        | Setting::PreVote(_)
        | Setting::CheckQuorum(_)
        | Setting::SingleServerChanges(_)
        | Setting::SnapshotEvery(_)
        | Setting::SnapshotKeep(_)
        | Setting::Flaw(_)
        | Setting::Mend(_) => written.to_string(),
    }
}

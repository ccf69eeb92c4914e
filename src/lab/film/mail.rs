//! The message that a step of a film is about, as the stage draws it: the one that arrived, was lost or was sent.

use super::footage::{Footage, is_rule_broken};
use crate::lab::numbers::{FLAG_REFUSED, MESSAGE_STRIDE};
use crate::lab::snapshot::{actor_code, kind_code};
use crate::lab::spacetime::flags_of;
use crate::sim::{Event, MessageId, Summary, Travel, What};

/// The message that these events are about, as a row of [`MESSAGE_STRIDE`]; empty if there is none.
pub fn row(footage: &Footage, told: &[&Event]) -> Vec<f64> {
    // What a broken rule was about comes first, then what happened last.
    let broken = told.iter().filter(|event| is_rule_broken(event));
    let mut by_weight = broken.chain(told.iter().rev());
    let Some((message, travel)) = by_weight.find_map(|event| message_of(footage, event)) else { return Vec::new() };
    // A copy was sent with its original.
    let original = footage.events.iter().find_map(|event| {
        if let What::MessageDuplicated { message: first, copy, .. } = event.what {
            (copy == message).then_some(first)
        } else {
            None
        }
    });
    let sent = footage.events.iter().find(|event| is_sending(event, original.unwrap_or(message)));
    let Some(Event { what: What::MessageSent { kind, to, summary, .. }, actor: Some(from), at, .. }) = sent else {
        return Vec::new();
    };
    let entries = if let Summary::AppendEntries { entries, .. } = summary { *entries } else { 0 };
    let refused = if flags_of(summary) == FLAG_REFUSED { FLAG_REFUSED } else { 0.0 };
    let (sent_us, due_us) = travel.map_or((at.0, at.0), |travel| (travel.sent_at.0, travel.due_at.0));
    let numbers: [f64; MESSAGE_STRIDE] = [
        message.0 as f64,
        kind_code(*kind),
        actor_code(*from),
        actor_code(*to),
        sent_us as f64,
        due_us as f64,
        refused,
        entries as f64,
    ];
    numbers.to_vec()
}

fn is_sending(event: &Event, message: MessageId) -> bool {
    matches!(event.what, What::MessageSent { message: sent, .. } if sent == message)
}

/// The message that an event names, that its node was handling, or that left with it.
fn message_of(footage: &Footage, event: &Event) -> Option<(MessageId, Option<Travel>)> {
    let named = |event: &Event| {
        if let What::MessageDelivered { message, travel, .. }
        | What::MessageWaits { message, travel, .. }
        | What::MessageLost { message, travel, .. } = event.what
        {
            Some((message, Some(travel)))
        } else if let What::MessageSent { message, .. }
        | What::MessageDelayed { message, .. }
        | What::MessageDuplicated { message, .. } = event.what
        {
            Some((message, None))
        } else {
            None
        }
    };
    let handled = || footage.arrival(event).and_then(named);
    let left = || {
        let sent = footage.events.iter().skip_while(|other| other.id <= event.id);
        let sent = sent.take_while(|other| other.at == event.at).filter(|other| other.actor == event.actor);
        sent.into_iter().find(|other| other.cause == Some(event.id)).and_then(named)
    };
    named(event).or_else(handled).or_else(left)
}

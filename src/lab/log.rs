//! What happened at a node, as a process would have written it to its log.

use super::Lab;
use super::feed::event_view;
use super::sign::{Weight, row};
use super::view::NodeLog;
use crate::sim::{Actor, Event};
use std::collections::VecDeque;

impl Lab {
    /// What happened at a node after an event, and is worth a line, up to the present: the last lines, oldest first. It is
    /// found by running that part again.
    pub fn log(&self, node: &str, after: u64, lines: usize) -> NodeLog {
        let here = self.runner.world().last_event().0;
        let is_told = |event: &Event| {
            let is_its = matches!(event.actor, Some(Actor::Node(at)) if at.to_string() == node);
            is_its && after < event.id.0 && row(&event.what).0 != Weight::Routine
        };
        let mut last = VecDeque::new();
        for event in self.replay(after + 1, here).filter(is_told) {
            if last.len() == lines {
                last.pop_front();
            }
            last.push_back(event);
        }
        NodeLog { events: last.iter().map(event_view).collect() }
    }
}

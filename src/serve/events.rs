//! `GET /events`: what the node does from now on, as server-sent events. Each has one trace line; the first says how
//! the node stands. A reader that falls behind is not waited for, see `recorder.rs`.

use super::inbox::{Inbox, Input};
use super::lines::Lines;
use super::places::Place;
use super::recorder::QUEUE_MAX;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::stream::unfold;
use std::convert::Infallible;
use std::time::Duration;
use tokio::sync::mpsc::channel;
use tokio::sync::{oneshot, watch};

/// How often a stream without events shows that it still runs.
const ALIVE_EVERY: Duration = Duration::from_secs(3);

/// The stream for one reader; none if there are too many, or the server is too busy. It ends when the server does.
pub async fn stream(inbox: &Inbox, is_over: watch::Receiver<bool>, place: Place) -> Option<Response> {
    let (to, events) = channel(QUEUE_MAX);
    let (reply, answer) = oneshot::channel();
    inbox.offer(Input::Watch(to, reply)).ok()?;
    if !answer.await.unwrap_or(false) {
        return None;
    }
    let lines = unfold((Lines::of(events), is_over, place), async |(mut lines, mut is_over, place)| {
        let (number, line) = tokio::select! {
            line = lines.next() => line?,
            _ = is_over.wait_for(|is_over| *is_over) => return None,
        };
        Some((Ok::<Event, Infallible>(Event::default().id(number.to_string()).data(line)), (lines, is_over, place)))
    });
    Some(Sse::new(lines).keep_alive(KeepAlive::new().interval(ALIVE_EVERY)).into_response())
}

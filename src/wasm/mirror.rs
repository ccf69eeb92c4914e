//! The boundary of traces: thin, no logic.

use super::{page_value, report_panics, thrown};
use crate::lab::{mirror, view};
use tsify::Ts;
use wasm_bindgen::prelude::*;

/// A run that is only told of, by trace lines; it has what the page asks a universe to look at it.
#[wasm_bindgen]
pub struct Mirror {
    mirror: mirror::Mirror,
}

#[wasm_bindgen]
impl Mirror {
    /// A mirror of so many sources: one may tell of a whole run, each of several tells of one node.
    #[wasm_bindgen(constructor)]
    pub fn new(sources: u32) -> Mirror {
        report_panics();
        Mirror { mirror: mirror::Mirror::of(sources as usize) }
    }

    /// A source from which more must come before the order is known.
    pub fn lacks(&self) -> Option<u32> {
        self.mirror.lacks().map(|source| source as u32)
    }

    /// The next bytes of a source. Throws a `TraceErrorView`.
    pub fn append(&mut self, source: u32, bytes: &[u8]) -> Result<(), JsValue> {
        self.mirror.append(source as usize, bytes).map_err(|error| thrown(&error))
    }

    /// Nothing more comes of a source. Throws a `TraceErrorView`.
    pub fn end(&mut self, source: u32) -> Result<(), JsValue> {
        self.mirror.end(source as usize).map_err(|error| thrown(&error))
    }

    /// What happened up to an instant of the nodes' clocks, µs since 1970, waits for nothing more. Throws a
    /// `TraceErrorView`.
    pub fn settle(&mut self, epoch_us: f64) -> Result<(), JsValue> {
        self.mirror.settle(epoch_us as u64).map_err(|error| thrown(&error))
    }

    /// The sources go on to tell what happens: time that has come to their last event waits there for the next.
    #[wasm_bindgen(js_name = goLive)]
    pub fn go_live(&mut self) {
        self.mirror.go_live();
    }

    /// The stream of a running node has broken off.
    #[wasm_bindgen(js_name = breakOff)]
    pub fn break_off(&mut self, source: u32) {
        self.mirror.break_off(source as usize);
    }

    /// How many events were told.
    #[wasm_bindgen(getter)]
    pub fn length(&self) -> f64 {
        self.mirror.len() as f64
    }

    /// Lets time pass up to an instant, µs, or for at most so many events.
    pub fn advance(&mut self, until_us: f64, steps_max: u32) -> Result<Ts<view::Advance>, JsValue> {
        page_value(&self.mirror.advance(until_us as u64, u64::from(steps_max)))
    }

    /// Where it stands, and how far it is told.
    pub fn place(&self) -> Result<Ts<view::Advance>, JsValue> {
        page_value(&self.mirror.place())
    }

    /// Goes to an instant, µs.
    #[wasm_bindgen(js_name = seekUs)]
    pub fn seek_us(&mut self, us: f64) -> Result<Ts<view::Advance>, JsValue> {
        page_value(&self.mirror.seek_us(us as u64))
    }

    /// Goes to where an event has just happened.
    #[wasm_bindgen(js_name = seekEvent)]
    pub fn seek_event(&mut self, event: f64) -> Result<Ts<view::Advance>, JsValue> {
        page_value(&self.mirror.seek_event(event as u64))
    }

    /// Goes to the end of what is told.
    #[wasm_bindgen(js_name = seekEnd)]
    pub fn seek_end(&mut self) -> Result<Ts<view::Advance>, JsValue> {
        page_value(&self.mirror.seek_end())
    }

    /// Goes to the next or the last `"event"`, `"message"`, `"election"`, `"commit"` or `"fault"`.
    #[wasm_bindgen(js_name = seekLandmark)]
    pub fn seek_landmark(&mut self, kind: &str, forward: bool) -> Result<Ts<view::Advance>, JsValue> {
        page_value(&self.mirror.seek_landmark(kind, forward))
    }

    /// Whether a landmark of this kind lies ahead.
    #[wasm_bindgen(js_name = hasAhead)]
    pub fn has_ahead(&self, kind: &str) -> bool {
        self.mirror.has_ahead(kind)
    }

    /// One event.
    pub fn event(&self, id: f64) -> Result<Option<Ts<view::EventView>>, JsValue> {
        self.mirror.event(id as u64).as_ref().map(page_value).transpose()
    }

    /// Where the stretches begin, and how far they go.
    pub fn stretches(&self) -> js_sys::Float64Array {
        js_sys::Float64Array::from(self.mirror.stretches().as_slice())
    }

    /// One stretch.
    pub fn stretch(&self, place: u32) -> TraceStretch {
        TraceStretch { stretch: self.mirror.stretch(place as usize) }
    }

    /// All of it as the states that are kept show it, in the form of a stretch.
    pub fn outline(&self) -> js_sys::Float64Array {
        js_sys::Float64Array::from(self.mirror.outline().as_slice())
    }

    /// The past and the future of an event.
    pub fn cone(&self, event: f64) -> js_sys::Float64Array {
        js_sys::Float64Array::from(self.mirror.cone(event as u64).as_slice())
    }

    /// Why something happened, or the event that made so what is asked about.
    pub fn why(&self, question: &str) -> Result<Option<Ts<view::Explanation>>, JsValue> {
        self.mirror.why(question).as_ref().map(page_value).transpose()
    }

    /// What there is to draw.
    pub fn snapshot(&self, log_from: f64, log_columns: u32, kv_rows: u32) -> Result<Ts<view::ClusterView>, JsValue> {
        let query = view::SnapshotQuery { log_from: log_from as u64, log_columns, kv_rows };
        page_value(&self.mirror.snapshot(query))
    }

    /// The messages in flight, 8 numbers each.
    pub fn messages(&self) -> js_sys::Float64Array {
        js_sys::Float64Array::from(self.mirror.messages().as_slice())
    }

    /// What became of the messages that left the flight since this was last asked, 8 numbers each.
    pub fn fates(&mut self) -> js_sys::Float64Array {
        js_sys::Float64Array::from(self.mirror.fates().as_slice())
    }

    /// One message in flight.
    pub fn message(&self, id: f64) -> Result<Option<Ts<view::MessageView>>, JsValue> {
        self.mirror.message(id as u64).as_ref().map(page_value).transpose()
    }

    /// What happened at a node after an event, and is worth a line: the last lines, oldest first.
    pub fn log(&self, node: &str, after: f64, lines: u32) -> Result<Ts<view::NodeLog>, JsValue> {
        page_value(&self.mirror.log(node, after as u64, lines as usize))
    }

    /// How often each rule fired, and when last: 2 numbers each.
    pub fn firings(&mut self) -> js_sys::Float64Array {
        js_sys::Float64Array::from(self.mirror.firings().as_slice())
    }

    /// What happened since the last feed.
    pub fn feed(&mut self) -> Result<Ts<view::Feed>, JsValue> {
        page_value(&self.mirror.feed())
    }
}

/// A stretch of a trace: all of it is read at once.
#[wasm_bindgen]
pub struct TraceStretch {
    stretch: mirror::TraceStretch,
}

#[wasm_bindgen]
impl TraceStretch {
    /// As `Stretch.read`: 1 if more may come to it, otherwise 2.
    #[wasm_bindgen(getter)]
    pub fn reading(&self) -> u32 {
        if self.stretch.is_last() { 1 } else { 2 }
    }

    /// What was read.
    pub fn numbers(&self) -> js_sys::Float64Array {
        js_sys::Float64Array::from(self.stretch.numbers().as_slice())
    }
}

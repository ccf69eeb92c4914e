//! The boundary to the page: thin, no logic.

use crate::lab::spacetime::{self, Reading};
mod mirror;

use crate::lab::{self, Lab, bench, export, film, futures, hunt, view};
use tsify::{Ts, Tsify};
use wasm_bindgen::prelude::*;

/// A universe: a run, and the script that leads to it.
#[wasm_bindgen]
pub struct Universe {
    lab: Lab,
}

#[wasm_bindgen]
impl Universe {
    /// A universe at its start. Throws a `ScriptErrorView`.
    #[wasm_bindgen(constructor)]
    pub fn new(script: &str) -> Result<Universe, JsValue> {
        report_panics();
        let lab = Lab::new(script).map_err(|error| thrown(&error))?;
        Ok(Universe { lab })
    }

    /// Runs up to an instant, µs, or for at most so many events.
    pub fn advance(&mut self, until_us: f64, steps_max: u32) -> Result<Ts<view::Advance>, JsValue> {
        let advance = self.lab.advance(until_us as u64, u64::from(steps_max));
        page_value(&advance)
    }

    /// As `advance`, past what a story tells on the way: to a place where its reader has been.
    pub fn pass(&mut self, until_us: f64, steps_max: u32) -> Result<Ts<view::Advance>, JsValue> {
        page_value(&self.lab.pass(until_us as u64, u64::from(steps_max)))
    }

    /// Runs the script for at most so many events, and not beyond its end.
    #[wasm_bindgen(js_name = runScript)]
    pub fn run_script(&mut self, steps_max: u32) -> Result<Ts<view::Advance>, JsValue> {
        page_value(&self.lab.run_script(u64::from(steps_max)))
    }

    /// What the script tells; nothing if it tells nothing.
    pub fn story(&self) -> Result<Option<Ts<view::StoryView>>, JsValue> {
        self.lab.story().as_ref().map(page_value).transpose()
    }

    /// Where the reader of the story is.
    #[wasm_bindgen(js_name = storyPlace)]
    pub fn story_place(&self) -> Result<Ts<view::StoryPlace>, JsValue> {
        page_value(&self.lab.story_place())
    }

    /// The reader of the story goes on from where time stands.
    #[wasm_bindgen(js_name = goOn)]
    pub fn go_on(&mut self) {
        self.lab.go_on();
    }

    /// The reader goes back to a card, and nothing is lost.
    #[wasm_bindgen(js_name = goBack)]
    pub fn go_back(&mut self, card: u32) -> Result<Ts<view::Advance>, JsValue> {
        page_value(&self.lab.go_back(card as usize))
    }

    /// The story from a card on, without what the reader did there.
    #[wasm_bindgen(js_name = startAgain)]
    pub fn start_again(&mut self, card: u32) -> Result<Ts<view::Advance>, JsValue> {
        page_value(&self.lab.start_again(card as usize))
    }

    /// Where it stands, and how far it was run.
    pub fn place(&self) -> Result<Ts<view::Advance>, JsValue> {
        page_value(&self.lab.place())
    }

    /// Goes to an instant of what was run, µs.
    #[wasm_bindgen(js_name = seekUs)]
    pub fn seek_us(&mut self, us: f64) -> Result<Ts<view::Advance>, JsValue> {
        page_value(&self.lab.seek_us(us as u64))
    }

    /// Goes to where an event has just been recorded.
    #[wasm_bindgen(js_name = seekEvent)]
    pub fn seek_event(&mut self, event: f64) -> Result<Ts<view::Advance>, JsValue> {
        page_value(&self.lab.seek_event(event as u64))
    }

    /// Goes to the end of what was run.
    #[wasm_bindgen(js_name = seekEnd)]
    pub fn seek_end(&mut self) -> Result<Ts<view::Advance>, JsValue> {
        page_value(&self.lab.seek_end())
    }

    /// Goes to the next or the last `"event"`, `"message"`, `"election"`, `"commit"` or `"fault"`.
    #[wasm_bindgen(js_name = seekLandmark)]
    pub fn seek_landmark(&mut self, kind: &str, forward: bool) -> Result<Ts<view::Advance>, JsValue> {
        page_value(&self.lab.seek_landmark(kind, forward))
    }

    /// Another universe that has been the same up to here.
    pub fn fork(&self) -> Universe {
        Universe { lab: self.lab.fork() }
    }

    /// What is open at this instant, from which futures begin.
    pub fn present(&self) -> Result<Ts<view::PresentView>, JsValue> {
        page_value(&self.lab.present())
    }

    /// The universe of a future of this instant.
    pub fn future(&self, number: f64) -> Universe {
        Universe { lab: self.lab.future(number as u64) }
    }

    /// Whether a future was run, or statements are still to come.
    #[wasm_bindgen(js_name = hasFuture)]
    pub fn has_future(&self) -> bool {
        self.lab.has_future()
    }

    /// Where this universe and another differ first.
    #[wasm_bindgen(js_name = firstDifference)]
    pub fn first_difference(&self, other: &Universe) -> Result<Ts<view::Difference>, JsValue> {
        page_value(&self.lab.first_difference(&other.lab))
    }

    /// One event, wherever in the run it is.
    pub fn event(&self, id: f64) -> Result<Option<Ts<view::EventView>>, JsValue> {
        self.lab.event(id as u64).as_ref().map(page_value).transpose()
    }

    /// Where the stretches of the run begin, and how far it goes.
    pub fn stretches(&self) -> js_sys::Float64Array {
        js_sys::Float64Array::from(self.lab.stretches().as_slice())
    }

    /// One stretch, to be read.
    pub fn stretch(&self, place: u32) -> Stretch {
        Stretch { stretch: self.lab.stretch(place as usize) }
    }

    /// The whole run as its checkpoints show it, in the form of a stretch.
    pub fn outline(&self) -> js_sys::Float64Array {
        js_sys::Float64Array::from(self.lab.outline().as_slice())
    }

    /// The past and the future of an event.
    pub fn cone(&self, event: f64) -> js_sys::Float64Array {
        js_sys::Float64Array::from(self.lab.cone(event as u64).as_slice())
    }

    /// Why something is so, or what it still takes; nothing if that is no question.
    pub fn why(&self, question: &str) -> Result<Option<Ts<view::Explanation>>, JsValue> {
        self.lab.why(question).as_ref().map(page_value).transpose()
    }

    /// Why the answer at a return event has no order, as lanes; without an event, the first such answer of the run.
    pub fn lanes(&self, event: Option<f64>) -> Result<Option<Ts<view::LanesView>>, JsValue> {
        self.lab.lanes(event.map(|event| event as u64)).as_ref().map(page_value).transpose()
    }

    /// What may stand at a place of statements that are about to be done here.
    pub fn completion(&self, statements: &str, offset: u32) -> Result<Ts<view::CompletionView>, JsValue> {
        page_value(&self.lab.completion(statements, offset as usize))
    }

    /// Does something now. Throws a `ScriptErrorView`, and changes nothing, if a statement is wrong.
    pub fn act(&mut self, statements: &str) -> Result<Ts<view::Acted>, JsValue> {
        let acted = self.lab.act(statements).map_err(|error| thrown(&error))?;
        page_value(&acted)
    }

    /// What there is to draw.
    pub fn snapshot(&self, log_from: f64, log_columns: u32, kv_rows: u32) -> Result<Ts<view::ClusterView>, JsValue> {
        let query = view::SnapshotQuery { log_from: log_from as u64, log_columns, kv_rows };
        page_value(&self.lab.snapshot(query))
    }

    /// The messages in flight, 8 numbers each.
    pub fn messages(&self) -> js_sys::Float64Array {
        js_sys::Float64Array::from(self.lab.messages().as_slice())
    }

    /// What became of the messages that left the flight since this was last asked, 8 numbers each.
    pub fn fates(&mut self) -> js_sys::Float64Array {
        js_sys::Float64Array::from(self.lab.fates().as_slice())
    }

    /// One message in flight.
    pub fn message(&self, id: f64) -> Result<Option<Ts<view::MessageView>>, JsValue> {
        self.lab.message(id as u64).as_ref().map(page_value).transpose()
    }

    /// The HTTP request that a client waits for, or the latest one that is over.
    pub fn http(&self, client: &str) -> Result<Option<Ts<view::HttpView>>, JsValue> {
        self.lab.http(client).as_ref().map(page_value).transpose()
    }

    /// What `GET /debug` gives at a node now; none if it says nothing.
    pub fn debug(&self, node: &str) -> Result<Option<Ts<view::HttpView>>, JsValue> {
        self.lab.debug(node).as_ref().map(page_value).transpose()
    }

    /// What happened at a node after an event, and is worth a line: the last lines, oldest first.
    pub fn log(&self, node: &str, after: f64, lines: u32) -> Result<Ts<view::NodeLog>, JsValue> {
        page_value(&self.lab.log(node, after as u64, lines as usize))
    }

    /// How often each rule fired and each flaw broke its rule, and when last: 2 numbers each.
    pub fn firings(&mut self) -> js_sys::Float64Array {
        js_sys::Float64Array::from(self.lab.firings().as_slice())
    }

    /// What happened since the last feed.
    pub fn feed(&mut self) -> Result<Ts<view::Feed>, JsValue> {
        page_value(&self.lab.feed())
    }

    /// The script that leads to the end of what was run, with all that is still to come.
    #[wasm_bindgen(js_name = wholeScript)]
    pub fn whole_script(&self) -> String {
        self.lab.whole_script()
    }

    /// The script that leads exactly here.
    pub fn script(&self) -> String {
        self.lab.script()
    }

    /// The digest of the run so far.
    pub fn digest(&self) -> String {
        self.lab.digest().to_string()
    }
}

/// A run as a text for other tools, made in pieces; or its digest.
#[wasm_bindgen]
pub struct Export {
    export: export::Export,
}

#[wasm_bindgen]
impl Export {
    /// `format` is one of `export::Export::FORMATS`. Throws a `ScriptErrorView`.
    #[wasm_bindgen(constructor)]
    pub fn new(script: &str, format: &str) -> Result<Export, JsValue> {
        let export = export::Export::new(script, format).map_err(|error| thrown(&error))?;
        export.map(|export| Export { export }).ok_or_else(|| JsValue::from(JsError::new(format)))
    }

    /// Goes on for so many of the world's steps; returns the lines to write.
    pub fn go(&mut self, steps: u32) -> String {
        self.export.go(u64::from(steps))
    }

    /// Whether nothing more will come.
    #[wasm_bindgen(getter, js_name = isDone)]
    pub fn is_done(&self) -> bool {
        self.export.is_done()
    }

    /// Whether something was left out.
    #[wasm_bindgen(getter, js_name = isCut)]
    pub fn is_cut(&self) -> bool {
        self.export.is_cut()
    }

    /// The virtual instant that it has come to, µs.
    #[wasm_bindgen(getter, js_name = nowUs)]
    pub fn now_us(&self) -> f64 {
        self.export.now_us() as f64
    }
}

/// The share of one worker in a search for a counterexample.
#[wasm_bindgen]
pub struct Hunt {
    hunt: hunt::Hunt,
}

#[wasm_bindgen]
impl Hunt {
    /// A search from a script: from its broken rules alone, if it has nothing else. It takes the numbers `first`,
    /// `first + stride`, and so on. Throws a `ScriptErrorView`.
    #[wasm_bindgen(constructor)]
    pub fn new(script: &str, first: f64, stride: f64) -> Result<Hunt, JsValue> {
        report_panics();
        let hunt = hunt::Hunt::new(script, first as u64, stride as u64).map_err(|error| thrown(&error))?;
        Ok(Hunt { hunt })
    }

    /// Runs so many scripts, up to the first in which something breaks.
    pub fn go(&mut self, numbers: u32) -> Result<Ts<view::HuntView>, JsValue> {
        page_value(&self.hunt.go(u64::from(numbers)))
    }

    /// Shortens the script of a number, with all effort or with some; nothing if nothing breaks in it.
    pub fn shorten(&self, number: f64, all: bool) -> Result<Option<Ts<view::ShortView>>, JsValue> {
        self.hunt.shorten(number as u64, all).as_ref().map(page_value).transpose()
    }
}

/// The share of one worker in the futures of an instant.
#[wasm_bindgen]
pub struct Futures {
    futures: futures::Futures,
}

#[wasm_bindgen]
impl Futures {
    /// The futures `first`, `first + stride`, and so on, of the instant that a script leads to; each as far as the horizon,
    /// µs after it. Throws a `ScriptErrorView`.
    #[wasm_bindgen(constructor)]
    pub fn new(script: &str, first: f64, stride: f64, horizon_us: f64) -> Result<Futures, JsValue> {
        report_panics();
        let futures = futures::Futures::new(script, first as u64, stride as u64, horizon_us as u64);
        Ok(Futures { futures: futures.map_err(|error| thrown(&error))? })
    }

    /// Runs the next of those below `end`, so many at most; 11 numbers each.
    pub fn go(&mut self, futures: u32, end: f64) -> js_sys::Float64Array {
        js_sys::Float64Array::from(self.futures.go(u64::from(futures), end as u64).as_slice())
    }
}

/// The distributions over futures of an instant with so many entries that are not committed.
#[wasm_bindgen(js_name = futuresView)]
pub fn futures_view(rows: &[f64], entries: u32) -> Result<Ts<view::FuturesView>, JsValue> {
    page_value(&futures::futures_view(rows, entries as usize))
}

/// The losses of a run, and the search for the point from which one was sure.
#[wasm_bindgen]
pub struct Turning {
    turning: futures::Turning,
}

#[wasm_bindgen]
impl Turning {
    /// The run of a script, up to an event. Throws a `ScriptErrorView`.
    #[wasm_bindgen(constructor)]
    pub fn new(script: &str, end: f64) -> Result<Turning, JsValue> {
        report_panics();
        let turning = futures::Turning::new(script, end as u64).map_err(|error| thrown(&error))?;
        Ok(Turning { turning })
    }

    /// Reads so many steps of the run, or runs so many futures; whatever is next.
    pub fn go(&mut self, steps: u32, futures: u32) {
        self.turning.go(u64::from(steps), u64::from(futures));
    }

    /// Asks about a loss, by its place.
    pub fn ask(&mut self, loss: u32) {
        self.turning.ask(loss as usize);
    }

    /// What is known.
    pub fn view(&self) -> Result<Ts<view::TurningView>, JsValue> {
        page_value(&self.turning.view())
    }
}

/// A stretch of a run, being read.
#[wasm_bindgen]
pub struct Stretch {
    stretch: spacetime::Stretch,
}

#[wasm_bindgen]
impl Stretch {
    /// Reads on, at most so many moves, in the universe that it is of. 0: there is more; 1: all that was run is
    /// read; 2: all is read, and will stay so.
    pub fn read(&mut self, universe: &Universe, moves: u32) -> u32 {
        match self.stretch.read(&universe.lab, moves) {
            Reading::More => 0,
            Reading::Caught => 1,
            Reading::Settled => 2,
        }
    }

    /// What was read.
    pub fn numbers(&self) -> js_sys::Float64Array {
        js_sys::Float64Array::from(self.stretch.numbers().as_slice())
    }
}

/// Every statement, setting and condition of the language, each with the key of its sentence and an example.
#[wasm_bindgen]
pub fn language() -> Result<Ts<view::LanguageView>, JsValue> {
    page_value(&lab::language())
}

/// The rules, the flaws that break them, and the sets of flaws with a name.
#[wasm_bindgen]
pub fn rulebook() -> Result<Ts<view::RulebookView>, JsValue> {
    page_value(&lab::rulebook())
}

/// What may stand at a place of a whole script, whatever its other lines say.
#[wasm_bindgen]
pub fn completion(text: &str, offset: u32) -> Result<Ts<view::CompletionView>, JsValue> {
    page_value(&lab::completion(text, offset as usize))
}

/// Where the film of a counterexample pauses. Throws a `ScriptErrorView`.
#[wasm_bindgen]
pub fn film(script: &str) -> Result<Ts<view::FilmView>, JsValue> {
    page_value(&film::film(script).map_err(|error| thrown(&error))?)
}

/// What is wrong with a script, of which nothing is run.
#[wasm_bindgen(js_name = checkScript)]
pub fn check_script(text: &str) -> Result<Ts<lab::CheckView>, JsValue> {
    page_value(&lab::check_script(text))
}

/// The words that begin a statement or join its parts.
#[wasm_bindgen]
pub fn keywords() -> Vec<String> {
    lab::keywords()
}

/// A script with another setting in its set-up; without a value the default holds. Throws a `ScriptErrorView`.
#[wasm_bindgen(js_name = withConfig)]
pub fn with_config(text: &str, key: &str, value: Option<String>) -> Result<String, JsValue> {
    lab::with_config(text, key, value.as_deref()).map_err(|error| thrown(&error))
}

/// A script with a seed from the browser's entropy, and with another size, if one is given. Throws a `ScriptErrorView`.
#[wasm_bindgen(js_name = withFreshSeed)]
pub fn with_fresh_seed(text: &str, nodes: Option<u32>) -> Result<String, JsValue> {
    let seed = getrandom::u64().map_err(|error| JsValue::from(error.to_string()))?;
    lab::with_setup(text, nodes.map(|nodes| nodes as usize), seed).map_err(|error| thrown(&error))
}

/// One run of the benchmark: virtual seconds, messages, events, violations. The caller measures.
#[wasm_bindgen]
pub fn bench_run(seed: f64, virtual_s: f64) -> js_sys::Float64Array {
    let run = bench::run_bench(seed as u64, virtual_s as u64);
    let figures = [run.virtual_us as f64 / 1e6, run.messages as f64, run.events as f64, run.violations as f64];
    js_sys::Float64Array::from(figures.as_slice())
}

fn page_value<T: Tsify + serde::Serialize>(value: &T) -> Result<Ts<T>, JsValue> {
    value.into_ts().map_err(|error| JsValue::from(JsError::from(error)))
}

fn thrown<T: Tsify + serde::Serialize>(error: &T) -> JsValue
where
    JsValue: From<Ts<T>>,
{
    page_value(error).map_or_else(|error| error, JsValue::from)
}

/// A panic ends this instance with a trap that says nothing: the message goes to the console.
fn report_panics() {
    std::panic::set_hook(Box::new(|info| web_sys::console::error_1(&info.to_string().into())));
}

//! What a story tells, and where its reader is.

use serde::Serialize;
#[cfg(target_arch = "wasm32")]
use tsify::Tsify;

/// A text of a story: under a key of its own catalogue, or as it stands in the script.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(Tsify), tsify(missing_as_null, hashmap_as_object))]
#[serde(rename_all = "camelCase")]
pub struct CaptionView {
    /// Its key.
    pub key: Option<String>,
    /// In English.
    pub en: Option<String>,
    /// In French.
    pub fr: Option<String>,
}

/// What a script tells.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(Tsify), tsify(missing_as_null, hashmap_as_object))]
#[serde(rename_all = "camelCase")]
pub struct StoryView {
    /// What it is called.
    pub title: Option<CaptionView>,
    /// How long a reader takes, in minutes.
    pub minutes: Option<f64>,
    /// How much it asks for, 1 … 9.
    pub level: Option<f64>,
    /// What the reader sees, in order.
    pub cards: Vec<CardView>,
    /// Whether the person did something else than the story asks for, and so the rest of it is gone.
    pub left: bool,
}

/// What a reader sees at one time.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(Tsify), tsify(missing_as_null, hashmap_as_object))]
#[serde(rename_all = "camelCase")]
pub struct CardView {
    /// What is told.
    pub caption: Option<CaptionView>,
    /// What is asked here, or was asked on the card whose answer this one tells.
    pub question: Option<CaptionView>,
    /// The answers to it, two to four; none without a question.
    pub answers: Vec<CaptionView>,
    /// The card on which the question was asked whose answer this one tells.
    pub asked: Option<f64>,
    /// What the reader makes true, in this order.
    pub goals: Vec<GoalView>,
}

/// Something that the reader of a story makes true.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(Tsify), tsify(missing_as_null, hashmap_as_object))]
#[serde(rename_all = "camelCase")]
pub struct GoalView {
    /// The condition, in the script language.
    pub condition: String,
    /// The goal in words.
    pub says: Option<CaptionView>,
    /// How it is reached, in words.
    pub hint: Option<CaptionView>,
    /// Statements that reach it, one a line; `leader` may stand for the node that leads.
    pub action: Option<String>,
}

/// Where the reader of a story is.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(Tsify), tsify(missing_as_null, hashmap_as_object))]
#[serde(rename_all = "camelCase")]
pub struct StoryPlace {
    /// The card, its place among all; nothing before the first.
    pub card: Option<f64>,
    /// Whether time stands until the reader goes on.
    pub stands: bool,
    /// Whether a goal waits for the reader.
    pub waits: bool,
    /// When each goal of the card was reached, µs; nothing for one that is not.
    pub goals: Vec<Option<f64>>,
    /// The right one of the answers, if the card tells it.
    pub answer: Option<f64>,
    /// What is pointed at, each as a script names it.
    pub spot: Vec<String>,
    /// How fast the page shall go: virtual and real seconds.
    pub pace: Option<[f64; 2]>,
}

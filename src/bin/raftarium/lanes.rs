//! The lanes of a history that has no order, as text: a lane a client, a bar a call, and the numbers of an order that works
//! under the bars, up to the cut after which nothing can come next.

use super::words::Words;
use raftarium::lab::view::{Arg, LaneOrder, LanesView};
use std::collections::BTreeMap;

/// The widest drawing. A terminal would wrap a wider one, so that the lists alone are printed then.
const COLUMNS_MAX: usize = 160;

type Args = BTreeMap<String, Arg>;

/// The smallest part of a history, its orders, and why they end. `lines` are those of the file, by call.
pub fn lanes(view: &LanesView, lines: &[usize], words: &Words) -> String {
    let mut text = words.said("lanes-smallest", &number("n", view.calls.len())) + "\n\n";
    for (place, order) in view.orders.iter().enumerate() {
        if place == 0 {
            text.push_str(&drawing(view, order, words));
        }
        let heading = if place == 0 {
            words.said("lanes-order", &number("n", order.order.len()))
        } else {
            words.said("lanes-order-with", &named(view, words, [("by", Some(view.unexplained))]))
        };
        text.push_str(&format!("{heading}\n"));
        for (at, call) in order.order.iter().enumerate() {
            let place = *call as usize;
            let call = &view.calls[place];
            let said = words.said("lanes-call", &call.args);
            text.push_str(&format!("{:>3}. {} {said}  {}\n", at + 1, call.client, line(lines[place], words)));
        }
        if !order.order.is_empty() {
            text.push_str(&format!("{}\n", words.said("lanes-stop", &Args::new())));
        }
        for reason in &order.reasons {
            let mut args = reason.args.clone();
            args.extend(named(view, words, [("by", reason.by), ("later", reason.later)]));
            text.push_str(&format!("  - {}\n", words.said("lanes-reason", &args)));
        }
        text.push('\n');
    }
    text
}

fn number(name: &str, number: usize) -> Args {
    Args::from([(name.into(), Arg::Number(number as f64))])
}

fn line(number_of_line: usize, words: &Words) -> String {
    words.said("lanes-line", &number("line", number_of_line))
}

/// Calls as arguments of a sentence.
fn named<const N: usize>(view: &LanesView, words: &Words, calls: [(&str, Option<f64>); N]) -> Args {
    let said = |call: f64| words.said("lanes-by", &view.calls[call as usize].args);
    calls.into_iter().filter_map(|(name, call)| Some((name.to_string(), Arg::Text(said(call?))))).collect()
}

/// The lanes with one order; nothing if they are too wide.
fn drawing(view: &LanesView, order: &LaneOrder, words: &Words) -> String {
    let labels: Vec<String> = view.calls.iter().map(|call| words.said("lanes-call", &call.args)).collect();
    let columns = columns(view, order, &labels);
    let width = columns.end + 1;
    let clients: Vec<&str> = clients(view);
    let margin = clients.iter().map(|client| client.chars().count()).max().unwrap_or(0) + 2;
    if COLUMNS_MAX < margin + width {
        return String::new();
    }
    let mut text = String::new();
    for client in clients {
        let (mut bars, mut points) = (vec![' '; width], vec![' '; width]);
        for (place, call) in view.calls.iter().enumerate().filter(|(_, call)| call.client == client) {
            let from = columns.moments[call.called as usize];
            let to = call.returned.map_or(columns.end, |returned| columns.moments[returned as usize]);
            bars[from..=to].fill('-');
            bars[from] = '[';
            bars[to] = if call.returned.is_some() { ']' } else { '>' };
            for (at, character) in format!(" {} ", labels[place]).chars().enumerate() {
                bars[from + 1 + at] = character;
            }
            if let Some(at) = order.order.iter().position(|other| *other as usize == place) {
                for (digit, character) in (at + 1).to_string().chars().enumerate() {
                    points[columns.points[at] + digit] = character;
                }
            }
        }
        for row in [&mut bars, &mut points] {
            if row[columns.cut] == ' ' {
                row[columns.cut] = '¦';
            }
        }
        let row = |row: Vec<char>| row.into_iter().collect::<String>().trim_end().to_string();
        text.push_str(&format!("{client:<margin$}{}\n{:margin$}{}\n", row(bars), "", row(points)));
    }
    text + "\n"
}

/// The clients, in the order of their first calls.
fn clients(view: &LanesView) -> Vec<&str> {
    let mut clients: Vec<&str> = Vec::new();
    for call in &view.calls {
        if !clients.contains(&call.client.as_str()) {
            clients.push(&call.client);
        }
    }
    clients
}

/// Where the moments stand, the points of an order, its cut, and the end.
struct Columns {
    moments: Vec<usize>,
    points: Vec<usize>,
    cut: usize,
    end: usize,
}

/// The columns are as close as labels and points allow; the times do not matter for an order.
fn columns(view: &LanesView, order: &LaneOrder, labels: &[String]) -> Columns {
    let mut columns = Columns { moments: Vec::new(), points: Vec::new(), cut: 0, end: 0 };
    let label = |place: usize| labels[place].chars().count() + 3;
    let mut free = 0;
    for moment in 0..view.moments as usize {
        let returning = view.calls.iter().position(|call| call.returned == Some(moment as f64));
        let least = returning.map_or(0, |place| columns.moments[view.calls[place].called as usize] + label(place));
        let column = free.max(least);
        columns.moments.push(column);
        free = column + 1;
        for at in (0..order.order.len()).filter(|at| order.after[*at] == moment as f64) {
            columns.points.push(free);
            free += (at + 1).to_string().len() + 1;
        }
        if order.cut == moment as f64 {
            columns.cut = free;
            free += 1;
        }
    }
    let open = view.calls.iter().enumerate().filter(|(_, call)| call.returned.is_none());
    let least = open.map(|(place, call)| columns.moments[call.called as usize] + label(place)).max().unwrap_or(0);
    columns.end = free.max(least);
    columns
}

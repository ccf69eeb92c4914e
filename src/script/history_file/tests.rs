use super::*;
use crate::script::{Limit, Runner, parse, write_history};
use proptest::prelude::*;

/// A line, with some fields in the place of others.
fn line(fields: &[(&str, &str)]) -> String {
    let mut all = BTreeMap::from([
        ("client", r#""c1""#),
        ("op", r#""set""#),
        ("key", r#""x""#),
        ("value", r#""1""#),
        ("old", "null"),
        ("ok", "true"),
        ("result", "null"),
        ("call_us", "5"),
        ("return_us", "9"),
    ]);
    all.extend(fields.iter().copied());
    let fields: Vec<String> =
        all.iter().filter(|(_, value)| !value.is_empty()).map(|(name, value)| format!("\"{name}\":{value}")).collect();
    format!("{{{}}}", fields.join(","))
}

#[test]
fn what_a_run_writes_is_read_as_it_was() {
    let script = "nodes 3\nrun until leader\nset \"a \\\"b\\\"\" 1\nget x from c2\ncas x 1 2 from c3\nrun until idle\ndelete y\n";
    let mut runner = Runner::new(parse(script).unwrap(), false);
    runner.advance(Limit::events(u64::MAX));
    let file = read_history(&write_history(runner.world())).unwrap();
    let mut calls: Vec<Call> = runner.world().history().iter().map(Call::from).collect();
    for call in &mut calls {
        call.client -= 1;
    }
    assert_eq!(file.calls, calls);
    assert_eq!(file.clients, ["c1", "c2", "c3"]);
    assert!(file.calls[3].returned.is_none(), "it has not returned yet");
}

#[test]
fn a_line_may_lack_what_says_nothing() {
    let text = "\n{\"client\":\"a\",\"op\":\"delete\",\"key\":\"\",\"call_us\":1,\"return_us\":null,\"more\":[]}\n\n";
    let file = read_history(text).unwrap();
    assert_eq!((file.calls.len(), &file.lines[..]), (1, &[2][..]));
    assert_eq!(file.calls[0].called, Moment { at_us: 1, event: None });
}

#[test]
fn what_is_wrong_is_said_with_its_line_and_field() {
    use HistoryExpected::*;
    let get = [("op", r#""get""#), ("value", "null")];
    let with = |more: &[(&'static str, &'static str)]| [&get[..], more].concat();
    let cases = [
        (vec![("client", "1")], "client", Text),
        (vec![("key", "")], "key", Text),
        (vec![("op", r#""put""#)], "op", Op),
        (vec![("op", "")], "op", Op),
        (vec![("value", "null")], "value", Text),
        (vec![("value", "7")], "value", Text),
        (vec![("old", r#""0""#)], "old", Nothing),
        (vec![("op", r#""get""#)], "value", Nothing),
        (vec![("op", r#""cas""#)], "old", Text),
        (vec![("ok", "1")], "ok", Flag),
        (vec![("ok", "false")], "ok", True),
        (vec![("op", r#""cas""#), ("old", r#""0""#), ("ok", "false"), ("return_us", "null")], "ok", True),
        (vec![("result", r#""1""#)], "result", Nothing),
        (with(&[("result", "")]), "result", Read),
        (with(&[("result", "4")]), "result", Read),
        (with(&[("result", r#""4""#), ("return_us", "null")]), "result", Nothing),
        (vec![("call_us", "null")], "call_us", Time),
        (vec![("call_us", "-1")], "call_us", Time),
        (vec![("call_us", "1.5")], "call_us", Time),
        (vec![("return_us", "")], "return_us", TimeOrNull),
        (vec![("return_us", r#""9""#)], "return_us", TimeOrNull),
        (vec![("return_us", "4")], "return_us", NotBeforeCall),
        (vec![("call_id", r#""a""#)], "call_id", IdOrNull),
        (vec![("return_id", "-3")], "return_id", IdOrNull),
        (vec![("call_id", "3"), ("return_id", "3")], "return_id", AfterCall),
        (vec![("return_us", "null"), ("return_id", "3")], "return_id", Nothing),
        (vec![("call_id", "1"), ("return_id", "3")], "call_id", NewId),
        (vec![("call_id", "3"), ("call_us", "4")], "call_id", GrowingId),
    ];
    let mut expected: Vec<&str> = cases.iter().map(|(_, _, expected)| expected.key()).collect();
    for (fields, field, expected) in cases {
        let text = format!("{}\n{}\n", line(&[("call_id", "1"), ("return_id", "2")]), line(&fields));
        let error = HistoryError { line: 2, place: Place::Field(field), expected };
        assert_eq!(read_history(&text), Err(error), "{text}");
    }
    for (text, column, is) in [
        ("{\"client\":}".to_string(), 11, Object),
        ("[1]".to_string(), 1, Object),
        ("{} {}".to_string(), 4, Object),
        (format!("\"{}\"", "x".repeat(LINE_BYTES_MAX)), LINE_BYTES_MAX + 1, ShortLine),
    ] {
        let error = HistoryError { line: 1, place: Place::Column(column), expected: is };
        assert_eq!(read_history(&text), Err(error));
        expected.push(is.key());
    }
    expected.push(FewOperations.key());
    expected.sort_unstable();
    expected.dedup();
    let mut all: Vec<&str> = HistoryExpected::ALL.iter().map(|expected| expected.key()).collect();
    all.sort_unstable();
    assert_eq!(expected, all, "each is seen");
}

#[test]
fn a_history_of_too_many_operations_is_refused() {
    let line = "{\"client\":\"a\",\"op\":\"delete\",\"key\":\"\",\"call_us\":1,\"return_us\":null}\n";
    let error =
        HistoryError { line: OPERATIONS_MAX + 1, place: Place::Column(1), expected: HistoryExpected::FewOperations };
    assert_eq!(read_history(&line.repeat(OPERATIONS_MAX + 1)), Err(error));
}

/// Values of fields: right ones, wrong ones, and what is no JSON.
fn value() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "",
        "null",
        "true",
        "false",
        "0",
        "3",
        "-1",
        "1.5",
        "18446744073709551615",
        "1e400",
        "\"set\"",
        "\"get\"",
        "\"cas\"",
        "\"delete\"",
        "\"x\"",
        "\"\\ud800\"",
        "[",
        "{}",
        "\"",
    ])
}

fn field() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "client",
        "op",
        "key",
        "value",
        "old",
        "ok",
        "result",
        "call_us",
        "return_us",
        "call_id",
        "return_id",
    ])
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, ..ProptestConfig::default() })]

    #[test]
    fn no_text_makes_the_reader_or_the_judge_panic(lines in prop::collection::vec(prop::collection::vec((field(), value()), 0..4), 1..6), junk in ".{0,40}", cut in 0..400usize) {
        let mut text: String = lines.iter().map(|fields| line(fields) + "\n").collect();
        let cut = text.floor_char_boundary(cut.min(text.len()));
        if cut % 3 == 0 {
            text.insert_str(cut, &junk);
        }
        match read_history(&text) {
            Ok(file) => {
                crate::check::linearizability::judge(&file.calls, 1_000);
                prop_assert_eq!(file.calls.len(), file.lines.len());
            }
            Err(error) => prop_assert!(0 < error.line && error.line <= text.lines().count()),
        }
    }
}

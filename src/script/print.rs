//! Values, written as a script has them.

use crate::raft::DurationRange;

/// A duration with the largest unit that leaves no more digits than needed: `3.18421s`, `20ms`, `7us`.
pub fn print_duration(us: u64) -> String {
    let (unit, name) = match us {
        0..1_000 => return format!("{us}us"),
        1_000..1_000_000 => (1_000, "ms"),
        _ => (1_000_000, "s"),
    };
    let digits = format!("{:0width$}", us % unit, width = unit.ilog10() as usize);
    match digits.trim_end_matches('0') {
        "" => format!("{}{name}", us / unit),
        fraction => format!("{}.{fraction}{name}", us / unit),
    }
}

/// A range of durations, or one if both ends are the same: `5ms..15ms`.
pub fn print_range(range: DurationRange) -> String {
    if range.min_us == range.max_us {
        return print_duration(range.min_us);
    }
    format!("{}..{}", print_duration(range.min_us), print_duration(range.max_us))
}

/// A percentage without digits after the point that say nothing: `-2.5%`.
pub fn print_percentage(ppm: i32) -> String {
    let (sign, magnitude) = (if ppm < 0 { "-" } else { "" }, ppm.unsigned_abs());
    let fraction = format!("{:04}", magnitude % 10_000);
    match fraction.trim_end_matches('0') {
        "" => format!("{sign}{}%", magnitude / 10_000),
        fraction => format!("{sign}{}.{fraction}%", magnitude / 10_000),
    }
}

/// A word, as a JSON string where it has to be one.
pub fn print_word(word: &str) -> String {
    let plain = !word.is_empty()
        && word.chars().all(|c| !c.is_whitespace() && !c.is_control() && !matches!(c, '"' | '#' | '|'));
    match serde_json::to_string(word) {
        Ok(quoted) if !plain => quoted,
        Ok(_) | Err(_) => word.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_exact_and_short() {
        let printed = [0, 999, 1_000, 1_500, 3_184_210, 60_000_000, 1_000_001].map(print_duration);
        assert_eq!(printed, ["0us", "999us", "1ms", "1.5ms", "3.18421s", "60s", "1.000001s"]);
    }

    #[test]
    fn percentages_are_exact_and_short() {
        let printed = [0, 1, -25_000, 1_000_000, -900_000].map(print_percentage);
        assert_eq!(printed, ["0%", "0.0001%", "-2.5%", "100%", "-90%"]);
    }

    #[test]
    fn words_are_quoted_where_they_must_be() {
        assert_eq!(print_word("clé"), "clé");
        assert_eq!(print_word(""), "\"\"");
        assert_eq!(print_word("a b"), "\"a b\"");
        assert_eq!(print_word("#1|\"\n"), "\"#1|\\\"\\n\"");
    }
}

//! What single words mean. Nothing here goes through a floating-point number.

use crate::raft::DurationRange;

/// The longest duration, µs: 24 h.
pub const DURATION_US_MAX: u64 = 24 * 3_600 * 1_000_000;

/// A whole number in decimal digits.
pub fn number(text: &str) -> Option<u64> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.parse().ok()).flatten()
}

/// The number in a name such as `n3`.
pub fn name(letter: &str, text: &str) -> Option<usize> {
    let digits = text.strip_prefix(letter)?;
    let plain = !digits.starts_with('0');
    number(digits).filter(|_| plain).and_then(|number| usize::try_from(number).ok())
}

/// The key in `@key`, the name of a caption in a catalogue: a letter, then letters, digits, `-` and `_`.
pub fn caption_key(text: &str) -> Option<&str> {
    let key = text.strip_prefix('@')?;
    let mut letters = key.bytes();
    let is_key = letters.next().is_some_and(|first| first.is_ascii_alphabetic())
        && letters.all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
    is_key.then_some(key)
}

/// A duration, µs: a number with `us`, `ms`, `s`, `min` or `h`, at most 24 h.
pub fn duration_us(text: &str) -> Option<u64> {
    // `ms` and `us` before `s`, because they end with it.
    let units = [("us", 1), ("ms", 1_000), ("min", 60_000_000), ("h", 3_600_000_000), ("s", 1_000_000)];
    let (digits, unit_us) = units.iter().find_map(|(unit, us)| Some((text.strip_suffix(unit)?, *us)))?;
    scaled(digits, unit_us).filter(|us| *us <= DURATION_US_MAX)
}

/// A duration, or two with `..` between them, µs. The second may be the smaller one.
pub fn duration_range(text: &str) -> Option<DurationRange> {
    // Two bytes side by side: a search for any text would bring the general algorithm into the page.
    match text.as_bytes().windows(2).position(|pair| pair == b"..") {
        None => duration_us(text).map(DurationRange::exactly),
        Some(at) => {
            Some(DurationRange { min_us: duration_us(text.get(..at)?)?, max_us: duration_us(text.get(at + 2..)?)? })
        }
    }
}

/// A percentage, -100 to 100, in parts per million; without a sign where it may not be negative.
pub fn percentage_ppm(text: &str, may_be_negative: bool) -> Option<i32> {
    let number = text.strip_suffix('%')?;
    let (magnitude, sign) = match number.strip_prefix('-').filter(|_| may_be_negative) {
        Some(magnitude) => (magnitude, -1),
        None => (number, 1),
    };
    let ppm = scaled(magnitude, 10_000)?;
    i32::try_from(ppm).ok().filter(|ppm| *ppm <= 1_000_000).map(|ppm| sign * ppm)
}

/// A decimal number times a unit, rounded to a whole number, halves up.
fn scaled(text: &str, unit: u64) -> Option<u64> {
    let (whole, fraction) = match text.split_once('.') {
        None => (text, None),
        Some((whole, fraction)) => (whole, Some(fraction)),
    };
    let whole = number(whole)?.checked_mul(unit)?;
    let Some(fraction) = fraction else {
        return Some(whole);
    };
    // More digits than these change nothing that rounding would not.
    let kept = fraction.get(..fraction.len().min(18))?;
    if !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let scale = 10_u128.pow(kept.len() as u32);
    let part = (u128::from(number(kept)?) * u128::from(unit) * 2 + scale) / (scale * 2);
    whole.checked_add(u64::try_from(part).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_whole_microseconds() {
        let read = |text| duration_us(text);
        assert_eq!(read("150ms"), Some(150_000));
        assert_eq!(read("2.5ms"), Some(2_500));
        assert_eq!(read("0.0015ms"), Some(2), "rounded, halves up");
        assert_eq!(read("1min"), Some(60_000_000));
        assert_eq!(read("24h"), Some(DURATION_US_MAX));
        assert_eq!(read("0s"), Some(0));
        for wrong in
            ["", "ms", "1", "-1ms", "1 ms", "24.1h", "1.ms", ".5s", "1e3s", "1..2s", "９ms", "99999999999999999999h"]
        {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn percentages_are_parts_per_million() {
        let read = |text| percentage_ppm(text, false);
        assert_eq!(read("2.5%"), Some(25_000));
        assert_eq!(read("100%"), Some(1_000_000));
        assert_eq!(read("0.0001%"), Some(1));
        for wrong in ["100.1%", "2.5", "-1%", "-0%", "+1%"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn some_percentages_may_be_negative() {
        let read = |text| percentage_ppm(text, true);
        assert_eq!(read("2%"), Some(20_000));
        assert_eq!(read("-2.5%"), Some(-25_000));
        assert_eq!((read("100%"), read("-100%")), (Some(1_000_000), Some(-1_000_000)));
        for wrong in ["-100.1%", "101%", "--2%", "-2", "-", "-%", "- 2%", "+2%"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn names_have_a_letter_and_a_plain_number() {
        assert_eq!(name("n", "n3"), Some(3));
        assert_eq!(name("n", "n10"), Some(10));
        for wrong in ["n", "n03", "n0x", "c3", "3", "n-1", "n+1"] {
            assert_eq!(name("n", wrong), None, "{wrong}");
        }
    }
}

//! The bearer token (RFC 6750): operators prove with it that they may give the server orders.

use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;
use std::fmt;
use std::fs;
use std::io;
use std::path::Path;
use subtle::ConstantTimeEq;

/// The shortest token, bytes.
const BYTES_MIN: usize = 16;
/// The longest.
const BYTES_MAX: usize = 1024;

/// A token.
#[derive(Clone)]
pub struct Token(String);

impl Token {
    /// A token from its text; spaces and line ends around it do not count.
    ///
    /// # Errors
    /// If it is too short, or cannot stand in a header.
    pub fn new(text: &str) -> Result<Token, String> {
        let text = text.trim();
        if !text.bytes().all(|byte| byte.is_ascii_graphic()) || !(BYTES_MIN..=BYTES_MAX).contains(&text.len()) {
            return Err(format!("expected a token of {BYTES_MIN} to {BYTES_MAX} visible ASCII characters"));
        }
        Ok(Token(text.to_string()))
    }

    /// Reads a token from a file.
    ///
    /// # Errors
    /// If the file cannot be read, or holds no token.
    pub fn read(path: &Path) -> io::Result<Token> {
        Token::new(&fs::read_to_string(path)?).map_err(io::Error::other)
    }

    /// The value of the header.
    pub fn header(&self) -> String {
        format!("Bearer {}", self.0)
    }

    /// Whether a request has it. How long that takes tells nothing of the token.
    pub fn is_in(&self, headers: &HeaderMap) -> bool {
        let shown = headers.get(AUTHORIZATION).map(|value| value.as_bytes()).unwrap_or_default();
        let (scheme, shown) = shown.split_at_checked("Bearer ".len()).unwrap_or_default();
        scheme.eq_ignore_ascii_case(b"Bearer ") && shown.ct_eq(self.0.as_bytes()).into()
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_has_the_token_or_not() {
        let token = Token::new("0123456789abcdef\n").unwrap();
        let is_in = |value: &str| token.is_in(&HeaderMap::from_iter([(AUTHORIZATION, value.parse().unwrap())]));
        assert!(is_in(&token.header()) && is_in("bearer 0123456789abcdef"));
        for wrong in
            ["", "Bearer", "Bearer ", "Bearer 0123456789abcdeF", "Bearer 0123456789abcdef0", "Basic 0123456789abcdef"]
        {
            assert!(!is_in(wrong), "{wrong}");
        }
        assert!(!token.is_in(&HeaderMap::new()));
        assert!(!format!("{token:?}").contains("0123"));
    }

    #[test]
    fn a_token_has_a_length() {
        for wrong in ["", "short", "a word with spaces", &"x".repeat(BYTES_MAX + 1), "0123456789abcdé"] {
            assert!(Token::new(wrong).is_err(), "{wrong}");
        }
    }
}

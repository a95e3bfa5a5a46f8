//! The words of content streams, character maps and functions; without comments, without recursion.

/// One word. Delimiters of arrays and dictionaries are words too, so that depth needs no stack.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Token<'t> {
    /// As it stands.
    Number(&'t [u8]),
    /// With its `#xx` resolved.
    Name(Vec<u8>),
    /// Between its parentheses, escapes as they stand.
    Literal(&'t [u8]),
    /// Only the digits.
    Hex(Vec<u8>),
    OpenArray,
    CloseArray,
    OpenDictionary,
    CloseDictionary,
    OpenBrace,
    CloseBrace,
    Word(&'t [u8]),
}

/// Goes through bytes word by word.
pub(super) struct Lexer<'t> {
    bytes: &'t [u8],
    at: usize,
}

impl<'t> Lexer<'t> {
    pub(super) fn new(bytes: &'t [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    /// What has not been read yet.
    pub(super) fn rest(&self) -> &'t [u8] {
        self.bytes.get(self.at..).unwrap_or_default()
    }

    pub(super) fn skip(&mut self, bytes: usize) {
        self.at = self.at.saturating_add(bytes).min(self.bytes.len());
    }

    fn run(&mut self, belongs: impl Fn(u8) -> bool) -> &'t [u8] {
        let rest = self.rest();
        let length = rest.iter().position(|byte| !belongs(*byte)).unwrap_or(rest.len());
        self.at += length;
        &rest[..length]
    }

    fn name(&mut self) -> Vec<u8> {
        let raw = self.run(is_regular);
        let mut name = Vec::with_capacity(raw.len());
        let mut at = 0;
        while let Some(byte) = raw.get(at) {
            let escaped = (*byte == b'#').then(|| raw.get(at + 1..at + 3).and_then(hex_byte)).flatten();
            name.push(escaped.unwrap_or(*byte));
            at += if escaped.is_some() { 3 } else { 1 };
        }
        name
    }

    /// After the opening parenthesis. An unclosed one reaches to the end and is no string.
    fn literal(&mut self) -> Option<&'t [u8]> {
        let from = self.at;
        let mut open = 1_usize;
        while let Some(byte) = self.bytes.get(self.at) {
            self.at += 1;
            match byte {
                b'\\' => self.at += 1,
                b'(' => open += 1,
                b')' => {
                    open -= 1;
                    if open == 0 {
                        return self.bytes.get(from..self.at - 1);
                    }
                }
                _ => {}
            }
        }
        self.at = self.bytes.len();
        None
    }
}

impl<'t> Iterator for Lexer<'t> {
    type Item = Token<'t>;

    fn next(&mut self) -> Option<Token<'t>> {
        loop {
            self.run(is_space);
            let byte = *self.bytes.get(self.at)?;
            if is_number(byte) {
                return Some(Token::Number(self.run(is_number)));
            }
            if is_regular(byte) {
                return Some(Token::Word(self.run(is_regular)));
            }
            self.at += 1;
            let doubled = self.bytes.get(self.at) == Some(&byte);
            match byte {
                b'%' => {
                    self.run(|byte| byte != b'\n' && byte != b'\r');
                }
                b'/' => return Some(Token::Name(self.name())),
                b'[' => return Some(Token::OpenArray),
                b']' => return Some(Token::CloseArray),
                b'{' => return Some(Token::OpenBrace),
                b'}' => return Some(Token::CloseBrace),
                b'(' => return self.literal().map(Token::Literal),
                b'<' if doubled => {
                    self.at += 1;
                    return Some(Token::OpenDictionary);
                }
                b'>' if doubled => {
                    self.at += 1;
                    return Some(Token::CloseDictionary);
                }
                b'<' => {
                    let raw = self.run(|byte| byte != b'>');
                    self.at += 1;
                    return Some(Token::Hex(raw.iter().copied().filter(u8::is_ascii_hexdigit).collect()));
                }
                _ => {}
            }
        }
    }
}

pub(super) fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\n' | b'\r' | b'\t' | b'\0' | 0x0c)
}

fn is_regular(byte: u8) -> bool {
    !is_space(byte) && !b"()<>[]{}/%".contains(&byte)
}

fn is_number(byte: u8) -> bool {
    byte.is_ascii_digit() || matches!(byte, b'+' | b'-' | b'.')
}

fn hex_byte(pair: &[u8]) -> Option<u8> {
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    Some(digit(*pair.first()?)? << 4 | digit(*pair.get(1)?)?)
}

/// The bytes of a hexadecimal string's digits; a missing last one counts as 0.
pub(super) fn from_hex(digits: &[u8]) -> Vec<u8> {
    digits.chunks(2).filter_map(|pair| hex_byte(&[pair[0], *pair.get(1).unwrap_or(&b'0')])).collect()
}

/// The bytes that a literal string stands for.
pub(super) fn from_literal(raw: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(raw.len());
    let mut rest = raw.iter().copied().peekable();
    while let Some(byte) = rest.next() {
        if byte != b'\\' {
            bytes.push(byte);
            continue;
        }
        match rest.next() {
            Some(b'n') => bytes.push(b'\n'),
            Some(b'r') => bytes.push(b'\r'),
            Some(b't') => bytes.push(b'\t'),
            Some(b'b') => bytes.push(8),
            Some(b'f') => bytes.push(12),
            Some(b'\r') => {
                rest.next_if_eq(&b'\n');
            }
            Some(b'\n') | None => {}
            Some(digit @ b'0'..=b'7') => {
                let mut value = u16::from(digit - b'0');
                for _ in 0..2 {
                    if let Some(digit) = rest.next_if(|byte| matches!(byte, b'0'..=b'7')) {
                        value = value * 8 + u16::from(digit - b'0');
                    }
                }
                bytes.push(value.to_le_bytes()[0]);
            }
            Some(other) => bytes.push(other),
        }
    }
    bytes
}

/// Writes a word and a blank.
pub(super) fn write(token: &Token<'_>, out: &mut Vec<u8>) {
    match token {
        Token::Number(number) => out.extend_from_slice(number),
        Token::Name(name) => write_name(name, out),
        Token::Literal(raw) => {
            out.push(b'(');
            out.extend_from_slice(raw);
            out.push(b')');
        }
        Token::Hex(digits) => {
            out.push(b'<');
            out.extend_from_slice(digits);
            out.push(b'>');
        }
        Token::OpenArray => out.push(b'['),
        Token::CloseArray => out.push(b']'),
        Token::OpenDictionary => out.extend_from_slice(b"<<"),
        Token::CloseDictionary => out.extend_from_slice(b">>"),
        Token::OpenBrace => out.push(b'{'),
        Token::CloseBrace => out.push(b'}'),
        Token::Word(word) => out.extend_from_slice(word),
    }
    out.push(b' ');
}

fn write_name(name: &[u8], out: &mut Vec<u8>) {
    out.push(b'/');
    for byte in name {
        if byte.is_ascii_graphic() && is_regular(*byte) && *byte != b'#' {
            out.push(*byte);
        } else {
            out.extend_from_slice(format!("#{byte:02X}").as_bytes());
        }
    }
}

//! Functions: tables of samples, numbers, and the few words of calculators.

use lopdf::{Dictionary, Object, Stream};

use super::{
    copier::{Copier, Outcome, Plain, Role},
    stream::pack,
    token::{Lexer, Token, write},
};

const KEYS: &[(&str, Plain)] = &[
    ("FunctionType", Plain::Number),
    ("Domain", Plain::Numbers),
    ("Range", Plain::Numbers),
    ("C0", Plain::Numbers),
    ("C1", Plain::Numbers),
    ("N", Plain::Number),
    ("Bounds", Plain::Numbers),
    ("Encode", Plain::Numbers),
    ("Decode", Plain::Numbers),
    ("Size", Plain::Numbers),
    ("BitsPerSample", Plain::Number),
    ("Order", Plain::Number),
];

/// ISO 32000-1, table 42.
const OPERATORS: &[&str] = &[
    "abs", "add", "and", "atan", "bitshift", "ceiling", "copy", "cos", "cvi", "cvr", "div", "dup", "eq", "exch", "exp",
    "false", "floor", "ge", "gt", "idiv", "if", "ifelse", "index", "le", "ln", "log", "lt", "mod", "mul", "ne", "neg",
    "not", "or", "pop", "roll", "round", "sin", "sqrt", "sub", "true", "truncate", "xor",
];

impl Copier<'_> {
    pub(super) fn function(&mut self, object: &Object) -> Outcome<Option<Object>> {
        self.shared(Role::Function, object, |copier, object| match object {
            Object::Name(name) if name == b"Identity" => Ok(Some("Identity".into())),
            Object::Dictionary(dict) => copier.function_of_numbers(dict).map(Some),
            Object::Stream(stream) => copier.function_of_bytes(stream),
            _ => Ok(None),
        })
    }

    /// One function, or one for each component.
    pub(super) fn functions(&mut self, object: &Object) -> Outcome<Option<Object>> {
        let Some(Object::Array(functions)) = self.resolve(object) else { return self.function(object) };
        let mut copied = Vec::new();
        for function in functions.iter().take(64) {
            match self.function(function)? {
                Some(function) => copied.push(function),
                None => return Ok(None),
            }
        }
        Ok(Some(Object::Array(copied)))
    }

    fn function_of_numbers(&mut self, dict: &Dictionary) -> Outcome<Object> {
        let mut copied = Dictionary::new();
        self.keep(dict, &mut copied, KEYS);
        if let Ok(functions) = dict.get(b"Functions")
            && let Some(functions) = self.functions(functions)?
        {
            copied.set("Functions", functions);
        }
        Ok(copied.into())
    }

    fn function_of_bytes(&mut self, stream: &Stream) -> Outcome<Option<Object>> {
        let mut dict = Dictionary::new();
        self.keep(&stream.dict, &mut dict, KEYS);
        let Some(mut bytes) = self.unpack(stream)? else { return Ok(None) };
        match self.get_number(&stream.dict, b"FunctionType") {
            Some(0) => {
                let Some(length) = self.table_length(&stream.dict) else { return Ok(None) };
                bytes.truncate(length);
            }
            Some(4) => bytes = calculator(&bytes),
            _ => return Ok(None),
        }
        pack(dict, bytes).map(Some)
    }

    fn table_length(&self, dict: &Dictionary) -> Option<usize> {
        let sizes = self.get_numbers(dict, b"Size")?;
        let outputs = self.get_numbers(dict, b"Range")?.len() / 2;
        let bits = usize::try_from(self.get_number(dict, b"BitsPerSample")?).ok()?;
        let samples = sizes.iter().try_fold(outputs, |samples, size| samples.checked_mul(*size as usize))?;
        Some(samples.checked_mul(bits)?.div_ceil(8))
    }
}

fn calculator(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    for token in Lexer::new(bytes) {
        let known = match &token {
            Token::Number(_) | Token::OpenBrace | Token::CloseBrace => true,
            Token::Word(word) => OPERATORS.iter().any(|known| known.as_bytes() == *word),
            _ => false,
        };
        if known {
            write(&token, &mut out);
        }
    }
    out
}

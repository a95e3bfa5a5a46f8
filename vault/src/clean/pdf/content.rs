//! Contents of pages, forms, patterns and glyphs: known operators with the operands they take, and nothing between.

use lopdf::Object;

use super::{
    copier::{Copier, Outcome},
    inline,
    resources::{Category, INTENTS, Names, Resources},
    token::{Lexer, Token, write},
};
use crate::clean::Removed;

/// What an operator takes.
enum Takes {
    /// So many numbers.
    Numbers(usize),
    /// One string.
    Text,
    /// Numbers and strings in an array.
    Texts,
    /// An array of numbers, and a number.
    Dash,
    /// The name of a resource.
    Named(Category),
    /// A name that is not of a resource.
    Intent,
    /// Name and size.
    Font,
    /// Up to 32 numbers, then perhaps a pattern's name.
    Color,
    /// Two numbers and a string.
    SpacedText,
}

fn takes(operator: &[u8]) -> Option<Takes> {
    Some(match operator {
        b"q" | b"Q" | b"h" | b"S" | b"s" | b"f" | b"F" | b"f*" | b"B" | b"B*" | b"b" | b"b*" | b"n" | b"W" | b"W*"
        | b"BT" | b"ET" | b"T*" => Takes::Numbers(0),
        b"w" | b"J" | b"j" | b"M" | b"i" | b"Tc" | b"Tw" | b"Tz" | b"TL" | b"Tr" | b"Ts" | b"g" | b"G" => {
            Takes::Numbers(1)
        }
        b"m" | b"l" | b"Td" | b"TD" | b"d0" => Takes::Numbers(2),
        b"rg" | b"RG" => Takes::Numbers(3),
        b"v" | b"y" | b"re" | b"k" | b"K" => Takes::Numbers(4),
        b"cm" | b"c" | b"Tm" | b"d1" => Takes::Numbers(6),
        b"Tj" | b"'" => Takes::Text,
        b"\"" => Takes::SpacedText,
        b"TJ" => Takes::Texts,
        b"d" => Takes::Dash,
        b"ri" => Takes::Intent,
        b"gs" => Takes::Named(Category::ExtGState),
        b"Do" => Takes::Named(Category::XObject),
        b"sh" => Takes::Named(Category::Shading),
        b"cs" | b"CS" => Takes::Named(Category::ColorSpace),
        b"Tf" => Takes::Font,
        b"sc" | b"SC" | b"scn" | b"SCN" => Takes::Color,
        _ => return None,
    })
}

/// Colours of 32 inks are the most that the format knows.
const INKS: usize = 32;

/// The longest number that is copied as it stands; more digits than that say nothing on paper.
const DIGITS: usize = 18;

/// Operands of an operator that make no sense, or of a stream that is none.
const MOST_OPERANDS: usize = 100_000;

struct Rewriting<'w, 'a, 'r> {
    copier: &'w mut Copier<'a>,
    resources: Resources<'r>,
    names: &'w mut Names,
    out: Vec<u8>,
    /// Of each marked content that is open, whether it begins something hidden.
    marked: Vec<bool>,
    hidden: usize,
    /// Whether text is drawn invisibly, now and in each saved state.
    invisible: bool,
    saved: Vec<bool>,
    in_text: bool,
}

impl<'a> Copier<'a> {
    /// Contents written anew; what they use goes into `names`.
    pub(super) fn contents(&mut self, bytes: &[u8], resources: Resources<'_>, names: &mut Names) -> Outcome<Vec<u8>> {
        self.deeper(|copier| {
            let mut rewriting = Rewriting {
                copier,
                resources,
                names,
                out: Vec::with_capacity(bytes.len()),
                marked: Vec::new(),
                hidden: 0,
                invisible: false,
                saved: Vec::new(),
                in_text: false,
            };
            rewriting.run(bytes)?;
            Ok(rewriting.out)
        })
    }
}

impl Rewriting<'_, '_, '_> {
    fn run(&mut self, bytes: &[u8]) -> Outcome<()> {
        let mut lexer = Lexer::new(bytes);
        let mut operands: Vec<Token<'_>> = Vec::new();
        while let Some(token) = lexer.next() {
            match token {
                Token::Word(b"true" | b"false" | b"null") => {}
                Token::Word(b"BI") => {
                    self.picture(&mut lexer)?;
                    operands.clear();
                }
                Token::Word(operator) => {
                    self.operator(operator, &operands)?;
                    operands.clear();
                }
                // Drops the oldest half: what counts is at the end.
                operand => {
                    if operands.len() >= MOST_OPERANDS {
                        operands.drain(..MOST_OPERANDS / 2);
                    }
                    operands.push(operand);
                }
            }
        }
        if self.in_text {
            self.out.extend_from_slice(b"ET\n");
        }
        for _ in 0..self.saved.len() {
            self.out.extend_from_slice(b"Q\n");
        }
        Ok(())
    }

    fn operator(&mut self, operator: &[u8], operands: &[Token<'_>]) -> Outcome<()> {
        match operator {
            b"BDC" | b"BMC" => {
                self.begin_mark(operands);
                return Ok(());
            }
            b"EMC" => {
                if self.marked.pop() == Some(true) {
                    self.hidden -= 1;
                }
                return Ok(());
            }
            _ => {}
        }
        let Some(takes) = takes(operator) else { return Ok(()) };
        let Some(operands) = self.operands(&takes, operands)? else { return Ok(()) };
        let operator = match operator {
            b"q" => {
                self.saved.push(self.invisible);
                operator
            }
            b"Q" => {
                let Some(saved) = self.saved.pop() else { return Ok(()) };
                self.invisible = saved;
                operator
            }
            b"BT" => {
                if std::mem::replace(&mut self.in_text, true) {
                    return Ok(());
                }
                operator
            }
            b"ET" => {
                if !std::mem::take(&mut self.in_text) {
                    return Ok(());
                }
                operator
            }
            b"Tr" => {
                self.invisible = matches!(operands.as_slice(), [Token::Number(b"3")]);
                operator
            }
            b"Tj" | b"TJ" | b"'" | b"\"" if self.invisible || self.hidden > 0 => {
                self.copier.found.insert(Removed::Hidden);
                self.unseen_text(operator, &operands);
                return Ok(());
            }
            b"S" | b"s" | b"f" | b"F" | b"f*" | b"B" | b"B*" | b"b" | b"b*" if self.hidden > 0 => {
                self.copier.found.insert(Removed::Hidden);
                b"n"
            }
            b"Do" | b"sh" if self.hidden > 0 => return Ok(()),
            known => known,
        };
        self.write(&operands, operator);
        Ok(())
    }

    fn write(&mut self, operands: &[Token<'_>], operator: &[u8]) {
        for operand in operands {
            write(operand, &mut self.out);
        }
        self.out.extend_from_slice(operator);
        self.out.push(b'\n');
    }

    /// What a string that is not drawn does beside: it begins a line, and sets distances.
    fn unseen_text(&mut self, operator: &[u8], operands: &[Token<'_>]) {
        if let (b"\"", [word, letter, _]) = (operator, operands) {
            self.write(std::slice::from_ref(word), b"Tw");
            self.write(std::slice::from_ref(letter), b"Tc");
        }
        if matches!(operator, b"'" | b"\"") {
            self.write(&[], b"T*");
        }
    }

    fn begin_mark(&mut self, operands: &[Token<'_>]) {
        let hides = match operands {
            [.., Token::Name(tag), Token::Name(list)] if tag == b"OC" => {
                let list = self.resources.properties(self.copier, list);
                list.is_some_and(|list| self.copier.layers.hide(self.copier.source, list))
            }
            _ => false,
        };
        self.hidden += usize::from(hides);
        self.marked.push(hides);
    }

    /// The last operands, as many as the operator takes; `None` if they are not what it takes.
    fn operands<'t>(&mut self, takes: &Takes, operands: &[Token<'t>]) -> Outcome<Option<Vec<Token<'t>>>> {
        let last = |count: usize| operands.len().checked_sub(count).map(|from| &operands[from..]);
        let numbers = |tokens: &[Token<'t>]| -> Option<Vec<Token<'t>>> { tokens.iter().map(number).collect() };
        Ok(match takes {
            Takes::Numbers(count) => last(*count).and_then(numbers),
            Takes::Text => last(1).filter(|text| is_text(&text[0])).map(<[_]>::to_vec),
            Takes::SpacedText => last(3).and_then(|three| {
                let mut taken = numbers(&three[..2])?;
                is_text(&three[2]).then(|| taken.push(three[2].clone()))?;
                Some(taken)
            }),
            Takes::Texts => array(operands, |token| if is_text(token) { Some(token.clone()) } else { number(token) }),
            Takes::Dash => operands.split_last().and_then(|(phase, rest)| {
                let mut taken = array(rest, number)?;
                taken.push(number(phase)?);
                Some(taken)
            }),
            Takes::Intent => match operands.last() {
                Some(Token::Name(name)) if INTENTS.iter().any(|known| known.as_bytes() == name) => {
                    last(1).map(<[_]>::to_vec)
                }
                _ => None,
            },
            Takes::Font => match operands {
                [.., Token::Name(name), size] => {
                    let font = self.rename(Category::Font, name)?;
                    font.zip(number(size)).map(|(font, size)| vec![font, size])
                }
                _ => None,
            },
            Takes::Named(category) => match operands.last() {
                Some(Token::Name(name)) if *category == Category::ColorSpace && is_device(name) => {
                    Some(vec![Token::Name(name.clone())])
                }
                // Not even copied.
                Some(Token::Name(_)) if *category == Category::XObject && self.hidden > 0 => {
                    self.copier.found.insert(Removed::Hidden);
                    None
                }
                Some(Token::Name(name)) => self.rename(*category, name)?.map(|name| vec![name]),
                _ => None,
            },
            Takes::Color => {
                let (colors, pattern) = match operands {
                    [colors @ .., Token::Name(name)] => match self.rename(Category::Pattern, name)? {
                        Some(name) => (colors, Some(name)),
                        None => return Ok(None),
                    },
                    colors => (colors, None),
                };
                let mut taken = numbers(&colors[colors.len().saturating_sub(INKS)..]);
                if let Some(taken) = &mut taken {
                    taken.extend(pattern);
                }
                taken.filter(|taken| !taken.is_empty())
            }
        })
    }

    fn rename<'t>(&mut self, category: Category, name: &[u8]) -> Outcome<Option<Token<'t>>> {
        Ok(self.copier.rename(self.names, category, name, self.resources)?.map(Token::Name))
    }

    /// A picture within contents becomes one beside them, so that there is one way to clean pictures.
    fn picture(&mut self, lexer: &mut Lexer<'_>) -> Outcome<()> {
        let Some(stream) = inline::read(lexer, self.copier, self.resources)? else { return Ok(()) };
        if self.hidden > 0 {
            self.copier.found.insert(Removed::Hidden);
            return Ok(());
        }
        let Some(picture) = self.copier.picture(&stream, self.resources)? else { return Ok(()) };
        let picture: Object = self.copier.add(picture)?;
        let name = self.names.add(Category::XObject, picture);
        self.write(&[Token::Name(name)], b"Do");
        Ok(())
    }
}

fn number<'t>(token: &Token<'t>) -> Option<Token<'t>> {
    let Token::Number(digits) = token else { return None };
    if !digits.iter().any(u8::is_ascii_digit) {
        return Some(Token::Number(b"0"));
    }
    Some(Token::Number(digits.get(..DIGITS).unwrap_or(digits)))
}

fn is_text(token: &Token<'_>) -> bool {
    matches!(token, Token::Literal(_) | Token::Hex(_))
}

fn is_device(name: &[u8]) -> bool {
    matches!(name, b"DeviceGray" | b"DeviceRGB" | b"DeviceCMYK" | b"Pattern")
}

/// The array at the end of the operands, brackets included, with the elements that are accepted.
fn array<'t>(operands: &[Token<'t>], accept: impl Fn(&Token<'t>) -> Option<Token<'t>>) -> Option<Vec<Token<'t>>> {
    let (Token::CloseArray, rest) = operands.split_last()? else { return None };
    let open = rest.iter().rposition(|token| *token == Token::OpenArray)?;
    let mut taken = vec![Token::OpenArray];
    taken.extend(rest[open + 1..].iter().filter_map(accept));
    taken.push(Token::CloseArray);
    Some(taken)
}

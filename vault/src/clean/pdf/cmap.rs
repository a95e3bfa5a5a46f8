//! Character maps, written anew with their ranges only.

use super::token::{Lexer, Token, write};

/// What every map is called.
pub(super) const NAME: &str = "Adobe-Identity-UCS";

const HEAD: &[u8] = b"/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n\
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n\
/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n";

const TAIL: &[u8] = b"endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n";

const SECTIONS: &[&str] = &["codespacerange", "bfchar", "bfrange", "cidchar", "cidrange", "notdefchar", "notdefrange"];

pub(super) fn rewrite(bytes: &[u8]) -> Vec<u8> {
    let mut out = HEAD.to_vec();
    let mut section: Option<&str> = None;
    let mut before: [Option<Token<'_>>; 2] = [None, None];
    for token in Lexer::new(bytes) {
        if let Token::Word(word) = &token {
            let named = |prefix: &str| {
                let rest = word.strip_prefix(prefix.as_bytes())?;
                SECTIONS.iter().find(|known| known.as_bytes() == rest).copied()
            };
            match (section, &before) {
                (Some(open), _) if named("end") == Some(open) => {
                    out.extend_from_slice(format!("\nend{open}\n").as_bytes());
                    section = None;
                }
                (None, [_, Some(count @ Token::Number(_))]) if let Some(begun) = named("begin") => {
                    write(count, &mut out);
                    out.extend_from_slice(format!("begin{begun}\n").as_bytes());
                    section = Some(begun);
                }
                (None, [Some(Token::Name(name)), Some(mode @ Token::Number(_))])
                    if *word == b"def" && name == b"WMode" =>
                {
                    out.extend_from_slice(b"/WMode ");
                    write(mode, &mut out);
                    out.extend_from_slice(b"def\n");
                }
                _ => {}
            }
        } else if section.is_some() {
            match &token {
                Token::Hex(_) | Token::Number(_) | Token::OpenArray | Token::CloseArray => write(&token, &mut out),
                _ => {}
            }
        }
        before = [before[1].take(), Some(token)];
    }
    if let Some(open) = section {
        out.extend_from_slice(format!("\nend{open}\n").as_bytes());
    }
    out.extend_from_slice(TAIL);
    out
}

//! `parse_mode=HTML`: a strict parser to text and entities, and the way back for views.
use crate::text::{Entity, byte_index, sort};

struct Open {
    tag: String,
    entity: Entity,
}

/// Parses Telegram's HTML. The error is the text that follows "can't parse entities: ".
pub fn parse(source: &str) -> Result<(String, Vec<Entity>), String> {
    let mut text = String::with_capacity(source.len());
    let mut units = 0;
    let mut stack: Vec<Open> = Vec::new();
    let mut entities = Vec::new();
    let mut at = 0;
    while let Some(character) = source[at..].chars().next() {
        match character {
            '&' => {
                let (decoded, used) = decode(&source[at..]).unwrap_or(('&', 1));
                text.push(decoded);
                units += decoded.len_utf16();
                at += used;
            }
            '<' if source[at + 1..].starts_with('/') => {
                let end = source[at..].find('>').ok_or(format!("Unclosed end tag at byte offset {at}"))?;
                let name = source[at + 2..at + end].trim_end().to_ascii_lowercase();
                let Some(open) = stack.pop() else {
                    return Err(format!("Unexpected end tag at byte offset {at}"));
                };
                if !name.is_empty() && name != open.tag {
                    return Err(format!(
                        "Unmatched end tag at byte offset {at}, expected \"</{}>\", found \"</{name}>\"",
                        open.tag
                    ));
                }
                close(open, &text, units, &mut entities);
                at += end + 1;
            }
            '<' => {
                let (open, used) = start_tag(source, at, units)?;
                stack.push(open);
                at += used;
            }
            _ => {
                text.push(character);
                units += character.len_utf16();
                at += character.len_utf8();
            }
        }
    }
    if let Some(open) = stack.pop() {
        return Err(format!("Can't find end tag corresponding to start tag \"{}\"", open.tag));
    }
    sort(&mut entities);
    Ok((text, entities))
}

fn close(open: Open, text: &str, units: usize, entities: &mut Vec<Entity>) {
    let mut entity = open.entity;
    entity.length = units - entity.offset;
    if entity.length == 0 || entity.kind.is_empty() {
        return;
    }
    let inner = byte_index(text, entity.offset).map_or("", |from| &text[from..]);
    if open.tag == "a" {
        let url = entity.url.take().filter(|u| !u.is_empty()).unwrap_or_else(|| inner.to_owned());
        match link(&url) {
            Some(Link::User(id)) => {
                entity.kind = "text_mention";
                entity.user = Some(id);
            }
            Some(Link::Url(url)) => entity.url = Some(url),
            // Telegram drops a link that leads nowhere and keeps its text.
            None => return,
        }
    }
    // <pre><code class="language-x"> is one entity: a code block with a language.
    if entity.kind == "pre"
        && let Some(index) =
            entities.iter().rposition(|e| e.kind == "code" && e.offset == entity.offset && e.length == entity.length)
    {
        entity.language = entities.remove(index).language;
    }
    if entity.kind.ends_with("blockquote") {
        entities.retain(|e| !e.kind.ends_with("blockquote") || e.offset < entity.offset);
    }
    entities.push(entity);
}

pub enum Link {
    User(i64),
    Url(String),
}

/// `None` when Telegram would not make a link of it.
pub fn link(url: &str) -> Option<Link> {
    let url = url.trim();
    let lower = url.to_ascii_lowercase();
    if let Some(id) = lower.strip_prefix("tg://user?id=") {
        return id.parse().ok().map(Link::User);
    }
    if lower.starts_with("tg:") || lower.starts_with("ton:") {
        return Some(Link::Url(url.to_owned()));
    }
    let rest = match lower.split_once("://") {
        Some(("http" | "https", rest)) => rest,
        Some(_) => return None,
        None => &lower,
    };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = host.split(':').next().unwrap_or_default();
    let valid = !host.is_empty()
        && !host.contains(char::is_whitespace)
        && (host.contains('.') || host == "localhost")
        && !host.starts_with('.')
        && !host.ends_with('.');
    if !valid {
        return None;
    }
    Some(Link::Url(if lower.contains("://") { url.to_owned() } else { format!("http://{url}") }))
}

fn start_tag(source: &str, at: usize, units: usize) -> Result<(Open, usize), String> {
    let rest = &source[at + 1..];
    let name_length = rest.find(|c: char| c.is_whitespace() || c == '>').unwrap_or(rest.len());
    if name_length == rest.len() {
        return Err(format!("Unclosed start tag at byte offset {at}"));
    }
    let tag = rest[..name_length].to_ascii_lowercase();
    let kind = match tag.as_str() {
        "b" | "strong" => "bold",
        "i" | "em" => "italic",
        "u" | "ins" => "underline",
        "s" | "strike" | "del" => "strikethrough",
        "a" => "text_link",
        "span" | "tg-spoiler" => "spoiler",
        "code" => "code",
        "pre" => "pre",
        "blockquote" => "blockquote",
        "tg-emoji" => "custom_emoji",
        _ => {
            return Err(format!("Unsupported start tag \"{tag}\" at byte offset {at}"));
        }
    };
    let (attributes, used) = attributes(source, at, 1 + name_length, &tag)?;
    let mut entity = Entity::new(kind, units, 0);
    let get = |name: &str| attributes.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str());
    match tag.as_str() {
        "a" => entity.url = Some(get("href").unwrap_or_default().to_owned()),
        "span" if get("class") != Some("tg-spoiler") => {
            return Err(format!("Tag \"span\" must have class \"tg-spoiler\" at byte offset {at}"));
        }
        "code" => {
            entity.language = get("class").and_then(|c| c.strip_prefix("language-")).map(str::to_owned);
        }
        "blockquote" if get("expandable").is_some() => entity.kind = "expandable_blockquote",
        "tg-emoji" => match get("emoji-id") {
            Some(id) if !id.is_empty() && id.bytes().all(|b| b.is_ascii_digit()) => {
                entity.custom_emoji_id = Some(id.to_owned());
            }
            _ => return Err("Invalid custom emoji identifier specified".to_owned()),
        },
        _ => {}
    }
    Ok((Open { tag, entity }, used))
}

/// Reads attributes from `at + offset` to the closing `>`; returns them and the whole tag's length.
fn attributes(source: &str, at: usize, offset: usize, tag: &str) -> Result<(Vec<(String, String)>, usize), String> {
    let bytes = source.as_bytes();
    let mut i = at + offset;
    let mut found = Vec::new();
    let unclosed = || format!("Unclosed start tag at byte offset {at}");
    loop {
        while bytes.get(i).is_some_and(u8::is_ascii_whitespace) {
            i += 1;
        }
        match bytes.get(i) {
            None => return Err(unclosed()),
            Some(b'>') => return Ok((found, i + 1 - at)),
            Some(_) => {}
        }
        let name_at = i;
        while bytes.get(i).is_some_and(|b| !b.is_ascii_whitespace() && *b != b'=' && *b != b'>') {
            i += 1;
        }
        if i == name_at {
            return Err(format!("Empty attribute name in the tag \"{tag}\" at byte offset {at}"));
        }
        let name = source[name_at..i].to_ascii_lowercase();
        while bytes.get(i).is_some_and(u8::is_ascii_whitespace) {
            i += 1;
        }
        if bytes.get(i) != Some(&b'=') {
            if tag == "blockquote" && name == "expandable" {
                found.push((name, String::new()));
                continue;
            }
            return Err(format!(
                "Expected equal sign in declaration of an attribute of the tag \"{tag}\" at byte offset {at}"
            ));
        }
        i += 1;
        while bytes.get(i).is_some_and(u8::is_ascii_whitespace) {
            i += 1;
        }
        let value = match bytes.get(i) {
            None => return Err(unclosed()),
            Some(quote @ (b'"' | b'\'')) => {
                let from = i + 1;
                let end = bytes[from..].iter().position(|b| b == quote).ok_or_else(unclosed)?;
                i = from + end + 1;
                &source[from..from + end]
            }
            Some(_) => {
                let from = i;
                while bytes.get(i).is_some_and(|b| !b.is_ascii_whitespace() && *b != b'>') {
                    i += 1;
                }
                &source[from..i]
            }
        };
        found.push((name, unescape(value)));
    }
}

fn unescape(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    let mut at = 0;
    while let Some(character) = value[at..].chars().next() {
        let (decoded, used) =
            if character == '&' { decode(&value[at..]).unwrap_or(('&', 1)) } else { (character, character.len_utf8()) };
        out.push(decoded);
        at += used;
    }
    out
}

/// Decodes a character reference at the start; `None` leaves the ampersand as it is.
fn decode(source: &str) -> Option<(char, usize)> {
    let body = &source[1..];
    if let Some(number) = body.strip_prefix('#') {
        let (digits, radix, prefix) = match number.strip_prefix(['x', 'X']) {
            Some(hex) => (hex, 16, 3),
            None => (number, 10, 2),
        };
        let length = digits.chars().take_while(|c| c.is_digit(radix)).count();
        let code = u32::from_str_radix(&digits[..length], radix).ok()?;
        let decoded = char::from_u32(code).filter(|c| *c != '\0')?;
        let semicolon = usize::from(digits[length..].starts_with(';'));
        return Some((decoded, prefix + length + semicolon));
    }
    for (name, decoded) in [("lt", '<'), ("gt", '>'), ("amp", '&'), ("quot", '"')] {
        if let Some(rest) = body.strip_prefix(name) {
            return Some((decoded, 1 + name.len() + usize::from(rest.starts_with(';'))));
        }
    }
    None
}

pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            _ => out.push(character),
        }
    }
    out
}

/// Renders text and entities as HTML; everything but the entities' own tags is escaped.
pub fn render(text: &str, entities: &[Entity]) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let mut open: Vec<(usize, &'static str)> = Vec::new();
    let mut next = 0;
    let mut units = 0;
    for character in text.chars() {
        while let Some((_, tag)) = open.pop_if(|(end, _)| *end <= units) {
            out.push_str(tag);
        }
        while let Some(entity) = entities.get(next).filter(|e| e.offset <= units) {
            next += 1;
            let inner = slice(text, entity);
            if let Some((start, end)) = tags(entity, inner) {
                out.push_str(&start);
                // An overlapping outer entity ends first: cut the inner one there.
                let limit = open.last().map_or(usize::MAX, |(end, _)| *end);
                open.push((entity.end().min(limit), end));
            }
        }
        out.push_str(&escape(character.encode_utf8(&mut [0; 4])));
        units += character.len_utf16();
    }
    while let Some((_, tag)) = open.pop() {
        out.push_str(tag);
    }
    out
}

pub fn slice<'t>(text: &'t str, entity: &Entity) -> &'t str {
    match (byte_index(text, entity.offset), byte_index(text, entity.end())) {
        (Some(from), Some(to)) => &text[from..to],
        _ => "",
    }
}

fn tags(entity: &Entity, inner: &str) -> Option<(String, &'static str)> {
    let plain = |start: &str, end| Some((start.to_owned(), end));
    match entity.kind {
        "bold" => plain("<b>", "</b>"),
        "italic" => plain("<i>", "</i>"),
        "underline" => plain("<u>", "</u>"),
        "strikethrough" => plain("<s>", "</s>"),
        "spoiler" => plain("<tg-spoiler>", "</tg-spoiler>"),
        "code" => plain("<code>", "</code>"),
        "blockquote" => plain("<blockquote>", "</blockquote>"),
        "expandable_blockquote" => plain("<blockquote expandable>", "</blockquote>"),
        "pre" => match &entity.language {
            Some(language) => Some((format!("<pre><code class=\"language-{}\">", escape(language)), "</code></pre>")),
            None => plain("<pre>", "</pre>"),
        },
        "text_link" => Some((format!("<a href=\"{}\">", escape(entity.url.as_deref().unwrap_or_default())), "</a>")),
        "text_mention" => Some((format!("<a href=\"tg://user?id={}\">", entity.user.unwrap_or_default()), "</a>")),
        "url" => match link(inner) {
            Some(Link::Url(url)) => Some((format!("<a href=\"{}\">", escape(&url)), "</a>")),
            _ => None,
        },
        "custom_emoji" => Some((
            format!("<tg-emoji emoji-id=\"{}\">", escape(entity.custom_emoji_id.as_deref().unwrap_or_default())),
            "</tg-emoji>",
        )),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ok(source: &str) -> (String, Vec<(&'static str, usize, usize)>) {
        let (text, entities) = parse(source).unwrap();
        (text, entities.into_iter().map(|e| (e.kind, e.offset, e.length)).collect())
    }

    fn refused(source: &str) -> String {
        parse(source).unwrap_err()
    }

    #[test]
    fn tags_become_entities() {
        assert_eq!(ok("a <b>bold <i>both</i></b>"), ("a bold both".into(), vec![("bold", 2, 9), ("italic", 7, 4)]));
        assert_eq!(ok("<B>x</B><strong>y</strong>"), ("xy".into(), vec![("bold", 0, 1), ("bold", 1, 1)]));
        assert_eq!(ok("😀<u>x</u>"), ("😀x".into(), vec![("underline", 2, 1)]));
        assert_eq!(ok("<span class=\"tg-spoiler\">x</span>").1, [("spoiler", 0, 1)]);
        assert_eq!(ok("<blockquote expandable>x</blockquote>").1, [("expandable_blockquote", 0, 1)]);
        assert_eq!(ok("<b></b>x"), ("x".into(), vec![]));
    }

    #[test]
    fn links_and_mentions() {
        let (_, e) = parse("<a href=\"https://example.com/?a=1&amp;b=2\">x</a>").unwrap();
        assert_eq!(e[0].url.as_deref(), Some("https://example.com/?a=1&b=2"));
        let (_, e) = parse("<a href='tg://user?id=5000000001'>x</a>").unwrap();
        assert_eq!((e[0].kind, e[0].user), ("text_mention", Some(5_000_000_001)));
        assert_eq!(ok("<a href=\"javascript:alert(1)\">x</a>").1, []);
        assert_eq!(ok("<a href=\"nowhere\">x</a>").1, []);
    }

    #[test]
    fn code_blocks_carry_their_language() {
        let (text, e) = parse("<pre><code class=\"language-rust\">let x;</code></pre>").unwrap();
        assert_eq!(text, "let x;");
        assert_eq!(e.len(), 1);
        assert_eq!((e[0].kind, e[0].language.as_deref()), ("pre", Some("rust")));
    }

    #[test]
    fn references() {
        assert_eq!(ok("&lt;b&gt; &amp; &quot; &#65;&#x1F600; &nbsp; &").0, "<b> & \" A😀 &nbsp; &");
    }

    #[test]
    fn refusals() {
        assert_eq!(refused("<b>x"), "Can't find end tag corresponding to start tag \"b\"");
        assert_eq!(refused("x</b>"), "Unexpected end tag at byte offset 1");
        assert_eq!(refused("<b><i>x</b></i>"), "Unmatched end tag at byte offset 7, expected \"</i>\", found \"</b>\"");
        assert_eq!(refused("<p>x</p>"), "Unsupported start tag \"p\" at byte offset 0");
        assert_eq!(refused("x<br/>y"), "Unsupported start tag \"br/\" at byte offset 1");
        assert_eq!(refused("1 < 2 >"), "Unsupported start tag \"\" at byte offset 2");
        assert_eq!(refused("a <b"), "Unclosed start tag at byte offset 2");
        assert_eq!(refused("<b>x</b"), "Unclosed end tag at byte offset 4");
        assert_eq!(refused("<span>x</span>"), "Tag \"span\" must have class \"tg-spoiler\" at byte offset 0");
        assert_eq!(
            refused("<a href>x</a>"),
            "Expected equal sign in declaration of an attribute of the tag \"a\" at byte offset 0"
        );
    }

    #[test]
    fn rendering_escapes_and_nests() {
        for source in [
            "a &lt;b&gt; <b>bold <i>both</i></b> &amp; <code>x</code>",
            "<blockquote>quoted <u>here</u></blockquote>",
            "<a href=\"https://example.com/?a=1&amp;b=2\">x</a>",
            "<pre><code class=\"language-rust\">let x;</code></pre>",
        ] {
            let (text, entities) = parse(source).unwrap();
            assert_eq!(render(&text, &entities), source);
        }
        let overlap = [Entity::new("bold", 0, 2), Entity::new("italic", 1, 2)];
        assert_eq!(render("abc", &overlap), "<b>a<i>b</i></b>c");
    }
}

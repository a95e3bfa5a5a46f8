//! Message text: UTF-16 arithmetic, trimming, and the entities Telegram finds by itself.
use serde_json::{Map, Value, json};

/// Offsets and lengths count UTF-16 code units, as Telegram does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entity {
    pub kind: &'static str,
    pub offset: usize,
    pub length: usize,
    pub url: Option<String>,
    pub user: Option<i64>,
    pub language: Option<String>,
    pub custom_emoji_id: Option<String>,
}

pub const KINDS: &[&str] = &[
    "mention",
    "hashtag",
    "cashtag",
    "bot_command",
    "url",
    "email",
    "phone_number",
    "bold",
    "italic",
    "underline",
    "strikethrough",
    "spoiler",
    "blockquote",
    "expandable_blockquote",
    "code",
    "pre",
    "text_link",
    "text_mention",
    "custom_emoji",
    "date_time",
];

impl Entity {
    pub fn new(kind: &'static str, offset: usize, length: usize) -> Self {
        Self { kind, offset, length, url: None, user: None, language: None, custom_emoji_id: None }
    }

    pub fn end(&self) -> usize {
        self.offset + self.length
    }

    /// The user of a `text_mention` is filled in by the caller, who knows the users.
    pub fn to_json(&self) -> Map<String, Value> {
        let mut map = Map::new();
        map.insert("type".into(), json!(self.kind));
        map.insert("offset".into(), json!(self.offset));
        map.insert("length".into(), json!(self.length));
        if let Some(url) = &self.url {
            map.insert("url".into(), json!(url));
        }
        if let Some(language) = &self.language {
            map.insert("language".into(), json!(language));
        }
        if let Some(id) = &self.custom_emoji_id {
            map.insert("custom_emoji_id".into(), json!(id));
        }
        map
    }
}

pub fn utf16_len(text: &str) -> usize {
    text.chars().map(char::len_utf16).sum()
}

/// Byte index of a UTF-16 offset; `None` inside a surrogate pair or past the end.
pub fn byte_index(text: &str, offset: usize) -> Option<usize> {
    let mut units = 0;
    for (index, character) in text.char_indices() {
        if units == offset {
            return Some(index);
        }
        units += character.len_utf16();
        if units > offset {
            return None;
        }
    }
    (units == offset).then_some(text.len())
}

/// Cuts white space from both ends as Telegram does and moves the entities along.
pub fn trim(text: &str, entities: Vec<Entity>) -> (String, Vec<Entity>) {
    let right = text.trim_end();
    let left = right.trim_start();
    let cut = utf16_len(&right[..right.len() - left.len()]);
    let end = utf16_len(left);
    let mut kept = Vec::with_capacity(entities.len());
    for mut entity in entities {
        let from = entity.offset.max(cut) - cut;
        let to = entity.end().saturating_sub(cut).min(end);
        if from < to {
            entity.offset = from;
            entity.length = to - from;
            kept.push(entity);
        }
    }
    (left.to_owned(), kept)
}

/// Adds commands, mentions, hashtags, addresses and e-mail found in the text, outside
/// code and links, and sorts as Telegram does: by offset, the longer first.
pub fn with_automatic(text: &str, mut entities: Vec<Entity>) -> Vec<Entity> {
    let opaque = |from: usize, to: usize, entities: &[Entity]| {
        entities
            .iter()
            .any(|e| matches!(e.kind, "code" | "pre" | "text_link" | "text_mention") && e.offset < to && from < e.end())
    };
    let mut found: Vec<Entity> = Vec::new();
    for (from, to, kind) in automatic(text) {
        let (start, length) = (utf16_len(&text[..from]), utf16_len(&text[from..to]));
        let taken = found.iter().any(|one| one.offset < start + length && start < one.end());
        if !taken && !opaque(start, start + length, &entities) {
            found.push(Entity::new(kind, start, length));
        }
    }
    entities.extend(found);
    sort(&mut entities);
    entities
}

pub fn sort(entities: &mut [Entity]) {
    entities.sort_by(|a, b| a.offset.cmp(&b.offset).then(b.length.cmp(&a.length)));
}

/// Kinds that a tap opens.
pub const LIVE: &[&str] =
    &["mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number", "text_link", "text_mention"];

/// What Telegram finds by itself, as ranges of bytes; of two that overlap the first counts.
fn automatic(text: &str) -> Vec<(usize, usize, &'static str)> {
    let mut found = addresses(text);
    let word = |c: char| c.is_alphanumeric() || c == '_';
    let name = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let end_of = |from: usize, ok: &dyn Fn(char) -> bool| {
        text[from..].char_indices().find(|(_, c)| !ok(*c)).map_or(text.len(), |(at, _)| from + at)
    };
    for (at, sign) in text.char_indices().filter(|(_, c)| matches!(c, '/' | '@' | '#' | '$')) {
        let before = text[..at].chars().next_back();
        let (from, mut to) = (at + 1, end_of(at + 1, &name));
        let length = to - from;
        let after = |to: usize| text[to..].chars().next();
        match sign {
            '/' if before.is_some_and(|c| word(c) || matches!(c, '/' | '<' | '>')) => {}
            '/' if (1..=64).contains(&length) => {
                if after(to) == Some('@') && end_of(to + 1, &name) - to > 3 {
                    to = end_of(to + 1, &name);
                }
                if !after(to).is_some_and(|c| word(c) || matches!(c, '/' | '<' | '>')) {
                    found.push((at, to, "bot_command"));
                }
            }
            '@' if !before.is_some_and(word) && (3..=32).contains(&length) && !after(to).is_some_and(word) => {
                found.push((at, to, "mention"));
            }
            '#' if !before.is_some_and(word) => {
                let to = end_of(from, &word);
                if text[from..to].chars().any(char::is_alphabetic) {
                    found.push((at, to, "hashtag"));
                }
            }
            '$' if !before.is_some_and(word) => {
                let to = end_of(from, &|c: char| c.is_ascii_uppercase());
                if (1..=8).contains(&(to - from)) && !after(to).is_some_and(word) {
                    found.push((at, to, "cashtag"));
                }
            }
            _ => {}
        }
    }
    found.extend(numbers(text));
    found.sort_by_key(|(from, to, _)| (*from, std::cmp::Reverse(*to)));
    found
}

/// A letter that may stand in an address: general punctuation, the word joiner among it, may not.
fn in_address(c: char) -> bool {
    let punctuation =
        matches!(c, '\u{2000}'..='\u{206f}') && !matches!(c, '\u{200c}' | '\u{200d}' | '\u{2010}'..='\u{2015}');
    !c.is_whitespace() && !punctuation && !matches!(c, '<' | '>' | '"' | '«' | '»')
}

fn in_host(c: char) -> bool {
    if c < '\u{c0}' { c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '~') } else { in_address(c) }
}

/// Addresses of the web and of e-mail, with and without what says that they are.
fn addresses(text: &str) -> Vec<(usize, usize, &'static str)> {
    let mut found = Vec::new();
    let mut past = 0;
    for (dot, _) in text.match_indices(['.', ':']) {
        if dot < past {
            continue;
        }
        let rest = &text[dot..];
        // tg://resolve and its like need no dot.
        if rest.starts_with("://") && text[..dot].to_ascii_lowercase().ends_with("tg") {
            let to = dot + rest.find(|c| !in_address(c)).unwrap_or(rest.len());
            if to > dot + 3 {
                found.push((dot - 2, to, "url"));
                past = to;
            }
            continue;
        }
        let from = text[..dot].char_indices().rev().take_while(|(_, c)| in_host(*c)).last().map_or(dot, |(at, _)| at);
        let host_end = dot + rest.find(|c| !in_host(c)).unwrap_or(rest.len());
        let host = text[from..host_end].trim_end_matches('.');
        if !host_ok(host) {
            continue;
        }
        let (mut from, mut to, mut kind) = (from, from + host.len(), "url");
        if text[to..].starts_with([':', '/', '?', '#']) {
            let path = text[to..].find(|c| !in_address(c)).unwrap_or(text.len() - to);
            to += text[to..to + path].trim_end_matches(['.', ':', ';', ',', '(', ')', '\'', '?', '!', '`', ']']).len();
        }
        let before = &text[..from];
        if let Some(user) = before.strip_suffix('@') {
            let start = user.char_indices().rev().take_while(|(_, c)| in_host(*c) || *c == '+').last();
            let Some((start, _)) = start else { continue };
            (from, kind) = (start, "email");
        } else if let Some(scheme) =
            ["https://", "http://", "ftp://"].iter().find(|scheme| before.to_ascii_lowercase().ends_with(*scheme))
        {
            from -= scheme.len();
        } else if before.ends_with(['/', '#', '@']) || before.ends_with(|c: char| c.is_alphanumeric()) {
            continue;
        }
        found.push((from, to, kind));
        past = to;
    }
    found
}

fn host_ok(host: &str) -> bool {
    let labels: Vec<&str> = host.split('.').collect();
    let last = labels.last().copied().unwrap_or_default();
    let lower = last.to_lowercase();
    // "Next" is the beginning of a sentence.
    let capital = lower != last && lower.chars().skip(1).eq(last.chars().skip(1));
    let known = COMMON_TOP_LEVEL.contains(&lower.as_str()) || lower.starts_with("xn--");
    let foreign = !last.is_ascii() && last.chars().all(char::is_alphabetic);
    labels.len() >= 2
        && labels.iter().all(|label| !label.is_empty() && !label.ends_with('-'))
        && ((known || foreign) && !capital
            || labels.len() == 4 && labels.iter().all(|label| label.len() <= 3 && label.parse::<u8>().is_ok()))
}

/// Telephone numbers: digits with what is usual between them, with a plus or a zero in front.
fn numbers(text: &str) -> Vec<(usize, usize, &'static str)> {
    let mut found = Vec::new();
    let mut past = 0;
    for (at, first) in text.char_indices().filter(|(_, c)| matches!(c, '+' | '0')) {
        if at < past || text[..at].ends_with(|c: char| c.is_alphanumeric()) {
            continue;
        }
        let all = text[at + 1..].find(|c: char| !c.is_ascii_digit() && !matches!(c, ' ' | '-' | '(' | ')'));
        let run = text[at..at + 1 + all.unwrap_or(text.len() - at - 1)].trim_end_matches(|c: char| !c.is_ascii_digit());
        let digits = run.chars().filter(char::is_ascii_digit).count();
        if (if first == '+' { 8..=15 } else { 9..=13 }).contains(&digits) {
            found.push((at, at + run.len(), "phone_number"));
            past = at + run.len();
        }
    }
    found
}

/// Enough of the top-level domains to tell `example.com` from a sentence without a space.
const COMMON_TOP_LEVEL: &[&str] = &[
    "com", "org", "net", "int", "edu", "gov", "info", "io", "me", "dev", "app", "id", "eu", "de", "uk", "fr", "ru",
    "us", "in", "jp", "sg", "my", "au", "nl", "it", "es", "test", "example", "si", "co", "biz", "tv", "cc", "ly",
    "xyz", "site", "online", "link", "click", "top", "shop", "page", "tel", "news",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str) -> Vec<(&'static str, usize, usize)> {
        with_automatic(text, Vec::new()).into_iter().map(|e| (e.kind, e.offset, e.length)).collect()
    }

    #[test]
    fn finds_what_telegram_finds() {
        assert_eq!(kinds("/start abc"), [("bot_command", 0, 6)]);
        assert_eq!(kinds("please /help@sim_bot."), [("bot_command", 7, 13)]);
        assert_eq!(kinds("😀 see https://example.com/x, ok"), [("url", 7, 21)]);
        assert_eq!(
            kinds("ask @someone or a@b.com #tag #12"),
            [("mention", 4, 8), ("email", 16, 7), ("hashtag", 24, 4)]
        );
        assert_eq!(kinds("and/or 1/2 end.Next 08.15 4.10.2024"), []);
        assert_eq!(kinds("see:t.me/x, (b.go.id) a.b@c.de."), [("url", 4, 6), ("url", 13, 7), ("email", 22, 8)]);
        assert_eq!(kinds("пример.рф 10.0.0.1:80 xn--a.xn--p1ai"), [("url", 0, 9), ("url", 10, 11), ("url", 22, 14)]);
        assert_eq!(kinds("tg://user?id=1 $USD"), [("url", 0, 14), ("cashtag", 15, 4)]);
        assert_eq!(kinds("+62 812-3456-7890, 081234567890"), [("phone_number", 0, 17), ("phone_number", 19, 12)]);
        assert_eq!(kinds("t.\u{2060}me/\u{2060}x @\u{2060}name /\u{2060}start"), []);
    }

    #[test]
    fn code_hides_commands() {
        let code = vec![Entity::new("code", 0, 6)];
        assert_eq!(with_automatic("/start", code.clone()), code);
    }

    #[test]
    fn trimming_moves_entities() {
        let (text, entities) = trim("  ab \n", vec![Entity::new("bold", 1, 3), Entity::new("italic", 4, 2)]);
        assert_eq!(text, "ab");
        assert_eq!(entities, [Entity::new("bold", 0, 2)]);
    }

    #[test]
    fn byte_index_respects_surrogates() {
        assert_eq!(byte_index("a😀b", 1), Some(1));
        assert_eq!(byte_index("a😀b", 2), None);
        assert_eq!(byte_index("a😀b", 3), Some(5));
        assert_eq!(byte_index("a😀b", 4), Some(6));
        assert_eq!(byte_index("a😀b", 5), None);
    }
}

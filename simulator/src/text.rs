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
    let mut offset = 0;
    let mut found = Vec::new();
    for word in text.split_inclusive(char::is_whitespace) {
        let bare = word.trim_end();
        if let Some((skip, length, kind)) = classify(bare) {
            let from = offset + skip;
            if !opaque(from, from + length, &entities) {
                found.push(Entity::new(kind, from, length));
            }
        }
        offset += utf16_len(word);
    }
    entities.extend(found);
    sort(&mut entities);
    entities
}

pub fn sort(entities: &mut [Entity]) {
    entities.sort_by(|a, b| a.offset.cmp(&b.offset).then(b.length.cmp(&a.length)));
}

/// Finds one automatic entity in a word: (UTF-16 units before it, its length, its kind).
fn classify(word: &str) -> Option<(usize, usize, &'static str)> {
    let start = word.find(|c: char| c.is_alphanumeric() || matches!(c, '/' | '@' | '#' | '_'))?;
    let skip = utf16_len(&word[..start]);
    let word = &word[start..];
    let take = |rest: &str, ok: fn(char) -> bool| rest.chars().take_while(|c| ok(*c)).count();
    let name = |c: char| c.is_ascii_alphanumeric() || c == '_';
    if let Some(rest) = word.strip_prefix('/') {
        let length = take(rest, name);
        if length == 0 || length > 64 || rest[length..].starts_with('/') {
            return None;
        }
        let mut total = 1 + length;
        if let Some(bot) = rest[length..].strip_prefix('@') {
            let bot_length = take(bot, name);
            if bot_length >= 3 {
                total += 1 + bot_length;
            }
        }
        return Some((skip, total, "bot_command"));
    }
    if let Some(rest) = word.strip_prefix('@') {
        let length = take(rest, name);
        return (4..=32).contains(&length).then_some((skip, 1 + length, "mention"));
    }
    if let Some(rest) = word.strip_prefix('#') {
        let tag: String = rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
        let digits_only = tag.chars().all(|c| c.is_ascii_digit());
        return (!tag.is_empty() && !digits_only).then(|| (skip, 1 + utf16_len(&tag), "hashtag"));
    }
    let bare = word.trim_end_matches(['.', ',', ')', ']', ':', ';', '!', '?', '"', '\'', '»', '”']);
    if let Some(kind) = address(bare) {
        return Some((skip, utf16_len(bare), kind));
    }
    None
}

fn address(word: &str) -> Option<&'static str> {
    let host_ok = |host: &str| {
        let host = host.split(':').next().unwrap_or_default();
        let labels: Vec<&str> = host.split('.').collect();
        let last = labels.last().copied().unwrap_or_default();
        labels.len() >= 2
            && labels.iter().all(|l| !l.is_empty() && l.chars().all(|c| c.is_ascii_alphanumeric() || c == '-'))
            && (COMMON_TOP_LEVEL.contains(&last) || last.parse::<u8>().is_ok() && labels.len() == 4)
    };
    for scheme in ["http://", "https://"] {
        if word.len() > scheme.len() && word.get(..scheme.len()).is_some_and(|p| p.eq_ignore_ascii_case(scheme)) {
            return Some("url");
        }
    }
    if let Some((user, host)) = word.split_once('@') {
        return (!user.is_empty() && host_ok(host)).then_some("email");
    }
    let host = word.split(['/', '?', '#']).next().unwrap_or_default();
    host_ok(&host.to_ascii_lowercase()).then_some("url")
}

/// Enough of the top-level domains to tell `example.com` from a sentence without a space.
const COMMON_TOP_LEVEL: &[&str] = &[
    "com", "org", "net", "int", "edu", "gov", "info", "io", "me", "dev", "app", "id", "eu", "de", "uk", "fr", "ru",
    "us", "in", "jp", "sg", "my", "au", "nl", "it", "es", "test", "example",
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
        assert_eq!(kinds("and/or 1/2 end.Next"), []);
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

//! What an admin sends to be sent on: its formatting as HTML, its files by their ids, and whether it may go out.

use std::ops::Range;

use sqlx::SqliteConnection;
use teloxide::types::{Message as Incoming, MessageEntity, MessageEntityKind};

use crate::{
    access::Proof,
    audience,
    error::refuse,
    msg,
    outbox::{
        Content, Media, Template, Values, Variable,
        content::{self, BadVariable},
        parts::{Misfit, Part, Parts, find_variables, written},
    },
    texts::{Arg, Lang, Message, escape},
};

/// Names on a roster have at most so many characters, and each full stop may bring an invisible one along.
const NAME_MAX: usize = 200;

/// What the message brings; refuses what cannot be sent to many.
pub fn read(message: &Incoming) -> anyhow::Result<Part> {
    let media = if let Some(photo) = message.photo().and_then(|sizes| sizes.iter().max_by_key(|s| s.width * s.height)) {
        Some(Media::Photo { file_id: photo.file.id.0.clone() })
    } else {
        message.document().map(|document| Media::Document { file_id: document.file.id.0.clone() })
    };
    let text = match (&media, message.text()) {
        (Some(_), _) => message.caption().zip(message.caption_entities()),
        (None, Some(text)) => Some((text, message.entities().unwrap_or_default())),
        (None, None) => return refuse(msg!("compose-only")),
    };
    let html = match text {
        Some((text, entities)) => render(text, entities)?,
        None => String::new(),
    };
    Ok(Part { message: message.id.0, html, media })
}

/// The album that a message is a part of.
pub fn album(message: &Incoming) -> Option<&str> {
    message.media_group_id().map(|id| id.0.as_str())
}

/// A content that is one message; refuses parts of an album.
pub fn read_single(message: &Incoming) -> anyhow::Result<Content> {
    if album(message).is_some() {
        return refuse(msg!("compose-no-album"));
    }
    Ok(Parts::new(None, read(message)?).content())
}

/// What is told where messages do not make one content.
pub fn explain(misfit: Misfit) -> Message {
    match misfit {
        Misfit::Mixed => msg!("compose-mixed"),
        Misfit::TooMany => msg!("compose-too-many", most = content::ALBUM_MAX),
        Misfit::Captions => msg!("compose-captions"),
    }
}

/// Refuses variables that mean nothing here, and a text that would be too long for someone on the roster.
pub async fn check(
    c: &mut SqliteConnection,
    proof: &Proof,
    content: &Content,
    allowed: &[Variable],
) -> anyhow::Result<()> {
    let template = match Template::parse(&content.html, allowed) {
        Ok(template) => template,
        Err(BadVariable::Unknown(word)) => {
            let list = allowed.iter().map(|v| format!("<code>{}</code>", written(*v))).collect::<Vec<_>>().join(", ");
            return refuse(msg!("compose-unknown-variable", word = word, list = Arg::Html(list)));
        }
        Err(BadVariable::Unclosed(word)) => return refuse(msg!("compose-unclosed-variable", word = word)),
    };
    if content.media.is_empty() && content.html.trim().is_empty() {
        return refuse(msg!("compose-empty"));
    }
    let mut values = longest();
    if content::length(&template.fill(&values)) <= content.room() {
        return Ok(());
    }
    // Only now is it worth looking at every name there is.
    let found = audience::store::find_longest(c, proof).await?;
    (values.name, values.unit) = (found.name, found.unit);
    let length = content::length(&template.fill(&values));
    if length <= content.room() {
        return Ok(());
    }
    let (over, most) = (length - content.room(), content.room());
    if content.media.is_empty() {
        refuse(msg!("compose-too-long", length = length, over = over, most = most))
    } else {
        refuse(msg!("compose-caption-too-long", length = length, over = over, most = most))
    }
}

/// One line for each variable and what it stands for, as HTML.
pub fn variables(allowed: &[Variable], lang: Lang) -> Arg {
    let line = |variable: &Variable| {
        let meaning = match variable {
            Variable::Name => msg!("compose-variable-name"),
            Variable::Unit => msg!("compose-variable-unit"),
            Variable::Stage => msg!("compose-variable-stage"),
            Variable::Day => msg!("compose-variable-day"),
            Variable::DaysLeft => msg!("compose-variable-days-left"),
            Variable::Link => msg!("compose-variable-link"),
        };
        format!("<code>{}</code> — {}", written(*variable), meaning.html(lang))
    };
    Arg::Html(allowed.iter().map(line).collect::<Vec<_>>().join("\n"))
}

/// No value is ever longer than these.
fn longest() -> Values {
    let name = "a.".repeat(NAME_MAX / 2);
    Values {
        name: name.clone(),
        unit: name,
        stage: "a.".repeat(75),
        day: "30 September 2024".into(),
        days_left: "1000".into(),
        link: format!("https://t.me/{}?start={}", "a".repeat(32), "a".repeat(64)),
    }
}

struct Mark {
    units: Range<usize>,
    open: String,
    close: &'static str,
}

/// A text with its formatting as HTML. teloxide's own renderer leaves a text without formatting
/// unescaped and writes addresses as they are; and a variable must not be torn by a tag.
fn render(text: &str, entities: &[MessageEntity]) -> anyhow::Result<String> {
    let variables: Vec<Range<usize>> =
        find_variables(text).into_iter().map(|range| units(text, range.start)..units(text, range.end)).collect();
    let mut marks = Vec::new();
    for entity in entities {
        let Some((open, close)) = tags(&entity.kind)? else { continue };
        let (start, end) = (entity.offset, entity.offset.saturating_add(entity.length));
        let torn = |at: usize| variables.iter().find(|variable| variable.start < at && at < variable.end);
        let start = torn(start).map_or(start, |variable| variable.start);
        let end = torn(end).map_or(end, |variable| variable.end);
        marks.push(Mark { units: start..end, open, close });
    }
    // What holds the other is opened first.
    marks.sort_by_key(|mark| (mark.units.start, std::cmp::Reverse(mark.units.end)));
    let mut html = String::with_capacity(text.len());
    let mut open: Vec<usize> = Vec::new();
    let mut at = 0;
    for c in text.chars() {
        let wanted: Vec<usize> = (0..marks.len()).filter(|n| marks[*n].units.contains(&at)).collect();
        turn(&mut html, &marks, &mut open, wanted);
        html.push_str(&escape(c.encode_utf8(&mut [0; 4])));
        at += c.len_utf16();
    }
    turn(&mut html, &marks, &mut open, Vec::new());
    Ok(html)
}

/// Closes and opens tags until exactly the wanted ones are open, properly nested.
fn turn(html: &mut String, marks: &[Mark], open: &mut Vec<usize>, wanted: Vec<usize>) {
    let kept = open.iter().zip(&wanted).take_while(|(a, b)| a == b).count();
    for n in open.drain(kept..).rev() {
        html.push_str(marks[n].close);
    }
    for n in &wanted[kept..] {
        html.push_str(&marks[*n].open);
    }
    *open = wanted;
}

fn units(text: &str, byte: usize) -> usize {
    text[..byte].encode_utf16().count()
}

/// The tags of a kind; none for what Telegram marks by itself, such as addresses and hashtags.
fn tags(kind: &MessageEntityKind) -> anyhow::Result<Option<(String, &'static str)>> {
    use MessageEntityKind as K;
    let (open, close) = match kind {
        K::Bold => ("<b>".into(), "</b>"),
        K::Italic => ("<i>".into(), "</i>"),
        K::Underline => ("<u>".into(), "</u>"),
        K::Strikethrough => ("<s>".into(), "</s>"),
        K::Spoiler => ("<tg-spoiler>".into(), "</tg-spoiler>"),
        K::Code => ("<code>".into(), "</code>"),
        K::Blockquote => ("<blockquote>".into(), "</blockquote>"),
        K::ExpandableBlockquote => ("<blockquote expandable>".into(), "</blockquote>"),
        K::Pre { language } => match language.as_deref().map(plain_word).filter(|word| !word.is_empty()) {
            Some(word) => (format!("<pre><code class=\"language-{word}\">"), "</code></pre>"),
            None => ("<pre>".into(), "</pre>"),
        },
        K::TextLink { url } => (format!("<a href=\"{}\">", address(url.as_str())?), "</a>"),
        K::TextMention { user } => (format!("<a href=\"tg://user?id={}\">", user.id.0), "</a>"),
        // Bots may not send custom emoji; what stands in the text is the ordinary one that people would see.
        _ => return Ok(None),
    };
    Ok(Some((open, close)))
}

/// An address within quotes. It is the same for everyone: a variable in it would not be filled in.
fn address(url: &str) -> anyhow::Result<String> {
    let readable = url.replace("%7B", "{").replace("%7D", "}");
    if !find_variables(&readable).is_empty() {
        return refuse(msg!("compose-variable-in-link"));
    }
    Ok(escape(url).replace('"', "&quot;").replace('{', "%7B").replace('}', "%7D"))
}

fn plain_word(text: &str) -> String {
    text.chars().filter(|c| c.is_ascii_alphanumeric() || "+-_#.".contains(*c)).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use teloxide::types::CustomEmojiId;

    use super::*;

    fn entity(kind: MessageEntityKind, offset: usize, length: usize) -> MessageEntity {
        MessageEntity { kind, offset, length }
    }

    fn link(url: &str) -> MessageEntityKind {
        MessageEntityKind::TextLink { url: url.parse().expect("an address") }
    }

    fn rendered(text: &str, entities: &[MessageEntity]) -> String {
        render(text, entities).expect("HTML")
    }

    #[test]
    fn a_text_is_escaped_with_and_without_formatting() {
        assert_eq!(rendered("a < b & c", &[]), "a &lt; b &amp; c");
        let bold = [entity(MessageEntityKind::Bold, 0, 1)];
        assert_eq!(rendered("a < b", &bold), "<b>a</b> &lt; b");
    }

    #[test]
    fn every_kind_has_its_tag() {
        use MessageEntityKind as K;
        for (kind, html) in [
            (K::Bold, "<b>x</b>"),
            (K::Italic, "<i>x</i>"),
            (K::Underline, "<u>x</u>"),
            (K::Strikethrough, "<s>x</s>"),
            (K::Spoiler, "<tg-spoiler>x</tg-spoiler>"),
            (K::Code, "<code>x</code>"),
            (K::Blockquote, "<blockquote>x</blockquote>"),
            (K::ExpandableBlockquote, "<blockquote expandable>x</blockquote>"),
            (K::Pre { language: None }, "<pre>x</pre>"),
            (K::Pre { language: Some("c\"+".into()) }, "<pre><code class=\"language-c+\">x</code></pre>"),
            (link("https://a.id/?b=1&c={"), "<a href=\"https://a.id/?b=1&amp;c=%7B\">x</a>"),
            (K::CustomEmoji { custom_emoji_id: CustomEmojiId("1".into()) }, "x"),
            (K::Url, "x"),
        ] {
            assert_eq!(rendered("x", &[entity(kind, 0, 1)]), html);
        }
    }

    #[test]
    fn what_overlaps_is_nested() {
        use MessageEntityKind as K;
        let text = "👍 tebal miring";
        assert_eq!(
            rendered(text, &[entity(K::Italic, 5, 10), entity(K::Bold, 3, 5), entity(K::Underline, 3, 5)]),
            "👍 <b><u>te<i>bal</i></u></b><i> miring</i>"
        );
    }

    #[test]
    fn a_variable_is_never_torn() {
        use MessageEntityKind as K;
        let text = "Yth. {nama} ya";
        assert_eq!(rendered(text, &[entity(K::Bold, 6, 2)]), "Yth. <b>{nama}</b> ya");
        assert_eq!(rendered(text, &[entity(K::Bold, 0, 8)]), "<b>Yth. {nama}</b> ya");
        assert_eq!(rendered(text, &[entity(K::Bold, 8, 6)]), "Yth. <b>{nama} ya</b>");
    }

    #[test]
    fn a_variable_in_an_address_is_refused() {
        for url in ["https://a.id/{nama}", "https://a.id/?n={nama}", "https://a.id/#{nama}"] {
            let error = render("x", &[entity(link(url), 0, 1)]).expect_err("refused");
            assert!(crate::error::shown(&error).is_some_and(|message| message.key() == "compose-variable-in-link"));
        }
    }

    proptest! {
        #[test]
        fn tags_are_always_balanced(
            text in "[a{}n &<👍]{0,30}",
            ranges in proptest::collection::vec((0_usize..40, 0_usize..40, 0_usize..4), 0..8),
        ) {
            use MessageEntityKind as K;
            let kinds = [K::Bold, K::Italic, K::Code, K::Blockquote];
            let entities: Vec<_> =
                ranges.into_iter().map(|(offset, length, kind)| entity(kinds[kind].clone(), offset, length)).collect();
            let html = rendered(&text, &entities);
            let mut open = Vec::new();
            for tag in html.split('<').skip(1).filter_map(|rest| rest.split_once('>')).map(|(tag, _)| tag) {
                match tag.strip_prefix('/') {
                    Some(name) => prop_assert_eq!(open.pop(), Some(name)),
                    None => open.push(tag),
                }
            }
            prop_assert!(open.is_empty());
            prop_assert_eq!(content::length(&html), text.encode_utf16().count());
        }
    }
}

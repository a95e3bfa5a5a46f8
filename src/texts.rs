//! Every word a user sees: messages by key, in the person's language, escaped at this one place.

use std::{borrow::Cow, collections::HashMap, fmt};

use chrono::{DateTime, FixedOffset, Locale, NaiveDate, Utc};
use fluent_templates::{LanguageIdentifier, Loader, fluent_bundle::FluentValue, static_loader};

static_loader! {
    static LOCALES = {
        locales: "./locales",
        fallback_language: "id",
        customise: |bundle| bundle.set_use_isolating(false),
    };
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Lang {
    #[default]
    Id,
    En,
}

impl Lang {
    pub const ALL: [Lang; 2] = [Lang::Id, Lang::En];

    /// The two-letter code, as in the database and in `language_code`.
    pub fn code(self) -> &'static str {
        match self {
            Lang::Id => "id",
            Lang::En => "en",
        }
    }

    /// Indonesian for everything that is not English: the bot serves Indonesian offices.
    pub fn from_code(code: &str) -> Self {
        if code == "en" || code.starts_with("en-") { Lang::En } else { Lang::Id }
    }

    fn identifier(self) -> &'static LanguageIdentifier {
        static ID: LanguageIdentifier = fluent_templates::langid!("id");
        static EN: LanguageIdentifier = fluent_templates::langid!("en");
        match self {
            Lang::Id => &ID,
            Lang::En => &EN,
        }
    }
}

/// A value put into a message.
#[derive(Clone, Debug, PartialEq)]
pub enum Arg {
    /// Escaped where the message becomes HTML.
    Text(String),
    /// A name from the roster or a document: escaped, and kept from looking like an address, which
    /// Telegram would make a link of ("M.Si" is one).
    Name(String),
    /// HTML of our own making, taken as it is.
    Html(String),
    Number(i64),
    /// A message within a message, rendered in the same language.
    Message(Box<Message>),
    /// Several, joined by commas.
    List(Vec<Message>),
    /// A calendar day, written out in the language.
    Date(NaiveDate),
    /// A moment at a place, written out with its zone.
    Moment(DateTime<Utc>, Zone),
    /// The same without its seconds.
    Minute(DateTime<Utc>, Zone),
    /// With one decimal, after the comma or point of the language.
    Decimal(f64),
}

macro_rules! arg_from {
    ($($from:ty => |$x:ident| $to:expr),+ $(,)?) => {
        $(impl From<$from> for Arg { fn from($x: $from) -> Self { $to } })+
    };
}
arg_from! {
    &str => |x| Arg::Text(x.to_owned()),
    &String => |x| Arg::Text(x.clone()),
    String => |x| Arg::Text(x),
    i64 => |x| Arg::Number(x),
    i32 => |x| Arg::Number(x.into()),
    u32 => |x| Arg::Number(x.into()),
    usize => |x| Arg::Number(i64::try_from(x).unwrap_or(i64::MAX)),
    Message => |x| Arg::Message(Box::new(x)),
    NaiveDate => |x| Arg::Date(x),
}

/// One of Indonesia's three time zones; none has daylight saving.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Zone {
    Wib,
    Wita,
    Wit,
}

impl Zone {
    pub const ALL: [Zone; 3] = [Zone::Wib, Zone::Wita, Zone::Wit];

    pub fn code(self) -> &'static str {
        match self {
            Zone::Wib => "WIB",
            Zone::Wita => "WITA",
            Zone::Wit => "WIT",
        }
    }

    /// Takes the abbreviation in any case.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|zone| zone.code().eq_ignore_ascii_case(text.trim()))
    }

    /// UTC+7, +8 or +9.
    pub fn offset(self) -> FixedOffset {
        let hours = match self {
            Zone::Wib => 7,
            Zone::Wita => 8,
            Zone::Wit => 9,
        };
        FixedOffset::east_opt(hours * 3600).unwrap_or_else(|| unreachable!("a fixed offset under a day"))
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// A text not yet in any language. Make one with [`msg!`](crate::msg).
#[derive(Clone, Debug, PartialEq)]
pub struct Message {
    key: &'static str,
    args: Vec<(&'static str, Arg)>,
}

impl Message {
    pub fn new(key: &'static str, args: Vec<(&'static str, Arg)>) -> Self {
        Self { key, args }
    }

    pub fn key(&self) -> &'static str {
        self.key
    }

    /// For messages sent with the HTML parse mode: text arguments are escaped.
    pub fn html(&self, lang: Lang) -> String {
        self.render(lang, true)
    }

    /// For button labels, toasts and the terminal, which take no HTML.
    pub fn plain(&self, lang: Lang) -> String {
        self.render(lang, false)
    }

    fn render(&self, lang: Lang, html: bool) -> String {
        let args: HashMap<Cow<'static, str>, FluentValue<'_>> = self
            .args
            .iter()
            .map(|(name, arg)| {
                let value = match arg {
                    Arg::Text(text) if html => FluentValue::from(escape(text)),
                    Arg::Name(name) if html => FluentValue::from(name_html(name)),
                    Arg::Text(text) | Arg::Html(text) | Arg::Name(text) => FluentValue::from(text.clone()),
                    Arg::Number(number) => FluentValue::from(*number),
                    Arg::Message(message) => FluentValue::from(message.render(lang, html)),
                    Arg::List(messages) => {
                        let parts: Vec<String> = messages.iter().map(|message| message.render(lang, html)).collect();
                        FluentValue::from(parts.join(", "))
                    }
                    Arg::Date(date) => FluentValue::from(self::date(*date, lang)),
                    Arg::Moment(at, zone) => FluentValue::from(moment(*at, *zone, lang)),
                    Arg::Minute(at, zone) => FluentValue::from(minute(*at, *zone, lang)),
                    Arg::Decimal(number) => FluentValue::from(decimal(*number, lang)),
                };
                (Cow::Borrowed(*name), value)
            })
            .collect();
        LOCALES.lookup_with_args(lang.identifier(), self.key, &args)
    }
}

/// `msg!("pledge-progress", at = 2, total = 4)`: a [`Message`]. A test checks key and argument names.
#[macro_export]
macro_rules! msg {
    ($key:literal $(, $name:ident = $value:expr)* $(,)?) => {
        $crate::texts::Message::new($key, vec![$((stringify!($name), $crate::texts::Arg::from($value))),*])
    };
}

/// At most `most` characters, the last of them an ellipsis where something was cut.
pub fn shorten(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let cut: String = text.chars().take(most.saturating_sub(1)).collect();
    format!("{}…", cut.trim_end())
}

/// `Pengingat H-7: SDN 1` → `pengingat-h-7-sdn-1`, for names of files and ids; whole words as far as they
/// fit into `most` bytes, empty where nothing is left.
pub fn slug(text: &str, most: usize) -> String {
    let mut slug = String::new();
    for c in text.chars().flat_map(char::to_lowercase) {
        if c.is_ascii_alphanumeric() {
            slug.push(c);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    if slug.len() > most {
        slug.truncate(slug[..=most].rfind('-').unwrap_or(most));
    }
    slug.trim_end_matches('-').to_owned()
}

/// Escapes what Telegram's HTML mode asks to be escaped.
pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// A word joiner, which shows nothing, behind each full stop between letters or digits.
fn unlinked(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    let mut before = false;
    while let Some(c) = letters.next() {
        out.push(c);
        if c == '.' && before && letters.peek().is_some_and(|next| next.is_alphanumeric()) {
            out.push('\u{2060}');
        }
        before = c.is_alphanumeric();
    }
    out
}

/// A name as HTML: escaped, and kept from looking like an address.
pub fn name_html(name: &str) -> String {
    unlinked(&escape(name))
}

/// Marks a text as a name.
pub fn name(text: impl Into<String>) -> Arg {
    Arg::Name(text.into())
}

/// `4 Oktober 2024` / `4 October 2024`.
pub fn date(date: NaiveDate, lang: Lang) -> String {
    date.format_localized("%-d %B %Y", locale(lang)).to_string()
}

/// `Oktober 2024` / `October 2024`.
pub fn month(date: NaiveDate, lang: Lang) -> String {
    date.format_localized("%B %Y", locale(lang)).to_string()
}

/// `4 Oktober 2024 pukul 08.15.02 WIT` / `4 October 2024, 08:15:02 WIT`.
pub fn moment(at: DateTime<Utc>, zone: Zone, lang: Lang) -> String {
    let local = at.with_timezone(&zone.offset());
    let pattern = match lang {
        Lang::Id => "%-d %B %Y pukul %H.%M.%S",
        Lang::En => "%-d %B %Y, %H:%M:%S",
    };
    format!("{} {zone}", local.format_localized(pattern, locale(lang)))
}

/// `4 Oktober 2024 pukul 08.15 WIT` / `4 October 2024, 08:15 WIT`.
pub fn minute(at: DateTime<Utc>, zone: Zone, lang: Lang) -> String {
    let local = at.with_timezone(&zone.offset());
    let pattern = match lang {
        Lang::Id => "%-d %B %Y pukul %H.%M",
        Lang::En => "%-d %B %Y, %H:%M",
    };
    format!("{} {zone}", local.format_localized(pattern, locale(lang)))
}

/// `0,8` / `0.8`.
fn decimal(number: f64, lang: Lang) -> String {
    let point = format!("{number:.1}");
    match lang {
        Lang::Id => point.replace('.', ","),
        Lang::En => point,
    }
}

fn locale(lang: Lang) -> Locale {
    match lang {
        Lang::Id => Locale::id_ID,
        Lang::En => Locale::en_GB,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_written_in_the_zone_of_the_unit() {
        let at = DateTime::from_timestamp(1_728_000_902, 0).expect("a valid moment");
        assert_eq!(moment(at, Zone::Wit, Lang::Id), "4 Oktober 2024 pukul 09.15.02 WIT");
        assert_eq!(moment(at, Zone::Wib, Lang::En), "4 October 2024, 07:15:02 WIB");
        assert_eq!(minute(at, Zone::Wit, Lang::Id), "4 Oktober 2024 pukul 09.15 WIT");
        assert_eq!([decimal(0.75, Lang::Id), decimal(12.0, Lang::En)], ["0,8", "12.0"]);
    }

    #[test]
    fn a_degree_is_no_address() {
        let message =
            Message::new("access-revoke-ask", vec![("label", name("Drs. A. B, M.Si. <x>")), ("role", "r".into())]);
        assert!(message.html(Lang::Id).contains("Drs. A. B, M.\u{2060}Si. &lt;x&gt;"), "{}", message.html(Lang::Id));
        assert!(message.plain(Lang::Id).contains("M.Si."));
    }

    #[test]
    fn only_html_is_escaped() {
        let message = Message::new("error-reference", vec![("reference", Arg::from("<b>&")), ("contact", "x".into())]);
        assert!(message.html(Lang::Id).contains("&lt;b&gt;&amp;"));
        assert!(message.plain(Lang::Id).contains("<b>&"));
    }
}

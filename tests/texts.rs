//! Every text: both languages alike, used as it is written, fit for Telegram.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use fluent_syntax::{
    ast::{Entry, Expression, InlineExpression, Pattern, PatternElement},
    parser,
};
use ikrar::texts::{Arg, Lang, Message};

/// Tags of Telegram's HTML mode. `<a>` and `<span>` take attributes; our texts need neither.
const TAGS: [&str; 11] = ["b", "strong", "i", "em", "u", "s", "code", "pre", "blockquote", "tg-spoiler", "del"];
/// Toasts and alerts; an error that the boundary shows is an alert only while it fits.
const TOAST: usize = 200;
const MESSAGE: usize = 4096;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

#[derive(Debug, Default)]
struct Text {
    file: String,
    /// The text itself, each variable as `{$name}`.
    plain: String,
    variables: BTreeSet<String>,
    /// Other messages that it contains.
    references: BTreeSet<String>,
}

/// Every message of a language.
fn locale(lang: &str) -> BTreeMap<String, Text> {
    let mut texts: BTreeMap<String, Text> = BTreeMap::new();
    for file in file_names(&root().join("locales").join(lang)) {
        let source = fs::read_to_string(root().join("locales").join(lang).join(&file)).expect("a text");
        let resource = parser::parse(source.as_str()).unwrap_or_else(|(_, errors)| {
            panic!("locales/{lang}/{file} is not valid Fluent: {errors:?}");
        });
        for entry in resource.body {
            let Entry::Message(message) = entry else { continue };
            let id = message.id.name.to_owned();
            let mut text = Text { file: file.clone(), ..Text::default() };
            let value = message.value.unwrap_or_else(|| panic!("locales/{lang}/{file}: {id} is empty"));
            read(&value, &mut text);
            if let Some(before) = texts.insert(id.clone(), text) {
                panic!("locales/{lang}: {id} stands in {} and in {file}", before.file);
            }
        }
    }
    assert!(!texts.is_empty(), "no texts in locales/{lang}");
    texts
}

fn file_names(folder: &Path) -> BTreeSet<String> {
    let entries = fs::read_dir(folder).expect("a folder of texts");
    entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned()).collect()
}

fn read(pattern: &Pattern<&str>, text: &mut Text) {
    for element in &pattern.elements {
        match element {
            PatternElement::TextElement { value } => text.plain.push_str(value),
            PatternElement::Placeable { expression } => read_expression(expression, text),
        }
    }
}

fn read_expression(expression: &Expression<&str>, text: &mut Text) {
    match expression {
        Expression::Inline(inline) => read_inline(inline, text),
        Expression::Select { selector, variants } => {
            let before = text.plain.len();
            read_inline(selector, text);
            text.plain.truncate(before); // it chooses, and is not shown
            for variant in variants {
                read(&variant.value, text);
            }
        }
    }
}

fn read_inline(inline: &InlineExpression<&str>, text: &mut Text) {
    match inline {
        InlineExpression::VariableReference { id } => {
            text.plain.push_str(&format!("{{${}}}", id.name));
            text.variables.insert(id.name.to_owned());
        }
        InlineExpression::MessageReference { id, .. } => {
            text.references.insert(id.name.to_owned());
        }
        InlineExpression::StringLiteral { value } | InlineExpression::NumberLiteral { value } => {
            text.plain.push_str(value);
        }
        InlineExpression::FunctionReference { arguments, .. } => {
            for argument in &arguments.positional {
                read_inline(argument, text);
            }
        }
        InlineExpression::Placeable { expression } => read_expression(expression, text),
        InlineExpression::TermReference { .. } => {}
    }
}

/// What of Rust matters here.
#[derive(Clone, Debug, PartialEq)]
enum Token {
    Word(String),
    Text(String),
    Sign(char),
}

/// Tokens with their lines; comments, characters and lifetimes are dropped.
fn tokens(source: &str) -> Vec<(usize, Token)> {
    let chars: Vec<char> = source.chars().collect();
    let (mut found, mut at, mut line) = (Vec::new(), 0, 1);
    while let Some(&c) = chars.get(at) {
        let next = chars.get(at + 1).copied();
        match c {
            '\n' => {
                line += 1;
                at += 1;
            }
            '/' if next == Some('/') => at += chars[at..].iter().take_while(|c| **c != '\n').count(),
            '\'' => {
                // 'x', '\n' or '\u{1f}' is a character; 'a without a closing quote is a lifetime.
                at += match (next, chars.get(at + 2)) {
                    (Some('\\'), _) => 3 + chars[at + 3..].iter().take_while(|c| **c != '\'').count() + 1,
                    (_, Some('\'')) => 3,
                    _ => 1,
                };
            }
            'r' if matches!(next, Some('"' | '#')) => {
                let hashes = chars[at + 1..].iter().take_while(|c| **c == '#').count();
                if chars.get(at + 1 + hashes) != Some(&'"') {
                    at += 1;
                    continue;
                }
                let end: Vec<char> = std::iter::once('"').chain(std::iter::repeat_n('#', hashes)).collect();
                let start = at + hashes + 2;
                let length = chars[start..].windows(end.len()).position(|w| w == end).unwrap_or(chars.len() - start);
                let text: String = chars[start..start + length].iter().collect();
                let lines = text.matches('\n').count();
                found.push((line, Token::Text(text)));
                line += lines;
                at = start + length + end.len();
            }
            '"' => {
                let mut text = String::new();
                at += 1;
                while let Some(&c) = chars.get(at).filter(|c| **c != '"') {
                    if c == '\\' {
                        at += 1;
                    }
                    line += usize::from(chars.get(at) == Some(&'\n'));
                    text.extend(chars.get(at));
                    at += 1;
                }
                at += 1;
                found.push((line, Token::Text(text)));
            }
            c if c.is_alphanumeric() || c == '_' => {
                let word: String = chars[at..].iter().take_while(|c| c.is_alphanumeric() || **c == '_').collect();
                at += word.chars().count();
                found.push((line, Token::Word(word)));
            }
            c => {
                if !c.is_whitespace() {
                    found.push((line, Token::Sign(c)));
                }
                at += 1;
            }
        }
    }
    found
}

/// One use of a text in the code.
#[derive(Debug)]
struct Use {
    place: String,
    id: String,
    variables: BTreeSet<String>,
    /// The call that it stands in at once: `toast` of `tap.toast(&app, &msg!("…"))`.
    within: String,
}

fn sign(tokens: &[(usize, Token)], at: usize, sign: char) -> bool {
    tokens.get(at).is_some_and(|(_, token)| *token == Token::Sign(sign))
}

fn word(tokens: &[(usize, Token)], at: usize) -> Option<&str> {
    match tokens.get(at) {
        Some((_, Token::Word(word))) => Some(word),
        _ => None,
    }
}

fn text(tokens: &[(usize, Token)], at: usize) -> Option<&str> {
    match tokens.get(at) {
        Some((_, Token::Text(text))) => Some(text),
        _ => None,
    }
}

/// How much deeper the nesting is after this token.
fn depth(token: &Token) -> i32 {
    match token {
        Token::Sign('(' | '[' | '{') => 1,
        Token::Sign(')' | ']' | '}') => -1,
        _ => 0,
    }
}

/// The name of the call whose argument list the token at `at` stands in.
fn call_around(tokens: &[(usize, Token)], at: usize) -> String {
    let mut level = 0;
    for index in (0..at).rev() {
        level += depth(&tokens[index].1);
        if level == 1 {
            return index.checked_sub(1).and_then(|before| word(tokens, before)).unwrap_or_default().to_owned();
        }
    }
    String::new()
}

fn uses_in(path: &str, source: &str) -> Vec<Use> {
    let source = source.split("#[cfg(test)]").next().unwrap_or_default();
    let tokens = tokens(source);
    let mut found = Vec::new();
    for at in 0..tokens.len() {
        let place = format!("{path}:{}", tokens[at].0);
        // msg!("id", a = …, b = …)
        if word(&tokens, at) == Some("msg") && sign(&tokens, at + 1, '!') && sign(&tokens, at + 2, '(') {
            let Some(id) = text(&tokens, at + 3) else { panic!("{place}: msg! wants its id as a literal") };
            let (mut variables, mut level) = (BTreeSet::new(), 1);
            for index in at + 3.. {
                level += depth(&tokens[index].1);
                if level == 0 {
                    break;
                }
                let named = level == 1 && sign(&tokens, index, ',') && sign(&tokens, index + 2, '=');
                if let Some(name) = word(&tokens, index + 1).filter(|_| named) {
                    variables.insert(name.to_owned());
                }
            }
            found.push(Use { place, id: id.to_owned(), variables, within: call_around(&tokens, at) });
        } else if word(&tokens, at) == Some("Message")
            && word(&tokens, at + 3) == Some("new")
            && sign(&tokens, at + 4, '(')
            && let Some(id) = text(&tokens, at + 5)
        {
            // Message::new("id", vec![("a", …), ("b", …)])
            let (mut variables, mut level) = (BTreeSet::new(), 1);
            for index in at + 5.. {
                level += depth(&tokens[index].1);
                if level == 0 {
                    break;
                }
                if level == 3 && sign(&tokens, index, '(') && sign(&tokens, index + 2, ',') {
                    variables.extend(text(&tokens, index + 1).map(str::to_owned));
                }
            }
            found.push(Use { place, id: id.to_owned(), variables, within: call_around(&tokens, at) });
        }
    }
    found
}

/// Every use of a text in `src`.
fn uses() -> Vec<Use> {
    fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()) {
            match entry.is_dir() {
                true => walk(&entry, found),
                false => found.push(entry),
            }
        }
    }
    let mut paths = Vec::new();
    walk(&root().join("src"), &mut paths);
    paths.retain(|path| path.extension().is_some_and(|e| e == "rs") && !path.ends_with("tests.rs"));
    let mut found = Vec::new();
    for path in paths {
        let source = fs::read_to_string(&path).expect("a source");
        let shown = path.strip_prefix(root()).expect("below the root").display().to_string();
        // The macro itself takes whatever it is given.
        found.extend(uses_in(&shown, &source).into_iter().filter(|_| shown != "src/texts.rs"));
    }
    assert!(found.len() > 100, "the scanner finds no texts");
    found
}

fn none(found: &[String], rule: &str) {
    assert!(found.is_empty(), "{rule}:\n  {}", found.join("\n  "));
}

fn both() -> [(Lang, BTreeMap<String, Text>); 2] {
    [(Lang::Id, locale("id")), (Lang::En, locale("en"))]
}

#[test]
fn both_languages_have_the_same_texts_with_the_same_variables() {
    let [(_, id), (_, en)] = both();
    let folder = |lang| file_names(&root().join("locales").join(lang));
    assert_eq!(folder("id"), folder("en"), "the files of the two languages");
    let mut found = Vec::new();
    for (one, other, missing) in [(&id, &en, "en"), (&en, &id, "id")] {
        let only = one.iter().filter(|(key, _)| !other.contains_key(*key));
        found.extend(only.map(|(key, text)| format!("locales/{missing}/{}: {key} is missing", text.file)));
    }
    for (key, text) in &id {
        let Some(other) = en.get(key) else { continue };
        if text.file != other.file {
            found.push(format!("{key} stands in id/{} and en/{}", text.file, other.file));
        }
        if text.variables != other.variables {
            found.push(format!("{key}: variables {:?} in id, {:?} in en", text.variables, other.variables));
        }
        if tags(&text.plain) != tags(&other.plain) {
            found.push(format!("{key}: tags {:?} in id, {:?} in en", tags(&text.plain), tags(&other.plain)));
        }
    }
    none(&found, "the two languages differ");
}

#[test]
fn an_id_begins_with_its_file() {
    let mut found = Vec::new();
    for (key, text) in locale("id") {
        let stem = text.file.trim_end_matches(".ftl");
        let prefixes: &[&str] = if stem == "common" { &["error", "button", "command", "common"] } else { &[stem] };
        if !prefixes.iter().any(|prefix| key.strip_prefix(prefix).is_some_and(|rest| rest.starts_with('-'))) {
            found.push(format!("{}: {key}", text.file));
        }
    }
    none(&found, "an id begins with the name of its file");
}

#[test]
fn the_code_uses_texts_that_exist_with_exactly_their_variables() {
    let texts = locale("id");
    let mut found = Vec::new();
    for used in uses() {
        match texts.get(&used.id) {
            None => found.push(format!("{}: {} is in no locale", used.place, used.id)),
            Some(text) if text.variables != used.variables => found.push(format!(
                "{}: {} is given {:?} and wants {:?}",
                used.place, used.id, used.variables, text.variables
            )),
            Some(_) => {}
        }
    }
    none(&found, "texts and code differ");
}

#[test]
fn every_text_is_used() {
    let texts = locale("id");
    let mut used: BTreeSet<String> = uses().into_iter().map(|used| used.id).collect();
    used.extend(texts.values().flat_map(|text| text.references.iter().cloned()));
    let unused = texts.iter().filter(|(key, _)| !used.contains(*key));
    none(
        &unused.map(|(key, text)| format!("{}: {key}", text.file)).collect::<Vec<_>>(),
        "no code shows these texts; use or remove them",
    );
}

#[test]
fn each_language_is_itself() {
    let english = [
        "the", "and", "your", "you", "please", "with", "this", "that", "have", "has", "are", "was", "not", "for", "or",
        "click", "tap", "button", "file", "error", "invalid", "password", "message", "user", "failed", "success",
    ];
    let indonesian = [
        "yang", "dan", "untuk", "dengan", "tidak", "sudah", "belum", "kode", "mohon", "silakan", "berkas", "atau",
        "naskah", "tombol", "kami",
    ];
    let mut found = Vec::new();
    for ((lang, texts), foreign) in both().into_iter().zip([&english[..], &indonesian[..]]) {
        for (key, text) in &texts {
            let prose = without_code(&text.plain);
            for word in prose.split(|c: char| !c.is_alphanumeric()) {
                if foreign.contains(&word.to_lowercase().as_str()) {
                    found.push(format!("{}/{}: {key} has “{word}”", lang.code(), text.file));
                }
            }
        }
    }
    none(&found, "a word of the other language");
}

/// Commands, paths and examples are the same in every language.
fn without_code(text: &str) -> String {
    let mut kept = String::new();
    let mut rest = text;
    while let Some((before, code)) = rest.split_once("<code>") {
        kept.push_str(before);
        rest = code.split_once("</code>").map_or("", |(_, after)| after);
    }
    kept.push_str(rest);
    kept.split_whitespace().filter(|word| !word.starts_with(['/', '-', '{'])).collect::<Vec<_>>().join(" ")
}

#[test]
fn no_emoji_and_no_ambiguous_abbreviation() {
    let emoji = |c: char| matches!(u32::from(c), 0x1F000..=0x1FAFF | 0x2600..=0x27BF | 0x2B00..=0x2BFF | 0xFE0F | 0x2300..=0x23FF);
    let mut found = Vec::new();
    for (lang, texts) in both() {
        for (key, text) in &texts {
            if let Some(c) = text.plain.chars().find(|c| emoji(*c)) {
                found.push(format!("{}/{}: {key} has {c}", lang.code(), text.file));
            }
            // Panitia Pemilihan Kecamatan or Pejabat Pembina Kepegawaian? It is always written out.
            if text.plain.split(|c: char| !c.is_alphanumeric()).any(|word| word == "PPK") {
                found.push(format!("{}/{}: {key} has PPK", lang.code(), text.file));
            }
        }
    }
    none(&found, "not in our texts");
}

/// The tags of a text in order, or what is wrong with it.
fn html(text: &str) -> Result<Vec<String>, String> {
    let (mut open, mut all) = (Vec::new(), Vec::new());
    let mut rest = text;
    while let Some(at) = rest.find(['<', '&', '>']) {
        let from = &rest[at..];
        if from.starts_with('&') {
            let entity = from.split_inclusive(';').next().unwrap_or_default();
            if !["&lt;", "&gt;", "&amp;", "&quot;"].contains(&entity) {
                return Err("an & that is no entity".into());
            }
            rest = &from[entity.len()..];
            continue;
        }
        let Some((tag, after)) = from.strip_prefix('<').and_then(|tag| tag.split_once('>')) else {
            return Err("a lone < or >".into());
        };
        let name = tag.trim_start_matches('/');
        if !TAGS.contains(&name) {
            return Err(format!("<{tag}> is none of Telegram's tags"));
        }
        if tag.starts_with('/') {
            if open.pop() != Some(name) {
                return Err(format!("<{tag}> closes what is not open"));
            }
        } else {
            open.push(name);
        }
        all.push(tag.to_owned());
        rest = after;
    }
    match open.pop() {
        None => Ok(all),
        Some(name) => Err(format!("<{name}> is never closed")),
    }
}

/// Which tags, how often; their order may differ between languages.
fn tags(text: &str) -> Vec<String> {
    let mut tags = html(text).unwrap_or_default();
    tags.sort();
    tags
}

#[test]
fn html_is_whole_and_stands_only_where_it_is_rendered() {
    // Whatever takes no HTML: labels, toasts, alerts, menus, the terminal.
    let plain_calls = ["row", "beside", "link", "toast", "alert"];
    let mut plain: BTreeSet<String> =
        uses().into_iter().filter(|used| plain_calls.contains(&used.within.as_str())).map(|used| used.id).collect();
    let mut found = Vec::new();
    for (lang, texts) in both() {
        let named = texts.keys().filter(|key| key.starts_with("command-") && *key != "command-unknown");
        plain.extend(named.chain(texts.keys().filter(|key| key.contains("-button-"))).cloned());
        for (key, text) in &texts {
            match html(&text.plain) {
                Err(problem) => found.push(format!("{}/{}: {key}: {problem}", lang.code(), text.file)),
                Ok(tags) if !tags.is_empty() && plain.contains(key) => {
                    found.push(format!("{}/{}: {key} is shown without HTML", lang.code(), text.file));
                }
                Ok(_) => {}
            }
        }
    }
    none(&found, "HTML");
}

/// The text as it might be shown.
fn render(key: &str, variables: &BTreeSet<String>, lang: Lang) -> String {
    let sample = |name: &str| match name {
        "contact" | "agency" => Arg::from("Bidang Kinerja BKPSDM Kabupaten Contoh, 0812-3456-7890"),
        "seconds" | "hours" | "count" | "page" | "pages" | "total" | "read" | "at" => Arg::from(100_000),
        "list" | "commands" | "text" | "notes" => Arg::from("x".repeat(2000)),
        _ => Arg::from("Ikrar Netralitas Aparatur Sipil Negara"),
    };
    let leak = |text: &str| -> &'static str { Box::leak(text.to_owned().into_boxed_str()) };
    let args = variables.iter().map(|name| (leak(name), sample(name))).collect();
    Message::new(leak(key), args).plain(lang)
}

#[test]
fn what_fades_is_short_and_a_message_fits() {
    let brief: BTreeSet<String> =
        uses().into_iter().filter(|used| ["toast", "alert"].contains(&used.within.as_str())).map(|u| u.id).collect();
    assert!(brief.len() > 5, "the scanner finds no toasts");
    let mut found = Vec::new();
    for (lang, texts) in both() {
        for (key, text) in &texts {
            let shown = render(key, &text.variables, lang);
            let length = shown.chars().count();
            let most = if brief.contains(key) || key == "button-unknown" { TOAST } else { MESSAGE };
            if length > most {
                found.push(format!("{}/{}: {key} has {length} of {most} characters", lang.code(), text.file));
            }
            if shown.contains("{ $") || shown.contains("Unknown localization") || shown.trim().is_empty() {
                found.push(format!("{}/{}: {key} is shown as {shown:?}", lang.code(), text.file));
            }
        }
    }
    none(&found, "texts");
}

#[test]
fn the_scanner_reads_what_it_should() {
    let source = r##"
        // msg!("not-this")
        tap.toast(&app, &msg!("a-b", x = f(1, y = 2), head = msg!("c-d", at = 'x')));
        let other = Message::new("e-f", vec![("g", Arg::from("h")), ("i", j('"', "k"))]);
        let raw = r#"msg!("not-that")"#; // lifetimes: fn f<'a>(x: &'a str)
        #[cfg(test)]
        msg!("nor-this");
    "##;
    let found = uses_in("x.rs", source);
    let read: Vec<_> = found
        .iter()
        .map(|used| (used.id.as_str(), used.variables.iter().map(String::as_str).collect::<Vec<_>>(), &*used.within))
        .collect();
    assert_eq!(read, [("a-b", vec!["head", "x"], "toast"), ("c-d", vec!["at"], ""), ("e-f", vec!["g", "i"], "")],);
    assert_eq!(found[0].place, "x.rs:3");
    assert_eq!(html("a <b>b</b> &lt;"), Ok(vec!["b".into(), "/b".into()]));
    for broken in ["<b>", "</b>", "<b><i></b></i>", "a & b", "1 < 2", "<p>x</p>"] {
        assert!(html(broken).is_err(), "{broken}");
    }
}

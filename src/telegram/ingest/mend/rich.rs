//! The words of a rich message (Bot API 10.1), as plain text.

use serde_json::{Value, value::RawValue};

/// Blocks with something to see or hear: words alone would not be what was sent.
const MEDIA: [&str; 8] = ["map", "animation", "audio", "photo", "video", "voice_note", "collage", "slideshow"];

/// `None` where it holds more than words, or none.
pub(super) fn text(raw: &RawValue) -> Option<String> {
    let message: Value = serde_json::from_str(raw.get()).ok()?;
    let mut lines = Vec::new();
    blocks(message.get("blocks")?, &mut lines)?;
    let text = lines.join("\n");
    (!text.trim().is_empty()).then(|| text.trim().to_owned())
}

fn blocks(blocks: &Value, lines: &mut Vec<String>) -> Option<()> {
    blocks.as_array()?.iter().try_for_each(|block| self::block(block, lines))
}

/// `None` where a block is none of words.
fn block(block: &Value, lines: &mut Vec<String>) -> Option<()> {
    let kind = block.get("type").and_then(Value::as_str).unwrap_or_default();
    if MEDIA.iter().any(|media| kind == *media || block.get(*media).is_some()) {
        return None;
    }
    for part in ["summary", "text", "expression"] {
        lines.extend(block.get(part).map(words).filter(|line| !line.is_empty()));
    }
    if let Some(inner) = block.get("blocks") {
        blocks(inner, lines)?;
    }
    for item in block.get("items").and_then(Value::as_array).into_iter().flatten() {
        let label = item.get("label").map(words).unwrap_or_default();
        let mut inner = Vec::new();
        blocks(item.get("blocks")?, &mut inner)?;
        lines.push(format!("{label} {}", inner.join("\n")).trim().to_owned());
    }
    for row in block.get("cells").and_then(Value::as_array).into_iter().flatten() {
        let cells: Vec<String> =
            row.as_array()?.iter().map(|cell| words(cell.get("text").unwrap_or(&Value::Null))).collect();
        lines.push(cells.join(" | "));
    }
    lines.extend(block.get("caption").map(words).filter(|line| !line.is_empty()));
    lines.extend(block.get("credit").map(words).filter(|line| !line.is_empty()));
    Some(())
}

/// A text within a text within a text…
fn words(text: &Value) -> String {
    match text {
        Value::String(text) => text.clone(),
        Value::Array(parts) => parts.iter().map(words).collect(),
        Value::Object(fields) => {
            let inner = ["text", "alternative_text", "expression"].iter().find_map(|name| fields.get(*name));
            inner.map(words).unwrap_or_default()
        }
        _ => String::new(),
    }
}

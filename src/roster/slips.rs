//! A printable sheet of binding codes: one self-contained HTML page, cut apart along the lines.

use std::fmt::Write as _;

use qrcode::{Color, EcLevel, QrCode};

use super::store::IssuedCode;
use crate::{
    msg,
    texts::{Lang, Message, escape},
};

/// Modules of white around a QR code that scanners ask for.
const QUIET: usize = 4;
/// Black on white whatever the screen: the sheet is for paper, and scanners need the contrast.
const STYLE: &str = "@page{size:A4;margin:10mm}
*{box-sizing:border-box}
body{margin:0;font:11pt/1.35 system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans',Arial,sans-serif;color:#111;background:#fff}
.note{max-width:190mm;margin:0 auto;padding:4mm}
section{max-width:190mm;margin:0 auto 8mm;padding:0 2mm}
h2{font-size:12pt;margin:0 0 3mm;overflow-wrap:anywhere;break-after:avoid}
.slips{display:grid;grid-template-columns:1fr 1fr;border-top:1px dashed #777;border-left:1px dashed #777}
.slip{break-inside:avoid;display:flex;flex-direction:column;gap:1.5mm;padding:4mm;border-right:1px dashed #777;border-bottom:1px dashed #777;background:#fff;color:#111}
.slip p{margin:0;overflow-wrap:anywhere}
.who{display:flex;gap:3mm;justify-content:space-between;align-items:flex-start}
.who svg{flex:none;width:30mm;height:30mm;background:#fff}
.name{font-weight:700}
.code{font:700 13pt/1.2 ui-monospace,'DejaVu Sans Mono',Consolas,monospace;white-space:nowrap}
.small{font-size:8.5pt}
@media print{.note{display:none}section+section{break-before:page}section{margin:0 auto}}
@media screen and (max-width:600px){.slips{grid-template-columns:1fr}}
@media screen and (prefers-color-scheme:dark){body{background:#1c1c1e;color:#eee}}";

/// What every slip says besides its code.
pub struct Notice {
    pub agency: String,
    pub contact: String,
    /// Without the `@`.
    pub bot: String,
    pub until: Message,
    pub lang: Lang,
}

/// The page; each unit begins on a sheet of its own, so that it can be handed to that unit.
/// `codes` are in the order of units.
pub fn html(codes: &[IssuedCode], notice: &Notice) -> String {
    let lang = notice.lang;
    let title = msg!("admin-slip-title", agency = notice.agency.as_str()).html(lang);
    let mut page = format!(
        "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
        <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
        <meta name=\"robots\" content=\"noindex\">\n<meta name=\"color-scheme\" content=\"light dark\">\n\
        <title>{title}</title>\n<style>\n{STYLE}\n</style>\n</head>\n<body>\n<p class=\"note\">{}</p>\n",
        lang.code(),
        msg!("admin-slip-note").html(lang),
    );
    for unit in codes.chunk_by(|a, b| a.person.unit.id == b.person.unit.id) {
        let Some(first) = unit.first() else { continue };
        let head = msg!("roster-codes-unit", unit = &first.person.unit.path, count = unit.len()).html(lang);
        let _ = write!(page, "<section>\n<h2>{head}</h2>\n<div class=\"slips\">\n");
        for issued in unit {
            slip(&mut page, issued, notice);
        }
        page.push_str("</div>\n</section>\n");
    }
    page.push_str("</body>\n</html>\n");
    page
}

fn slip(page: &mut String, IssuedCode { person, code }: &IssuedCode, notice: &Notice) {
    let lang = notice.lang;
    let link = code.deep_link(&notice.bot);
    let how = msg!("admin-slip-how", bot = notice.bot.as_str());
    let _ = write!(
        page,
        "<article class=\"slip\">\n<div class=\"who\"><div>\n<p class=\"small\">{agency}</p>\n\
        <p class=\"name\">{name}</p>\n<p>{key}</p>\n<p class=\"small\">{unit}</p>\n</div>{qr}</div>\n\
        <p class=\"code\">{code}</p>\n<p class=\"small\">{how}</p>\n<p class=\"small\">{link}</p>\n\
        <p class=\"small\">{until} {contact}</p>\n</article>\n",
        agency = escape(&notice.agency),
        name = escape(&person.name),
        key = escape(&person.masked_key()),
        unit = escape(&person.unit.path),
        qr = qr(&link),
        code = code.grouped(),
        how = how.html(lang),
        link = escape(&link),
        until = notice.until.html(lang),
        contact = msg!("admin-slip-contact", contact = notice.contact.as_str()).html(lang),
    );
}

/// The link as an SVG of one path: a run of dark modules is one bar. Nothing where it does not fit.
fn qr(link: &str) -> String {
    let Ok(code) = QrCode::with_error_correction_level(link, EcLevel::M) else { return String::new() };
    let width = code.width();
    let colors = code.to_colors();
    let mut path = String::new();
    for (y, row) in colors.chunks(width).enumerate() {
        let mut x = 0;
        for run in row.chunk_by(|a, b| a == b) {
            if run.first() == Some(&Color::Dark) {
                let _ = write!(path, "M{} {}h{}v1h-{}z", x + QUIET, y + QUIET, run.len(), run.len());
            }
            x += run.len();
        }
    }
    let side = width + 2 * QUIET;
    format!(
        "<svg viewBox=\"0 0 {side} {side}\" shape-rendering=\"crispEdges\" role=\"img\" aria-label=\"QR\">\
        <path fill=\"#fff\" d=\"M0 0h{side}v{side}H0z\"/><path d=\"{path}\"/></svg>"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        roster::{BindingCode, Kind, Person, PersonId, PersonKey, Unit, UnitId},
        texts::Zone,
    };

    fn issued(name: &str, unit: i64) -> IssuedCode {
        let path = format!("Pemda / <Unit> {unit}");
        let unit = Unit { id: UnitId(unit), parent: None, name: path.clone(), path, depth: 2, zone: Zone::Wib };
        let person = Person {
            id: PersonId(1),
            key: PersonKey::parse(Kind::Pns, "198001012005011001").expect("a NIP"),
            name: name.into(),
            kind: Kind::Pns,
            position: String::new(),
            head: false,
            unit,
            active: true,
        };
        IssuedCode { person, code: BindingCode::parse("0123456789ABCDEF").expect("a code") }
    }

    fn notice() -> Notice {
        Notice {
            agency: "Pemkab <Contoh> & Rekan".into(),
            contact: "BKPSDM".into(),
            bot: "ikrar_bot".into(),
            until: msg!("admin-slip-note"),
            lang: Lang::Id,
        }
    }

    #[test]
    fn what_the_roster_says_is_text_and_never_markup() {
        let page =
            html(&[issued("<script>alert(1)</script> & \"Co\"", 1), issued("Budi", 1), issued("Citra", 2)], &notice());
        assert!(!page.contains("<script") && !page.contains("<Unit>") && !page.contains("<Contoh>"), "{page}");
        assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt; &amp;"));
        assert_eq!((page.matches("<section>").count(), page.matches("<article").count()), (2, 3));
        assert!(page.contains("0123-4567-89AB-CDEF") && page.contains("19800101••••••••••"));
        assert!(!page.contains("198001012005011001"));
        // Self-contained: it asks nothing of the network.
        for outside in ["src=", "href=", "url(", "@import"] {
            assert!(!page.contains(outside), "{outside}");
        }
    }

    #[test]
    fn the_bars_of_a_qr_code_are_its_dark_modules() {
        let link = "https://t.me/ikrar_bot?start=0123456789ABCDEF";
        let code = QrCode::with_error_correction_level(link, EcLevel::M).expect("it fits");
        let dark = code.to_colors().iter().filter(|color| **color == Color::Dark).count();
        let svg = qr(link);
        let bars: usize = svg.split('h').skip(1).filter_map(|bar| bar.split_once("v1")?.0.parse::<usize>().ok()).sum();
        assert_eq!(bars, dark);
        assert!(svg.len() < 6_000, "{}", svg.len());
    }
}

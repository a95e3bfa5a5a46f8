//! Counts by month and status, fit to be passed on: small ones are hidden.

use chrono::{Datelike as _, Months, NaiveDate};

use super::{button, run, words};
use crate::{
    app::App,
    msg,
    telegram::{
        access::Caller,
        button::TriageButton,
        reply::{Screen, Tap},
    },
    texts::{Arg, Lang, Message},
    tip::{
        SUPPRESSED_BELOW, Status,
        counts::{Cells, Shown, suppress},
        letter,
        store::triage,
    },
};

/// Months shown, this one with them; also those without any case, for that too would be a count.
const MONTHS: u32 = 12;

pub(super) async fn show(app: &App, caller: &Caller, tap: &Tap) -> anyhow::Result<()> {
    let months: Vec<NaiveDate> =
        (0..MONTHS).filter_map(|back| app.today().with_day(1)?.checked_sub_months(Months::new(back))).collect();
    let since = months.last().map(key).unwrap_or_default();
    let (counted, begun, agency) = run(app, caller, move |c, receives| {
        Box::pin(async move {
            let counted = triage::count_by_month(c, receives, &since).await?;
            Ok((counted, triage::find_beginning(c, receives).await?, receives.agency))
        })
    })
    .await?;
    let lang = caller.lang;
    // Nothing could be reported before; that a month since then has no case is shown like any small count.
    let begun = begun.map_or_else(|| app.today(), |begun| begun.min(app.today()));
    let months: Vec<NaiveDate> = months.into_iter().filter(|month| key(month) >= key(&begun)).collect();
    let of = |month: &NaiveDate| counted.iter().find(|(name, _)| *name == key(month)).map_or(Cells::default(), |m| m.1);
    let lines: Vec<String> = months.iter().map(|month| line(*month, suppress(of(month)), lang).html(lang)).collect();
    let text = msg!(
        "triage-counts",
        agency = letter::agency(agency),
        least = SUPPRESSED_BELOW,
        months = Arg::Html(lines.join("\n"))
    );
    let screen = Screen::new(&text, lang).row(&msg!("button-back"), lang, &button(TriageButton::Home));
    tap.show(app, &screen).await
}

fn key(month: &NaiveDate) -> String {
    month.format("%Y-%m").to_string()
}

fn line(month: NaiveDate, shown: Shown, lang: Lang) -> Message {
    let month = crate::texts::month(month, lang);
    match shown {
        Shown::Few => msg!("triage-counts-few", month = month, least = SUPPRESSED_BELOW),
        Shown::Total(total) => msg!("triage-counts-total", month = month, total = total),
        Shown::All(total, cells) => {
            let cells = Status::ALL
                .into_iter()
                .zip(cells)
                .map(|(status, count)| msg!("triage-counts-cell", status = words::status(status), count = count));
            msg!("triage-counts-all", month = month, total = total, cells = Arg::List(cells.collect()))
        }
    }
}

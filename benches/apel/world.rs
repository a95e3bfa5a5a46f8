//! What is there before anyone comes: the roster, the pledge, a code for each.

use std::{fmt::Write as _, path::Path};

use anyhow::Context as _;
use chrono::{Days, NaiveDate};
use ikrar::{
    access::Proof,
    clock::{Clock as _, SystemClock},
    db::{self, Db},
    pledge::{self, file},
    roster::{self, import, store::Whose},
    texts::Zone,
};
use rand::{SeedableRng as _, rngs::StdRng};

const DOCUMENT: &str = include_str!("../../examples/documents/ikrar-netralitas-asn.toml");
/// People of one unit.
const UNIT: usize = 40;
/// The last three digits of a NIP tell apart who was born and appointed on the same days.
const SAME_DAY: usize = 999;

/// Writes a database with so many civil servants; gives their one-time codes.
pub async fn prepare(folder: &Path, people: usize) -> anyhow::Result<Vec<String>> {
    let rows = import::parse(roster(people)?.as_bytes(), &|_, _| {})
        .map_err(|problems| anyhow::anyhow!("the roster: {:?}", problems.first()))?
        .rows;
    let document = file::parse(DOCUMENT.as_bytes()).map_err(|problems| anyhow::anyhow!("{problems:?}"))?;
    let (db, now) = (Db::open(&folder.join("ikrar.db")).await?, SystemClock.now());
    let mut rng = StdRng::from_rng(&mut rand::rng());
    let options = roster::store::Options { dry_run: false, deactivate_missing: false, zone: Zone::Wib };
    let issued = db
        .write(move |c| {
            Box::pin(async move {
                let proof = Proof::command_line();
                roster::store::import(c, &proof, &rows, options, now, &|_, _| {})
                    .await?
                    .map_err(|problems| anyhow::anyhow!("the roster: {:?}", problems.first()))?;
                pledge::store::import_document(c, &proof, &document, now).await?;
                roster::store::replace_codes(c, &proof, Whose::Everyone, now, 30, &mut rng).await
            })
        })
        .await?;
    Ok(issued.codes.into_iter().map(|issued| issued.code.as_str().to_owned()).collect())
}

fn roster(people: usize) -> anyhow::Result<String> {
    let mut csv = String::from("nama;nip;jenis;jabatan;unit;zona;kepala\n");
    let first = NaiveDate::from_ymd_opt(1970, 1, 1).context("a date")?;
    for n in 0..people {
        let born = first.checked_add_days(Days::new(u64::try_from(n / SAME_DAY)?)).context("too many people")?;
        writeln!(
            csv,
            "Pegawai Ke {n};{}2005011{:03};PNS;Analis Kebijakan;Kabupaten Contoh / Dinas {};WIB;",
            born.format("%Y%m%d"),
            n % SAME_DAY + 1,
            n / UNIT + 1,
        )?;
    }
    Ok(csv)
}

pub async fn count_acknowledgements(folder: &Path) -> anyhow::Result<i64> {
    let mut c = db::open_read_only(&folder.join("ikrar.db")).await?;
    Ok(sqlx::query_scalar("select count(*) from acknowledgement").fetch_one(&mut c).await?)
}

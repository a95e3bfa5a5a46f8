//! A long honest history, with all that happens in years, is found sound.

use rand::{RngExt as _, SeedableRng as _, rngs::StdRng, seq::IndexedRandom as _};

use super::*;
use crate::roster::{self, import::parse};

const PEOPLE: usize = 40;
const DOCUMENTS: usize = 50;
/// How many of the documents were done with by the version before.
const BEFORE: usize = 12;

struct Years {
    rng: StdRng,
    now: DateTime<Utc>,
    /// Whoever speaks for the nth person, and under which number they are known.
    accounts: Vec<i64>,
    keys: Vec<String>,
    /// Whether the trail keeps that the clock was set back.
    kept: bool,
}

impl Years {
    fn pass(&mut self) {
        let step = match self.rng.random_range(0..100) {
            0 => -40,
            1 => -20_000,
            2 => {
                if self.kept {
                    -1_200_000
                } else {
                    -120_000
                }
            }
            3 if self.kept => -90_000_000,
            _ => self.rng.random_range(1..5_000),
        };
        self.now += TimeDelta::milliseconds(step);
    }

    /// Imports the nth person, as they are called and numbered now.
    async fn bring(&mut self, c: &mut SqliteConnection, n: usize, old: &str) -> anyhow::Result<()> {
        let name = format!("Pegawai {n} {}", self.rng.random_range(0..9));
        let row = format!(
            "nama;kode;jenis;jabatan;unit;zona;kode lama\n{name};{};Non-ASN;Staf;Pemda / Dinas;WITA;{old}\n",
            self.keys[n]
        );
        let rows = parse(row.as_bytes(), &|_, _| {}).map_err(|problems| anyhow::anyhow!("{problems:?}"))?.rows;
        let options =
            roster::store::Options { dry_run: false, deactivate_missing: false, zone: crate::texts::Zone::Wita };
        let imported = roster::store::import(c, &Proof::command_line(), &rows, options, self.now, &|_, _| {}).await?;
        imported.map(|_| ()).map_err(|problems| anyhow::anyhow!("{problems:?}"))
    }

    async fn person(&self, c: &mut SqliteConnection, n: usize) -> anyhow::Result<PersonId> {
        Ok(roster::store::find_person_by_key(c, &self.keys[n]).await?.expect("a person").id)
    }

    /// Something happens to someone: another name, another number, another phone, an erasure, nothing.
    async fn happens(&mut self, c: &mut SqliteConnection, n: usize) -> anyhow::Result<()> {
        let id = self.person(c, n).await?;
        match self.rng.random_range(0..40) {
            0 => self.bring(c, n, "").await?,
            1 => {
                let old = std::mem::replace(&mut self.keys[n], format!("K-{n}-{}", self.rng.random_range(0..100_000)));
                self.bring(c, n, &old).await?;
            }
            2 | 3 => {
                if self.rng.random() {
                    roster::store::unlink(c, &Proof::command_line(), id, self.now).await?;
                } else {
                    roster::store::unlink_own(c, TelegramId(self.accounts[n]), self.now).await?;
                }
                self.pass();
                if self.rng.random() {
                    self.accounts[n] += 1_000;
                }
                link(c, id, TelegramId(self.accounts[n]), self.now).await?;
            }
            4 if self.kept => {
                erase_signatory(c, &Proof::command_line(), id, self.now).await?;
            }
            _ => {}
        }
        Ok(())
    }

    async fn pledges(&mut self, c: &mut SqliteConnection, n: usize, version: &Version) -> anyhow::Result<()> {
        let id = self.person(c, n).await?;
        let dwell = *[0, 3, 3, 10].choose(&mut self.rng).expect("a dwell");
        loop {
            let Some(part) = list_readings(c, id, version).await?.next() else { break };
            insert_shown(c, id, version.id, part, self.now).await?;
            // The version before wrote times as they came; evened out, two could be one.
            if self.kept {
                self.pass();
            }
            self.now += TimeDelta::seconds(self.rng.random_range(1..12));
            record_read(c, id, version, part, self.now, dwell).await?;
        }
        self.pass();
        let who = (id, TelegramId(self.accounts[n]));
        match acknowledge(c, who, version, Act::Follow, self.now, self.rng.random()).await? {
            Acknowledged::New(_) => Ok(()),
            other => anyhow::bail!("{other:?}"),
        }
    }

    /// Everyone pledges these documents, in any order.
    async fn walk(&mut self, c: &mut SqliteConnection, documents: std::ops::Range<usize>) -> anyhow::Result<()> {
        for at in documents {
            self.now += TimeDelta::hours(30);
            let imported = import_document(c, &Proof::command_line(), &document(&format!("d{at}")), self.now).await?;
            let Imported::New(version) = imported else { anyhow::bail!("not new") };
            let first = self.rng.random_range(0..PEOPLE);
            for n in 0..PEOPLE {
                let n = (first + n * 7) % PEOPLE;
                self.happens(c, n).await?;
                self.pass();
                self.pledges(c, n, &version).await?;
            }
        }
        Ok(())
    }
}

async fn live(seed: u64) {
    let world = World::new().await;
    let keys = (0..PEOPLE).map(|n| format!("K-{n}")).collect();
    let accounts = (0..PEOPLE).map(|n| 50_000 + i64::try_from(n).expect("small")).collect();
    let years = Years { rng: StdRng::seed_from_u64(seed), now: world.now, accounts, keys, kept: false };
    let mut years = write!(world, |c| {
        let mut years = years;
        for n in 0..PEOPLE {
            years.bring(c, n, "").await?;
            let id = years.person(c, n).await?;
            link(c, id, TelegramId(years.accounts[n]), years.now).await?;
        }
        years.walk(c, 0..BEFORE).await?;
        Ok(years)
    });
    // As the version before left it, and as the migration of this one finds it.
    world
        .tamper(
            "delete from acknowledgement_link; delete from person_change; delete from pledge_question;
            delete from link_history; update clause_reading set dwell = null;
            delete from audit where action in ('roster.link', 'ledger.clock');
            insert into link_history (person_id, salt, how, linked_at)
                select person_id, randomblob(32), 'before', linked_at from link;
            update record_start set after_seq = (select max(seq) from acknowledgement),
                after_audit = (select max(id) from audit), after_link = (select max(id) from link_history)",
        )
        .await;
    let half = world.verify(&[]).await;
    assert!(half.sound(), "seed {seed}: {:?} {:?}", half.broken, half.doubts);
    years.kept = true;
    write!(world, |c| {
        let mut years = years;
        years.walk(c, BEFORE..DOCUMENTS).await
    });
    let report = world.verify(&[]).await;
    assert!(report.sound(), "seed {seed}: {:?} {:?}", report.broken, report.doubts);
    let entries = i64::try_from(PEOPLE * DOCUMENTS).expect("small");
    assert_eq!((report.entries, report.unrecorded), (entries, i64::try_from(PEOPLE * BEFORE).expect("small")));
    assert!(report.erased > 0 && report.clock > 0, "{report:?}");
}

#[tokio::test]
async fn two_thousand_honest_entries_are_found_sound() {
    for seed in [1, 2] {
        live(seed).await;
    }
}

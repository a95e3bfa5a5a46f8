//! SQL of what is on record beside the ledger: links, codes, people, erasures, clocks; and what it says of an entry.

use std::collections::{HashMap, HashSet};

use anyhow::Context as _;
use sqlx::SqliteConnection;

use super::times::{Finding, Kept, examine_times};
use crate::pledge::{
    ledger::{StoredEntry, StoredSignatory, VersionFacts, one_line},
    plausible::{Doubt, JITTER, Part, UNRECORDED},
};

/// What the audit trail calls an erasure; without such a row a missing signatory is a fault.
pub(super) const ERASED: &str = "erase_signatory";
/// What it calls an entry whose times fall because the server's clock was set back.
pub(super) const CLOCK: &str = "ledger.clock";

/// A row of the trail that says that an entry's personal data was erased.
pub(super) struct Erasure {
    audit: i64,
    at: i64,
    actor: Option<i64>,
    detail: String,
}

impl Erasure {
    /// As an erasure writes it: which entry, and which was the last of the ledger then.
    pub fn detail(entry: &[u8], last: i64) -> String {
        format!("entry={} last={last}", hex::encode(entry))
    }

    fn entry(&self) -> Option<&str> {
        self.detail.split(' ').find_map(|part| part.strip_prefix("entry="))
    }

    fn last(&self) -> Option<i64> {
        self.detail.split(' ').find_map(|part| part.strip_prefix("last="))?.parse().ok()
    }
}

/// By the entry's number; the first record of each.
pub(super) async fn list_erasures(c: &mut SqliteConnection) -> anyhow::Result<HashMap<i64, Erasure>> {
    let rows = sqlx::query!("select id, at, actor, subject, detail from audit where action = ? order by id", ERASED)
        .fetch_all(c)
        .await
        .context("listing erasures")?;
    let mut erasures = HashMap::new();
    for row in rows {
        if let Ok(seq) = row.subject.parse() {
            let erasure = Erasure { audit: row.id, at: row.at, actor: row.actor, detail: row.detail };
            erasures.entry(seq).or_insert(erasure);
        }
    }
    Ok(erasures)
}

/// A row of the history of links.
struct Link {
    person: i64,
    by_code: bool,
    since: i64,
    until: Option<i64>,
}

struct Named {
    key: String,
    name: String,
}

/// Until when, or until which entry, an import changed a key or a name.
#[derive(Clone, Copy, Default)]
struct Changed {
    key: Option<i64>,
    name: Option<i64>,
}

/// Everything on record, read once.
pub(super) struct Records {
    /// Entries up to this one come from before links and changes of people were kept.
    after_seq: i64,
    after_audit: i64,
    after_link: i64,
    /// Whether the database has these records at all: a copy may be of an older version.
    pub kept: bool,
    pub erasures: HashMap<i64, Erasure>,
    /// Entries of a clock that was set back, with their time.
    clocks: HashMap<i64, i64>,
    links: HashMap<i64, Link>,
    /// By which link an entry was made.
    made_by: HashMap<i64, i64>,
    /// Links that the trail knows of.
    trailed: HashSet<i64>,
    /// When codes of a person were used.
    codes: HashMap<i64, Vec<i64>>,
    people: HashMap<i64, Named>,
    /// Of each person: the last entry before such a change. No clock can put that out of order.
    changes: HashMap<i64, Changed>,
    /// The last time that an import changed such of whomever, before it was kept of whom.
    imports: Changed,
    superadmins: HashSet<i64>,
}

impl Records {
    pub async fn load(c: &mut SqliteConnection) -> anyhow::Result<Self> {
        let kept = sqlx::query_scalar!(
            r#"select exists (select 1 from sqlite_schema where name = 'record_start') as "kept!: bool""#
        )
        .fetch_one(&mut *c)
        .await
        .context("looking for records")?;
        let mut records = Self {
            after_seq: i64::MAX,
            after_audit: i64::MAX,
            after_link: i64::MAX,
            kept,
            erasures: list_erasures(c).await?,
            clocks: HashMap::new(),
            links: HashMap::new(),
            made_by: HashMap::new(),
            trailed: HashSet::new(),
            codes: HashMap::new(),
            people: HashMap::new(),
            changes: HashMap::new(),
            imports: Changed::default(),
            superadmins: HashSet::new(),
        };
        if kept {
            records.load_kept(c).await?;
        }
        records.load_trail(c).await?;
        records.load_people(c).await?;
        Ok(records)
    }

    /// What only databases of this version have.
    async fn load_kept(&mut self, c: &mut SqliteConnection) -> anyhow::Result<()> {
        let start = sqlx::query!("select after_seq, after_audit, after_link from record_start")
            .fetch_optional(&mut *c)
            .await
            .context("finding since when records are kept")?;
        // Without the row nothing is from before.
        (self.after_seq, self.after_audit, self.after_link) =
            start.map_or((0, 0, 0), |start| (start.after_seq, start.after_audit, start.after_link));
        let links = sqlx::query!("select id, person_id, how, linked_at, ended_at from link_history")
            .fetch_all(&mut *c)
            .await
            .context("listing links")?;
        self.links = links
            .into_iter()
            .map(|row| {
                let by_code = row.how == "code";
                (row.id, Link { person: row.person_id, by_code, since: row.linked_at, until: row.ended_at })
            })
            .collect();
        let made_by = sqlx::query!("select seq, link_id from acknowledgement_link")
            .fetch_all(&mut *c)
            .await
            .context("listing by which links entries were made")?;
        self.made_by = made_by.into_iter().map(|row| (row.seq, row.link_id)).collect();
        let changes = sqlx::query!(
            r#"select person_id as "person_id!: i64", max(case when key_changed = 1 then after_seq end) as "key: i64",
                max(case when name_changed = 1 then after_seq end) as "name: i64"
            from person_change group by person_id"#
        )
        .fetch_all(c)
        .await
        .context("listing changes of people")?;
        self.changes =
            changes.into_iter().map(|row| (row.person_id, Changed { key: row.key, name: row.name })).collect();
        Ok(())
    }

    async fn load_trail(&mut self, c: &mut SqliteConnection) -> anyhow::Result<()> {
        let clock = sqlx::query!("select subject, detail from audit where action = ? and actor = 0", CLOCK)
            .fetch_all(&mut *c)
            .await
            .context("listing clocks that were set back")?;
        self.clocks = clock
            .into_iter()
            .filter_map(|row| Some((row.subject.parse().ok()?, row.detail.strip_prefix("at=")?.parse().ok()?)))
            .collect();
        let links = sqlx::query!("select actor, subject from audit where action = 'roster.link' and actor < 0")
            .fetch_all(&mut *c)
            .await
            .context("listing links in the trail")?;
        for row in links {
            let (link, person) = (row.actor.unwrap_or_default().saturating_neg(), row.subject.parse().ok());
            if self.links.get(&link).is_some_and(|link| Some(link.person) == person) {
                self.trailed.insert(link);
            }
        }
        let imports =
            sqlx::query!("select at, detail from audit where action = 'roster.import' and id <= ?", self.after_audit)
                .fetch_all(&mut *c)
                .await
                .context("listing imports")?;
        for row in imports {
            let any = |what: &str| {
                let count = row.detail.split(' ').find_map(|part| part.strip_prefix(what)?.strip_prefix('='));
                count.is_some_and(|count| count != "0")
            };
            if any("rekeyed") {
                self.imports.key = self.imports.key.max(Some(row.at));
            }
            if any("rekeyed") || any("changed") || any("reactivated") {
                self.imports.name = self.imports.name.max(Some(row.at));
            }
        }
        let superadmins = sqlx::query_scalar!(
            r#"select telegram_id as "id!: i64" from role_grant where role = 'superadmin'
            union select actor from audit where action = 'role.claim' and subject = 'superadmin' and actor is not null"#
        )
        .fetch_all(c)
        .await
        .context("listing superadmins of all times")?;
        self.superadmins = superadmins.into_iter().collect();
        Ok(())
    }

    async fn load_people(&mut self, c: &mut SqliteConnection) -> anyhow::Result<()> {
        let codes =
            sqlx::query!(r#"select person_id, used_at as "at!: i64" from binding_code where used_at is not null"#)
                .fetch_all(&mut *c)
                .await
                .context("listing codes that were used")?;
        for row in codes {
            self.codes.entry(row.person_id).or_default().push(row.at);
        }
        let people =
            sqlx::query!("select id, key, name from person where id in (select person_id from acknowledgement)")
                .fetch_all(c)
                .await
                .context("listing who acknowledged")?;
        self.people = people
            .into_iter()
            .map(|row| {
                let plain = |text: &str| one_line(text).into_owned();
                (row.id, Named { key: plain(&row.key), name: plain(&row.name) })
            })
            .collect();
        Ok(())
    }

    /// What cannot be so of an entry whose hash is right. `previous`: when the entry before it was made.
    pub fn examine(
        &self,
        entry: &StoredEntry,
        version: &VersionFacts,
        parts: &[Part],
        previous: Option<i64>,
    ) -> Finding {
        let old = entry.seq <= self.after_seq;
        let set_back = self.clocks.get(&entry.seq) == Some(&entry.at);
        let mut finding = examine_times(entry, version, parts, previous, Kept { old, set_back });
        finding.doubts.extend(self.doubt_link(entry, old, set_back));
        self.doubt_signatory(entry, &mut finding.doubts);
        if entry.signatory.is_none()
            && !self.erasures.get(&entry.seq).is_some_and(|record| self.credible(entry, record))
        {
            finding.doubts.push(Doubt::Erasure);
        }
        finding
    }

    fn doubt_link(&self, entry: &StoredEntry, old: bool, set_back: bool) -> Option<Doubt> {
        let codes = self.codes.get(&entry.person_id).map_or(&[][..], Vec::as_slice);
        let slack = if old { UNRECORDED } else { JITTER };
        let linked = |used: &i64| set_back || *used <= entry.at.saturating_add(slack);
        if old {
            return (!codes.iter().any(linked)).then_some(Doubt::NeverLinked);
        }
        let Some((id, link)) = self.made_by.get(&entry.seq).and_then(|id| Some((*id, self.links.get(id)?))) else {
            return Some(if codes.iter().any(linked) { Doubt::Link } else { Doubt::NeverLinked });
        };
        let in_time = linked(&link.since) && (set_back || link.until.is_none_or(|until| entry.at <= until + JITTER));
        let by_code = link.by_code && self.trailed.contains(&id) && codes.contains(&link.since);
        let from_before = !link.by_code && id <= self.after_link && !codes.is_empty();
        let good = link.person == entry.person_id && in_time && (by_code || from_before);
        (!good).then_some(Doubt::Link)
    }

    /// The signatory is the person of today, or a change since is on record.
    fn doubt_signatory(&self, entry: &StoredEntry, doubts: &mut Vec<Doubt>) {
        let Some(signatory) = entry.signatory.clone().and_then(StoredSignatory::read) else { return };
        let changed = self.changes.get(&entry.person_id).copied().unwrap_or_default();
        let after = |seq: Option<i64>| seq.is_some_and(|seq| seq >= entry.seq);
        let since = |at: Option<i64>| at.is_some_and(|at| at.saturating_add(UNRECORDED) >= entry.at);
        let person = self.people.get(&entry.person_id);
        let key = person.is_some_and(|person| person.key == signatory.key);
        if !key && !after(changed.key) && !since(self.imports.key) {
            doubts.push(Doubt::Key);
        }
        let name = person.is_some_and(|person| person.name == signatory.name);
        if !name && !after(changed.name) && !since(self.imports.name) {
            doubts.push(Doubt::Name);
        }
    }

    /// After the entry, by somebody who may, and of this very entry.
    fn credible(&self, entry: &StoredEntry, record: &Erasure) -> bool {
        let by = record.actor.is_none_or(|actor| actor == 0 || self.superadmins.contains(&actor));
        let hash = hex::encode(&entry.hash);
        let of_it = record.audit <= self.after_audit
            || record.entry() == Some(hash.as_str()) && record.last().is_some_and(|last| last >= entry.seq);
        by && of_it && record.at >= entry.at
    }

    /// Erasures that left other entries of the same person as they were: `entries` are all of them, with the
    /// person, and whether the personal data is there.
    pub fn half_erased(&self, entries: &[(i64, i64, bool)]) -> Vec<i64> {
        let mut first_whole: HashMap<i64, i64> = HashMap::new();
        for (seq, person, _) in entries.iter().filter(|(.., whole)| *whole) {
            first_whole.entry(*person).or_insert(*seq);
        }
        let left = |seq: &i64, person: &i64| {
            let last = self.erasures.get(seq)?.last()?;
            Some(*first_whole.get(person)? <= last)
        };
        let half = entries.iter().filter(|(seq, person, whole)| !whole && left(seq, person) == Some(true));
        half.map(|(seq, ..)| *seq).collect()
    }
}

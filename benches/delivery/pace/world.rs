//! Who is there: a unit that the broadcast is for, and one whose people ask.

use std::path::Path;

use anyhow::Context as _;
use ikrar::{
    audience::Segment,
    clock::{Clock as _, SystemClock},
    db::Db,
    outbox::{self, CampaignState, Content, Hours, NewCampaign, OnUnknown},
};
use simulator::{NewUser, Simulator};

/// So many that none of them asks more than once in a second or two.
const ASKERS: usize = 20;
const RECIPIENTS: i64 = 2;
const OFFICE: i64 = 3;

pub struct World {
    db: Db,
    pub askers: Vec<i64>,
}

impl World {
    pub async fn prepare(sim: &Simulator, folder: &Path, recipients: usize) -> anyhow::Result<Self> {
        let person = || {
            let user = sim.add_user(NewUser::named("Pegawai"));
            sim.open_chat(user);
            user
        };
        let readers: Vec<i64> = (0..recipients).map(|_| person()).collect();
        let askers: Vec<i64> = (0..ASKERS).map(|_| person()).collect();
        let db = Db::open(&folder.join("ikrar.db")).await?;
        let rows = [(RECIPIENTS, &readers), (OFFICE, &askers)]
            .map(|(unit, users)| users.iter().map(|user| [unit, *user]).collect::<Vec<_>>());
        let rows = serde_json::to_string(&rows.concat())?;
        db.write(move |c| {
            Box::pin(async move {
                sqlx::raw_sql(
                    "insert into unit (id, parent_id, name, path, depth, zone) values
                        (1, null, 'Kabupaten Contoh', 'Kabupaten Contoh', 1, 'WIB'),
                        (2, 1, 'Dinas Siaran', 'Kabupaten Contoh / Dinas Siaran', 2, 'WIB'),
                        (3, 1, 'Dinas Tanya', 'Kabupaten Contoh / Dinas Tanya', 2, 'WIB')",
                )
                .execute(&mut *c)
                .await?;
                sqlx::query(
                    "insert into person (id, key, key_kind, name, kind, position, head, unit_id, updated_at)
                    select key + 1, 'NA-' || key, 'code', 'Pegawai Ke ' || key, 'non_asn', '', 0, value ->> 0, 0
                    from json_each(?)",
                )
                .bind(&rows)
                .execute(&mut *c)
                .await?;
                sqlx::query(
                    "insert into link (person_id, telegram_id, linked_at) select key + 1, value ->> 1, 0 from json_each(?)",
                )
                .bind(&rows)
                .execute(c)
                .await?;
                Ok(())
            })
        })
        .await
        .context("writing the people")?;
        Ok(Self { db, askers })
    }

    pub async fn broadcast(&self, paid: bool) -> anyhow::Result<()> {
        let now = SystemClock.now();
        let new = NewCampaign {
            wave: None,
            title: "Siaran".into(),
            content: Content::text("Yth. {nama}, apel dimulai pukul 08.00."),
            segment: Segment { unit: Some(RECIPIENTS), ..Segment::default() },
            mandatory: true,
            fire_at: now,
            deadline: None,
            hours: Hours::ALWAYS,
            weekly_cap: None,
            on_unknown: OnUnknown::Hold,
            paid,
            resend_of: None,
            expected: 0,
            created_by: None,
        };
        let scheduled = CampaignState::Scheduled;
        let insert = self
            .db
            .write(move |c| Box::pin(async move { outbox::store::insert_campaign(c, &new, scheduled, now).await }));
        insert.await?.context("the broadcast was not made").map(|_| ())
    }
}

//! Who there is: people and links, written by plain SQL, and a campaign for all of them.

use std::path::Path;

use anyhow::Context as _;
use ikrar::{
    audience::Segment,
    clock::{Clock as _, SystemClock},
    db::{self, Db},
    outbox::{CampaignId, CampaignState, Content, Counters, Hours, NewCampaign, OnUnknown, store},
};
use simulator::{NewUser, Simulator};
use sqlx::{ConnectOptions as _, Connection as _, SqliteConnection, sqlite::SqliteConnectOptions};

const UNITS: &str = "with recursive n (i) as (select 1 union all select i + 1 from n where i < 1000)
    insert into unit (id, parent_id, name, path, depth, zone)
    select i, case when i > 1 then 1 end, 'Dinas ' || i, case when i > 1 then 'Pemda / ' else '' end || 'Dinas ' || i,
        case when i > 1 then 2 else 1 end, 'WIB' from n";
const PEOPLE: &str = "with recursive n (i) as (select 1 union all select i + 1 from n where i < ?)
    insert into person (id, key, key_kind, name, kind, position, head, unit_id, updated_at)
    select i, 'P-' || i, 'code', 'Pegawai Ke ' || i, 'pns', 'Analis Kebijakan', 0, 1 + i % 1000, 0 from n";
const LINKS: &str = "insert into link (person_id, telegram_id, linked_at)
    select 1 + key, value, 0 from json_each(?)";
/// Of those whom the simulator need not know, for nothing will be sent to them.
const OTHER_LINKS: &str = "insert into link (person_id, telegram_id, linked_at)
    select id, 100000000000 + id, 0 from person where id > ? order by id";

/// So many linked people, and a paid campaign to all that is due; chats of the first `chats` are open.
pub async fn prepare(
    folder: &Path,
    sim: &Simulator,
    people: usize,
    chats: usize,
    on_unknown: OnUnknown,
) -> anyhow::Result<CampaignId> {
    let path = folder.join("ikrar.db");
    let db = Db::open(&path).await?;
    let accounts: Vec<i64> = (1..=chats)
        .map(|n| {
            let user = sim.add_user(NewUser::named(&format!("Pegawai Ke {n}")));
            sim.open_chat(user);
            user
        })
        .collect();
    // This is not measured.
    let mut c = SqliteConnectOptions::new().filename(&path).pragma("synchronous", "off").connect().await?;
    let known = i64::try_from(chats)?;
    sqlx::raw_sql(UNITS).execute(&mut c).await.context("units")?;
    sqlx::query(PEOPLE).bind(i64::try_from(people)?).execute(&mut c).await.context("people")?;
    sqlx::query(LINKS).bind(serde_json::to_string(&accounts)?).execute(&mut c).await.context("links")?;
    sqlx::query(OTHER_LINKS).bind(known).execute(&mut c).await.context("links")?;
    sqlx::query("pragma wal_checkpoint(truncate)").execute(&mut c).await?;
    c.close().await?;
    let now = SystemClock.now();
    let campaign = NewCampaign {
        wave: None,
        title: String::from("Siaran"),
        content: Content::text("Yth. Bapak/Ibu {nama}, {unit}: jaga netralitas. {tautan}"),
        segment: Segment::default(),
        mandatory: true,
        fire_at: now,
        deadline: None,
        hours: Hours::ALWAYS,
        weekly_cap: None,
        on_unknown,
        paid: true,
        resend_of: None,
        expected: 0,
        created_by: None,
    };
    let scheduled = CampaignState::Scheduled;
    let insert = db.write(move |c| Box::pin(async move { store::insert_campaign(c, &campaign, scheduled, now).await }));
    insert.await?.context("the campaign is there already")
}

/// What the campaign's own row says.
pub struct Progress {
    pub state: CampaignState,
    pub materialised: bool,
    pub counters: Counters,
}

pub async fn progress(c: &mut SqliteConnection, id: CampaignId) -> anyhow::Result<Progress> {
    let campaign = store::find_campaign(c, id).await?.context("no campaign")?;
    Ok(Progress { state: campaign.state, materialised: campaign.materialised, counters: campaign.counters })
}

pub async fn read(folder: &Path) -> anyhow::Result<SqliteConnection> {
    Ok(db::open_read_only(&folder.join("ikrar.db")).await?)
}

//! Campaigns in an admin's chat: the list, a live screen, control, results, ends and mornings.

use std::time::Duration;

use calamine::{Data, Reader as _, Xlsx};
use chrono::TimeDelta;
use ikrar::{
    access::Role,
    outbox::{CampaignState, Hours, NewCampaign, admin::watch},
    telegram::button::{Button, CampaignButton},
};

use crate::{
    engine::{
        PEOPLE,
        Row::{self, Blocked, Cancelled, NoAnswer, NoFile, Refused, Restart, Sent, Unlinked, Unreadable, Waits},
        campaign, comes_to,
    },
    world::{Person, World, show, snapshots},
};

/// Runs SQL, as a worker elsewhere would have.
pub async fn sql(world: &World, statement: impl Into<String>) {
    let statement = statement.into();
    world
        .app
        .db
        .write(move |c| {
            Box::pin(async move {
                sqlx::raw_sql(sqlx::AssertSqlSafe(statement)).execute(c).await?;
                Ok(())
            })
        })
        .await
        .unwrap();
}

/// Waits for what time does: a screen that follows, a notice.
pub async fn eventually(world: &World, what: &str, done: impl Fn() -> bool) {
    for _ in 0..120 {
        if done() {
            return world.settle().await;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("never: {what}");
}

/// What the bot looks at every three seconds, once to the end: what it does not say now it will not say.
async fn looks(world: &World) {
    watch::step(&world.app, &mut watch::Told::new()).await;
    world.settle().await;
}

async fn opens(admin: &Person<'_>, button: CampaignButton) {
    admin.says("/start").await;
    admin.taps_data(admin.last().id, &Button::Campaign(button).encode()).await;
}

fn shown(admin: &Person<'_>) -> String {
    show(&admin.last())
}

#[tokio::test]
async fn the_list_tells_what_runs_and_what_was() {
    let world = World::new().await;
    let ratna = world.admin("Ratna", Role::Admin).await;
    opens(&ratna, CampaignButton::List { page: 0 }).await;
    let empty = shown(&ratna);
    campaign(&world, "Apel pagi", "done", "", &[Sent, Refused]).await;
    campaign(&world, "Undangan <rapat> M.Si", "paused", ", mandatory = 0", &[Sent, Waits]).await;
    campaign(&world, "Surat edaran", "scheduled", ", fire_at = fire_at + 86400000, expected = 120", &[]).await;
    wave(&world, "Masa tenang (H-7)", "missed", "WIT").await;
    opens(&ratna, CampaignButton::List { page: 0 }).await;
    let full = shown(&ratna);
    for n in 0..9 {
        campaign(&world, &format!("Lama {n}"), "cancelled", "", &[Cancelled]).await;
    }
    opens(&ratna, CampaignButton::List { page: 9 }).await;
    assert!(ratna.last().text.contains("Undangan"), "a page that is gone is the first");
    ratna.taps("Berikutnya ›").await;
    assert!(ratna.last().text.contains("Lama 0") && ratna.last().text.contains("Apel pagi"), "{}", ratna.chat());
    ratna.taps("‹ Sebelumnya").await;
    snapshots().bind(|| insta::assert_snapshot!("campaign_list", [empty, full].join("---\n")));
}

/// A reminder's wave, with the election, stage and rule that it needs.
async fn wave(world: &World, title: &str, state: &'static str, zone: &str) -> i64 {
    sql(
        world,
        "insert or ignore into election (id, slug, name, created_at) values (1, 'p', 'Pilkada', 0);
        insert or ignore into stage (id, election_id, kind, name, first_day, last_day) values (1, 1, 'quiet', 'Masa tenang', '2024-10-11', '2024-10-13');
        insert or ignore into rule (id, stage_id, anchor, days, minute, segment, content, mandatory, enabled, since, created_at)
            values (1, 1, 'first', -7, 480, '{}', '{\"html\":\"x\"}', 1, 0, 0, 0)",
    )
    .await;
    let more = format!(
        ", kind = 'reminder', rule_id = 1, version = 1, occurrence = 0, zone = '{zone}', stage = 'masa tenang',
            stage_day = '2024-10-11', fire_at = fire_at - 14400000"
    );
    campaign(world, title, state, &more, &[]).await
}

#[tokio::test]
async fn one_message_follows_a_campaign_to_its_end() {
    let mut world = World::new().await;
    let rows = [Sent, Waits, Waits, Waits, Waits];
    let id = campaign(&world, "Apel pagi", "running", "", &rows).await;
    let ratna = world.admin("Ratna", Role::Admin).await;
    let chat = ratna.id;
    opens(&ratna, CampaignButton::Show { id }).await;
    let message = ratna.last().id;
    let mut seen = vec![shown(&ratna)];
    let text = |world: &World| world.sim.message(chat, message).unwrap().text;
    world.pass(TimeDelta::seconds(4));
    comes_to(&world, id, PEOPLE[1], Sent).await;
    eventually(&world, "the screen follows", || text(&world).contains("Terkirim: 2")).await;
    assert!(text(&world).contains("pesan per detik"), "{}", text(&world));
    // Nothing of it depends on memory.
    world.restart().await;
    comes_to(&world, id, PEOPLE[2], Blocked).await;
    eventually(&world, "it follows after a restart", || text(&world).contains("Tidak terjangkau: 1")).await;
    comes_to(&world, id, PEOPLE[3], Restart).await;
    comes_to(&world, id, PEOPLE[4], Unlinked).await;
    eventually(&world, "it shows the end", || text(&world).contains("Selesai")).await;
    seen.push(show(&world.sim.message(chat, message).unwrap()));
    looks(&world).await;
    assert_eq!(world.count("campaign_screen").await, 0, "nothing is left to follow");
    snapshots().bind(|| insta::assert_snapshot!("campaign_live", seen.join("---\n")));
}

#[tokio::test]
async fn a_screen_that_is_gone_is_followed_no_longer() {
    let world = World::new().await;
    let id = campaign(&world, "Apel pagi", "running", "", &[Sent, Waits]).await;
    let ratna = world.admin("Ratna", Role::Admin).await;
    opens(&ratna, CampaignButton::Show { id }).await;
    assert_eq!(world.count("campaign_screen").await, 1);
    // The question takes the place of the screen, and stays.
    ratna.taps("Batalkan pengiriman").await;
    assert_eq!(world.count("campaign_screen").await, 0);
    ratna.taps("Kembali").await;
    assert_eq!(world.count("campaign_screen").await, 1);
    ratna.taps("Daftar siaran dan pengingat").await;
    assert_eq!(world.count("campaign_screen").await, 0);
    opens(&ratna, CampaignButton::Show { id }).await;
    sql(&world, format!("delete from role_grant where telegram_id = {}", ratna.id)).await;
    looks(&world).await;
    assert_eq!(world.count("campaign_screen").await, 0, "a revoked admin's screen is followed no longer");
}

#[tokio::test]
async fn two_admins_pause_resume_and_cancel() {
    let mut world = World::new().await;
    let rows = [Sent, Waits, Waits];
    let id = campaign(&world, "Apel pagi", "running", "", &rows).await;
    let one = world.admin("Ratna", Role::Admin).await;
    let other = world.admin("Sinta", Role::Admin).await;
    opens(&one, CampaignButton::Show { id }).await;
    opens(&other, CampaignButton::Show { id }).await;
    let pause = other.data("Jeda");
    assert_eq!(one.taps("Jeda").await.text.unwrap(), "Pengiriman dijeda. Yang sedang dalam perjalanan tetap sampai.");
    let paused = shown(&one);
    let answer = other.taps_data(pause.0, &pause.1).await;
    assert_eq!(answer.text.unwrap(), "Tidak ada yang diubah. Keadaannya sekarang: dijeda.");
    let (one, other) = (one.id, other.id);
    world.restart().await;
    let (one, other) = (world.known(one), world.known(other));
    other.taps("Lanjutkan").await;
    other.taps("Batalkan pengiriman").await;
    let asked = shown(&other);
    let yes = other.data("Ya, batalkan pengiriman");
    opens(&one, CampaignButton::CancelAsk { id }).await;
    one.taps("Ya, batalkan pengiriman").await;
    let cancelled = shown(&one);
    let answer = other.taps_data(yes.0, &yes.1).await;
    assert_eq!(answer.text.unwrap(), "Tidak ada yang diubah. Keadaannya sekarang: dibatalkan.");
    assert!(other.last().text.contains("Dibatalkan"), "{}", other.chat());
    for action in ["campaign.pause", "campaign.resume", "campaign.cancel"] {
        assert_eq!(world.count(&format!("audit where action = '{action}' and actor is not null")).await, 1, "{action}");
    }
    let gone = CampaignButton::Pause { id: 99 };
    let answer = one.taps_data(one.last().id, &Button::Campaign(gone).encode()).await;
    assert_eq!(answer.text.unwrap(), "Siaran atau pengingat itu sudah tidak ada.");
    snapshots().bind(|| insta::assert_snapshot!("campaign_control", [paused, asked, cancelled].join("---\n")));
}

#[tokio::test]
async fn the_author_learns_what_another_admin_does() {
    let world = World::new().await;
    let author = world.admin("Ratna", Role::Admin).await;
    let other = world.admin("Sinta", Role::Admin).await;
    let by = format!(", created_by = {}", author.id);
    let rows = [Sent, Waits, Waits];
    let id = campaign(&world, "Apel pagi", "running", &by, &rows).await;
    opens(&author, CampaignButton::Show { id }).await;
    let screen = author.last().id;
    opens(&other, CampaignButton::Show { id }).await;
    other.taps("Jeda").await;
    let paused = show(&world.sim.message(author.id, screen).unwrap());
    assert!(paused.contains("Dijeda oleh"), "{paused}");
    let mut told = vec![paused, shown(&author)];
    // A pause is no time in which it was slow.
    world.pass(TimeDelta::minutes(2));
    other.taps("Lanjutkan").await;
    assert!(!other.last().text.contains("Kecepatan"), "{}", other.chat());
    told.push(shown(&author));
    other.taps("Batalkan pengiriman").await;
    other.taps("Ya, batalkan pengiriman").await;
    told.push(shown(&author));
    assert!(world.sim.message(author.id, screen).unwrap().text.contains("Dibatalkan oleh"), "{}", author.chat());
    // Their own doing is no news.
    let mine = campaign(&world, "Apel siang", "running", &by, &rows).await;
    opens(&author, CampaignButton::Show { id: mine }).await;
    let count = author.messages().len();
    author.taps("Jeda").await;
    assert_eq!(author.messages().len(), count, "{}", author.chat());
    snapshots().bind(|| insta::assert_snapshot!("campaign_author", told.join("---\n")));
}

#[tokio::test]
async fn a_revoked_admin_changes_nothing() {
    let world = World::new().await;
    let id = campaign(&world, "Apel pagi", "running", "", &[Waits]).await;
    let ratna = world.admin("Ratna", Role::Admin).await;
    opens(&ratna, CampaignButton::CancelAsk { id }).await;
    let (message, data) = ratna.data("Ya, batalkan pengiriman");
    sql(&world, format!("delete from role_grant where telegram_id = {}", ratna.id)).await;
    let answer = ratna.taps_data(message, &data).await;
    assert!(answer.text.unwrap().contains("sudah tidak berlaku"));
    assert_eq!(world.count("campaign where state = 'running'").await, 1);
}

#[tokio::test]
async fn the_result_is_a_screen_and_a_table() {
    let world = World::new().await;
    let rows = [Sent, Refused, Blocked, Unlinked, Restart];
    let ratna = world.admin("Ratna", Role::Admin).await;
    let by = format!(", created_by = {}", ratna.id);
    let id = campaign(&world, "Apel: pagi & siang", "done", &by, &rows).await;
    opens(&ratna, CampaignButton::Show { id }).await;
    let result = shown(&ratna);
    ratna.taps("Hasil lengkap (XLSX)").await;
    eventually(&world, "the table", || ratna.messages().iter().any(|message| message.file.is_some())).await;
    let message = ratna.messages().into_iter().rev().find(|message| message.file.is_some()).unwrap();
    let file = message.file.clone().unwrap();
    assert_eq!(file.name.as_deref(), Some("hasil-apel-pagi-siang-2024-10-04.xlsx"));
    assert!(!message.protected, "it may be handed on");
    let bytes = world.sim.file_bytes(&file.id).unwrap();
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(std::io::Cursor::new(bytes)).unwrap();
    let sheets = book.worksheets();
    let table: Vec<String> = sheets
        .iter()
        .flat_map(|(_, range)| range.rows())
        .map(|row| row.iter().map(Data::to_string).collect::<Vec<_>>().join(";"))
        .collect();
    let left = std::fs::read_dir(&world.config.data_dir).unwrap().flatten();
    let left: Vec<_> =
        left.map(|entry| entry.file_name()).filter(|name| name.to_string_lossy().starts_with("table-")).collect();
    assert!(left.is_empty(), "{left:?}");
    snapshots().bind(|| {
        let caption = show(&message);
        insta::assert_snapshot!("campaign_result", [result, caption, table.join("\n")].join("---\n"));
    });
}

#[tokio::test]
async fn officials_read_why_a_message_failed() {
    let world = World::new().await;
    let ratna = world.admin("Ratna", Role::Admin).await;
    let rows = [Unreadable, Row::TooLong, NoFile, Refused, Row::Moved];
    let id = campaign(&world, "Apel pagi", "done", "", &rows).await;
    opens(&ratna, CampaignButton::Show { id }).await;
    let text = ratna.last().text;
    for why in [
        "format tulisannya ditolak Telegram: 1",
        "pesan terlalu panjang setelah nama dan unit diisikan: 1",
        "lampiran ditolak Telegram: 1",
        "– ditolak Telegram: 1",
        "akun Telegram berpindah ke akun milik orang lain: 1",
    ] {
        assert!(text.contains(why), "{why}: {text}");
    }
    assert!(!text.contains("alasan lain"), "{text}");
}

#[tokio::test]
async fn what_failed_is_sent_again_after_asking() {
    let world = World::new().await;
    let id = campaign(&world, "Apel pagi", "done", "", &[Sent, NoFile, Blocked]).await;
    let ratna = world.admin("Ratna", Role::Admin).await;
    opens(&ratna, CampaignButton::Show { id }).await;
    ratna.taps("Kirim ulang: tidak terjangkau dan gagal (2)").await;
    let asked = shown(&ratna);
    let yes = ratna.data("Ya, kirim ulang kepada 2 orang");
    assert_eq!(ratna.taps_data(yes.0, &yes.1).await.text.unwrap(), "Dikirim ulang.");
    assert!(ratna.last().text.contains("kirim ulang"), "{}", ratna.chat());
    let answer = ratna.taps_data(yes.0, &yes.1).await;
    assert_eq!(answer.text.unwrap(), "Tidak ada yang diubah. Keadaannya sekarang: selesai.");
    assert_eq!(world.count(&format!("campaign where resend_of = {id}")).await, 1);
    assert_eq!(world.count("audit where action = 'campaign.resend'").await, 1);
    let late = campaign(&world, "Undangan", "done", ", deadline = fire_at", &[NoFile]).await;
    opens(&ratna, CampaignButton::Resend { id: late }).await;
    assert_eq!(world.count(&format!("campaign where resend_of = {late}")).await, 0);
    snapshots().bind(|| insta::assert_snapshot!("campaign_resend", [asked, show(&ratna.last())].join("---\n")));
}

#[tokio::test]
async fn the_unknown_are_decided_upon_once() {
    let world = World::new().await;
    let rows = [Sent, Restart, NoAnswer];
    let left = campaign(&world, "Apel pagi", "done", "", &rows).await;
    let again = campaign(&world, "Apel siang", "done", "", &rows).await;
    let ratna = world.admin("Ratna", Role::Admin).await;
    opens(&ratna, CampaignButton::Show { id: left }).await;
    ratna.taps("2 belum pasti: putuskan").await;
    let asked = shown(&ratna);
    let leave = ratna.data("Biarkan");
    ratna.taps("Biarkan").await;
    assert!(!shown(&ratna).contains("putuskan"), "{}", ratna.chat());
    ratna.taps_data(leave.0, &leave.1).await;
    opens(&ratna, CampaignButton::Unknown { id: again }).await;
    let retry = ratna.data("Kirim ulang yang belum pasti");
    ratna.taps("Kirim ulang yang belum pasti").await;
    ratna.taps_data(retry.0, &retry.1).await;
    assert_eq!(world.count(&format!("delivery where campaign_id = {again} and state = 'unknown'")).await, 0);
    assert_eq!(world.count("audit where action = 'campaign.unknown_retry'").await, 1);
    assert_eq!(world.count("audit where action = 'campaign.unknown_leave'").await, 1);
    snapshots().bind(|| insta::assert_snapshot!("campaign_unknown", asked));
}

#[tokio::test]
async fn ends_and_missed_waves_are_told_once() {
    let mut world = World::new().await;
    let author = world.admin("Ratna", Role::Admin).await;
    let other = world.admin("Sinta", Role::Admin).await;
    other.says("/bahasa").await;
    other.taps("English").await;
    let (before, theirs) = (author.messages().len(), other.messages().len());
    let by = format!(", told_at = null, created_by = {}", author.id);
    campaign(&world, "Apel pagi", "done", &by, &[Sent, Restart]).await;
    campaign(&world, "Tanpa penulis", "done", ", told_at = null", &[Sent]).await;
    eventually(&world, "the author is told", || author.messages().len() > before).await;
    let ended = shown(&author);
    assert_eq!(other.messages().len(), theirs, "only the author");
    let missed = wave(&world, "Masa tenang (H-7)", "missed", "WIT").await;
    sql(&world, "update campaign set told_at = null where state = 'missed'").await;
    eventually(&world, "all are told", || author.messages().len() > before + 1 && other.messages().len() > theirs)
        .await;
    let told = [shown(&author), shown(&other)].join("---\n");
    // Told is told, also after a restart.
    let (author, other, count) = (author.id, other.id, author.messages().len());
    world.restart().await;
    looks(&world).await;
    let (author, other) = (world.known(author), world.known(other));
    assert_eq!((author.messages().len(), world.count("campaign where told_at is null").await), (count, 0));
    author.taps("Kirim sekarang: Masa tenang (H-7) (WIT)").await;
    let asked = shown(&author);
    let yes = author.data("Ya, kirim sekarang");
    author.taps("Ya, kirim sekarang").await;
    assert_eq!(world.count(&format!("campaign where id = {missed} and state <> 'missed'")).await, 1);
    other.taps_data(other.last().id, &yes.1).await;
    assert_eq!(world.count("audit where action = 'campaign.send_missed'").await, 1);
    // Once the stage is over, nothing stale goes out.
    sql(&world, format!("update campaign set state = 'missed' where id = {missed}")).await;
    world.pass(TimeDelta::days(11));
    let answer = author.taps_data(yes.0, &yes.1).await;
    assert_eq!(
        answer.text.unwrap(),
        "Batas waktunya sudah lewat atau jadwalnya sudah berubah, jadi tidak dikirim lagi."
    );
    snapshots().bind(|| insta::assert_snapshot!("campaign_told", [ended, told, asked].join("---\n")));
}

#[tokio::test]
async fn mornings_begin_with_a_summary() {
    let mut world = World::new().await;
    let ratna = world.admin("Ratna", Role::Admin).await;
    let boss = world.admin("Sinta", Role::Superadmin).await;
    world.linked("Anna", PEOPLE[0]).await;
    let rows = [Blocked, Sent, NoFile, Restart];
    campaign(&world, "Apel pagi", "done", "", &rows).await;
    for zone in ["WIT", "WIB", "WITA"] {
        let id = wave(&world, "Masa tenang (H-3)", "done", zone).await;
        sql(&world, format!("update campaign set occurrence = 1, sent = 3, total = 4, failed = 1 where id = {id}"))
            .await;
        wave(&world, "Masa tenang (H-7)", "missed", zone).await;
    }
    campaign(&world, "Undangan", "cancelled", ", resend_of = 1", &[Blocked, Sent, Cancelled]).await;
    campaign(&world, "Surat edaran", "scheduled", ", fire_at = fire_at + 259200000, expected = 120", &[]).await;
    let (before, theirs) = (ratna.messages().len(), boss.messages().len());
    looks(&world).await;
    assert_eq!(ratna.messages().len(), before, "who became an admin this morning has the first one tomorrow");
    world.pass(TimeDelta::hours(22));
    looks(&world).await;
    assert_eq!(ratna.messages().len(), before, "not at six");
    world.pass(TimeDelta::hours(1));
    eventually(&world, "the summary", || ratna.messages().len() > before && boss.messages().len() > theirs).await;
    let summary = shown(&ratna);
    let (id, count) = (ratna.id, ratna.messages().len());
    world.restart().await;
    looks(&world).await;
    assert_eq!(world.known(id).messages().len(), count, "once a day");
    // With nothing to tell and nothing planned, nothing is said.
    sql(&world, "update campaign set state = 'cancelled', ended_at = 1").await;
    world.pass(TimeDelta::days(1));
    looks(&world).await;
    assert_eq!((world.count("summary").await, world.known(id).messages().len()), (4, count));
    snapshots().bind(|| insta::assert_snapshot!("campaign_summary", summary));
}

#[tokio::test]
async fn what_is_cancelled_before_it_begins_has_no_progress() {
    let world = World::new().await;
    world.linked("Anna", PEOPLE[0]).await;
    let ratna = world.admin("Ratna", Role::Admin).await;
    let later = world.now() + TimeDelta::hours(5);
    let id = world.schedule(NewCampaign { fire_at: later, expected: 1, ..world.broadcast("Apel") }).await;
    opens(&ratna, CampaignButton::CancelAsk { id: id.0 }).await;
    let text = ratna.last().text;
    assert!(text.contains("Belum ada yang dikirim; 1 penerima") && !text.contains("Jeda"), "{text}");
    ratna.taps("Ya, batalkan pengiriman").await;
    world.delivered().await;
    opens(&ratna, CampaignButton::Show { id: id.0 }).await;
    let text = ratna.last().text;
    assert!(text.contains("Dibatalkan sebelum dikirim") && !text.contains('%'), "{text}");
}

/// Not half way, and with what the pledges came to.
#[tokio::test]
async fn the_summary_waits_until_the_days_sending_has_ended() {
    let world = World::new().await;
    let ratna = world.admin("Ratna", Role::Admin).await;
    let anna = world.linked("Anna", PEOPLE[0]).await;
    anna.pledges().await;
    let tomorrow = world.now() + TimeDelta::hours(24);
    let id = world.schedule(NewCampaign { fire_at: tomorrow, title: "Apel".into(), ..world.broadcast("Apel") }).await;
    let later = tomorrow + TimeDelta::hours(4);
    let second =
        world.schedule(NewCampaign { fire_at: later, title: "Rapat".into(), ..world.broadcast("Rapat") }).await;
    let before = ratna.messages().len();
    for hours in [23, 1] {
        world.pass(TimeDelta::hours(hours));
        world.delivered().await;
        looks(&world).await;
        let told = ratna.messages().split_off(before).iter().any(|message| message.text.contains("Ringkasan"));
        assert!(!told, "something of this day is still to come: {}", ratna.chat());
    }
    assert_eq!(world.campaign(id).await.state, CampaignState::Done);
    world.pass(TimeDelta::hours(4));
    world.delivered().await;
    assert_eq!(world.campaign(second).await.state, CampaignState::Done);
    eventually(&world, "the summary", || ratna.was_told("Ringkasan")).await;
    let summary = ratna.messages().into_iter().rev().find(|message| message.text.contains("Ringkasan")).unwrap().text;
    assert!(summary.contains("Ikrar Netralitas ASN: 1 baru, seluruhnya 1 dari 4 orang (25%)"), "{summary}");
    assert!(summary.contains("Apel: 1 dari 1 terkirim"), "{summary}");
    assert!(!summary.contains("belum selesai"), "{summary}");
    // The next one begins where this one ended, and waits for nothing after five.
    let endless = NewCampaign { hours: Hours { from: 0, to: 1, weekends: true }, ..world.broadcast("Lama") };
    world.pass(TimeDelta::hours(19));
    world.schedule(endless).await;
    looks(&world).await;
    assert_eq!(world.count("summary").await, 1, "{}", ratna.chat());
    world.pass(TimeDelta::hours(10));
    eventually(&world, "the second summary", || {
        ratna.messages().iter().filter(|message| message.text.contains("Ringkasan")).count() == 2
    })
    .await;
    let summary = ratna.messages().into_iter().rev().find(|message| message.text.contains("Ringkasan")).unwrap().text;
    assert!(summary.contains("(belum selesai)") && !summary.contains("Apel"), "{summary}");
    assert!(summary.contains("0 baru"), "{summary}");
}

/// The east has its day already; the west has to wait, and the screen says until when.
#[tokio::test]
async fn a_campaign_that_waits_for_the_hour_says_so() {
    let world = World::new().await;
    world.linked("Anna", "198001012005012001").await;
    world.linked("Budi", "200012312024211001").await;
    let ratna = world.admin("Ratna", Role::Admin).await;
    let hours = Hours { from: 9 * 60, to: 21 * 60, weekends: true };
    let id = world.schedule(NewCampaign { hours, ..world.broadcast("Apel") }).await;
    world.delivered().await;
    opens(&ratna, CampaignButton::Show { id: id.0 }).await;
    let text = ratna.last().text;
    assert!(text.contains("Terkirim: 1") && text.contains("Tersisa: 1"), "{text}");
    assert!(text.contains("menunggu jam kirim, berlanjut 4 Oktober 2024 pukul 09.00 WIB"), "{text}");
    assert!(text.contains("Perkiraan selesai: 4 Oktober 2024 pukul 09.00 WIB"), "{text}");
    world.pass(TimeDelta::hours(1));
    world.delivered().await;
    opens(&ratna, CampaignButton::Show { id: id.0 }).await;
    assert!(ratna.last().text.contains("Selesai"), "{}", ratna.chat());
}

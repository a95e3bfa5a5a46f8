//! What a failure says to a reporter, what is left of their messages, and what a reply may carry.

use chrono::TimeDelta;
use ikrar::tip::{Agency, draft::IDLE};

use super::intake::reply;
use crate::world::{Person, World};

async fn begins(person: &Person<'_>) {
    person.says("/lapor").await;
    person.taps("Mulai menulis").await;
    person.taps("Lainnya").await;
}

async fn erases(person: &Person<'_>) {
    person.taps("Hapus jejak").await;
    person.taps("Ya, hapus pesannya").await;
}

#[tokio::test]
async fn a_failure_names_nobody_and_goes_with_the_traces() {
    let world = World::new().await;
    world.recipient("Dewi", Agency::Bkpsdm).await;
    let budi = world.linked("Budi", "200012312024211001").await;
    begins(&budi).await;
    budi.says("Dinas").await;
    budi.says("Senin").await;
    budi.says("Ada amplop.").await;
    budi.taps("Lanjut").await;
    budi.taps("Lanjut tanpa bukti").await;
    budi.taps("○ BKPSDM").await;
    budi.taps("Lanjut").await;
    let rename = async |from: &'static str, to: &'static str| {
        let sql = sqlx::AssertSqlSafe(format!("alter table {from} rename to {to}"));
        world.app.tips.db.run(|c| Box::pin(async move { Ok(sqlx::query(sql).execute(c).await?) })).await.unwrap();
    };
    rename("tip_item", "tip_item_away").await;
    budi.taps("Kirim sekarang").await;
    let told = budi.messages().into_iter().rev().find(|message| message.text.contains("ada gangguan pada sistem"));
    let told = told.unwrap_or_else(|| panic!("{}", budi.chat()));
    assert!(!told.text.contains("BKPSDM") && !told.text.contains("kode"), "{}", told.text);
    rename("tip_item_away", "tip_item").await;
    budi.taps("Kirim sekarang").await;
    budi.taps("Tutup tanpa mencatat").await;
    budi.taps("Ya, tutup").await;
    erases(&budi).await;
    assert!(!budi.chat().contains("ada gangguan"), "{}", budi.chat());
    assert!(!budi.chat().contains("laporan ini"), "{}", budi.chat());
    // Another room's failure is told as ever, to the same person: it does not show who has tipped.
    let drop = world.app.db.write(|c| {
        Box::pin(
            async move { Ok(sqlx::query("alter table clause_reading rename to away").execute(c).await.map(|_| ())?) },
        )
    });
    drop.await.unwrap();
    budi.says("/ikrar").await;
    assert!(budi.chat().contains("sampaikan kode"), "{}", budi.chat());
}

#[tokio::test]
async fn what_was_typed_after_a_draft_was_forgotten_is_a_trace_too() {
    let world = World::new().await;
    world.recipient("Dewi", Agency::Bkpsdm).await;
    let budi = world.person("Budi");
    begins(&budi).await;
    world.pass(IDLE + TimeDelta::seconds(1));
    for part in ["bagian 2 kudalumping", "bagian 3 kudalumping", "bagian 4 kudalumping: bukti ada pada saya"] {
        budi.says(part).await;
        world.pass(TimeDelta::seconds(2));
    }
    budi.sends(simulator::Content::Voice).await;
    world.pass(TimeDelta::hours(20));
    budi.says("bagian 5 kudalumping").await;
    budi.says("/lapor").await;
    budi.taps("Saya punya resi").await;
    budi.taps("Batal").await;
    erases(&budi).await;
    let chat = budi.chat();
    assert!(!chat.contains("kudalumping") && !chat.contains("pesan bebas"), "{chat}");
    assert!(chat.contains("pesan yang diketahui bot sudah dihapus"), "{chat}");
    assert_eq!(budi.messages().len(), 1, "{chat}");
}

#[tokio::test]
async fn a_reply_cannot_lead_its_reader_anywhere() {
    let world = World::new().await;
    world.recipient("Dewi", Agency::Bkpsdm).await;
    let budi = world.person("Budi");
    begins(&budi).await;
    budi.says("Dinas").await;
    budi.says("Senin").await;
    budi.says("Ada amplop.").await;
    budi.taps("Lanjut").await;
    budi.taps("Lanjut tanpa bukti").await;
    budi.taps("○ BKPSDM").await;
    budi.taps("Lanjut").await;
    budi.taps("Kirim sekarang").await;
    let receipt = budi.messages().iter().rev().find_map(|message| {
        let line = message.text.lines().find(|line| line.len() == 21 && line.split('-').count() == 5)?;
        Some(line.to_owned())
    });
    let receipt = receipt.expect("a receipt");
    budi.says(&receipt).await;
    reply(
        &world,
        "Buka https://t.me/BuktiBawasluBot?start=R13D3W3W atau t.me/x, bukti.go.id, (bukti.id), пример.рф, \
         tulis ke @penyidik_bkpsdm, a@bawaslu.go.id, /lapor, #netral, 10.0.0.1, tg://resolve?domain=x, \
         +62 812-3456-7890, 081234567890 atau http://10.0.0.1:8080/x",
    )
    .await;
    budi.says(&format!("/cek {receipt}")).await;
    let shown = budi.last();
    assert!(shown.text.contains("Petugas tidak pernah memerlukan nama"), "{}", shown.text);
    let quoted = shown.html.split("<blockquote>").nth(1).unwrap().split("</blockquote>").next().unwrap();
    assert!(!quoted.contains("<a "), "{quoted}");
    let seen: String = shown.text.chars().filter(|c| *c != '\u{2060}').collect();
    assert!(seen.contains("https://t.me/BuktiBawasluBot?start=R13D3W3W"), "{seen}");
    // What Telegram itself finds: nothing in the reply, though the bot's own words hold a command.
    let own = shown.live.iter().filter(|(_, text)| text != "/cek");
    let found: Vec<_> = own.collect();
    assert!(found.is_empty(), "{found:?}");
}

//! /siarkan: an admin composes, chooses, looks, and lets a broadcast go; and everything that goes wrong on the way.

use chrono::TimeDelta;
use ikrar::{
    access::Role,
    outbox::{CampaignId, CampaignState},
    telegram::button::{AudienceButton, BroadcastButton, Button, Owner},
};
use simulator::{Content, MessageView};

use crate::{
    campaign::{eventually, sql},
    world::{Person, World, show, snapshots},
};

const ANNA: &str = "198001012005012001";
const BUDI: &str = "200012312024211001";
const DARIUS: &str = "197505052000031002";

fn photo(caption: Option<&str>) -> Content {
    // A PNG's beginning: a picture of one point.
    Content::Photo { bytes: b"\x89PNG\r\n\x1a\n".to_vec(), caption: caption.map(str::to_owned) }
}

fn document(name: &str, caption: Option<&str>) -> Content {
    let caption = caption.map(str::to_owned);
    Content::Document { name: name.into(), mime: "application/pdf".into(), bytes: b"%PDF-1.7".to_vec(), caption }
}

/// What the bot has said since the message with this number.
fn said(person: &Person<'_>, after: usize) -> Vec<MessageView> {
    person.messages()[after..].iter().filter(|message| message.from_bot).cloned().collect()
}

fn told(person: &Person<'_>) -> String {
    person.last().text
}

impl Person<'_> {
    async fn begins(&self) {
        self.says("/siarkan").await;
        self.taps("Tulis siaran baru").await;
    }

    async fn composes(&self, text: &str) {
        self.begins().await;
        self.says(text).await;
    }

    async fn sends_album(&self, world: &World, contents: Vec<Content>) {
        world.sim.send_album(self.id, self.id, contents).unwrap();
        world.settle().await;
    }
}

/// What people see of a message: text, formatting, files, labels.
fn look(message: &MessageView) -> (String, Option<String>, Vec<String>) {
    let labels = message.buttons.iter().flatten().map(|button| button.label.clone()).collect();
    (message.html.clone(), message.file.as_ref().map(|file| file.id.clone()), labels)
}

#[tokio::test]
async fn a_text_arrives_exactly_as_it_was_shown() {
    let mut world = World::new().await;
    let anna = world.linked("Anna", ANNA).await.id;
    let ratna = world.admin("Ratna", Role::Admin).await;
    ratna.opens(world.code(BUDI).await.as_str()).await;
    ratna.taps("Benar, ini saya").await;
    let begun = ratna.messages().len();
    ratna.begins().await;
    let html = "<b>Yth. {nama}</b> &lt;{unit}&gt;,\n<blockquote>apel <i>Senin</i></blockquote>\n<a href=\"https://a.id/?x=1&amp;y=2\">surat</a> <code>1.2</code> {tautan}";
    ratna.sends(Content::Html(html.into())).await;
    let shown = said(&ratna, begun);
    snapshots().bind(|| {
        insta::assert_snapshot!("broadcast_composed", shown.iter().map(show).collect::<Vec<_>>().join("\n"));
    });
    let preview = shown[shown.len() - 2].clone();
    ratna.taps("Uji kirim ke saya").await;
    assert_eq!(look(&ratna.last()), look(&preview), "the test is the same message");
    // Everything so far is in the database.
    let id = ratna.id;
    world.restart().await;
    let ratna = world.known(id);
    ratna.says("/siarkan").await;
    ratna.taps("Lanjutkan draf").await;
    let asked = ratna.messages().len();
    ratna.taps("Kirim …").await;
    ratna.says("2").await;
    world.delivered().await;
    world.settle().await;
    let received = ratna.messages().into_iter().rev().find(|message| message.html == preview.html).unwrap();
    assert!(received.id > preview.id && look(&received) == look(&preview), "{}", ratna.chat());
    let annas = world.known(anna).last();
    assert!(annas.html.contains("<b>Yth. Anna Latumahina, S.\u{2060}Pd.</b> &lt;SDN 1&gt;"), "{}", annas.html);
    snapshots().bind(|| {
        let shown: Vec<String> = said(&ratna, asked).iter().filter(|m| m.html != preview.html).map(show).collect();
        insta::assert_snapshot!("broadcast_sent", shown.join("\n"));
    });
    let campaign = world.campaign(CampaignId(1)).await;
    assert_eq!((campaign.state, campaign.counters.sent, campaign.new.expected), (CampaignState::Done, 2, 2));
    assert_eq!(campaign.new.title, "apel Senin surat 1.2");
    assert_eq!(world.count("draft").await, 0);
    assert_eq!(world.count("audit where action = 'broadcast.send' and detail like 'recipients=2%'").await, 1);
}

#[tokio::test]
async fn photos_and_documents_arrive_as_they_were_shown() {
    let world = World::new().await;
    let anna = world.linked("Anna", ANNA).await;
    let ratna = world.admin("Ratna", Role::Admin).await;
    for content in [photo(Some("Undangan {nama}")), document("edaran.pdf", None)] {
        ratna.begins().await;
        ratna.sends(content).await;
        let shown = ratna.messages().into_iter().rev().find(|message| message.from_bot && message.file.is_some());
        ratna.taps("Kirim …").await;
        ratna.says("1").await;
        world.delivered().await;
        let file = |message: Option<MessageView>| message.and_then(|message| message.file).map(|file| file.id);
        assert_eq!(file(Some(anna.last())), file(shown), "{}", anna.chat());
        world.pass(TimeDelta::seconds(5));
    }
    assert_eq!(world.campaign(CampaignId(1)).await.new.title, "Undangan");
    assert_eq!(world.campaign(CampaignId(2)).await.new.title, "Siaran 4 Oktober 2024");
}

#[tokio::test]
async fn an_album_arrives_as_it_was_shown() {
    let world = World::new().await;
    let anna = world.linked("Anna", ANNA).await;
    let ratna = world.admin("Ratna", Role::Admin).await;
    let begun = ratna.messages().len();
    ratna.begins().await;
    ratna.sends_album(&world, vec![photo(None), photo(Some("Foto untuk {nama}")), photo(None)]).await;
    let screens = said(&ratna, begun);
    assert_eq!(screens.len(), 2, "one screen counts the parts: {}", ratna.chat());
    assert!(told(&ratna).contains("3 berkas"), "{}", ratna.chat());
    ratna.taps("Lihat tampilannya").await;
    // An album counts as its files: the chat takes the screen below it some seconds later.
    eventually(&world, "the draft below the album", || told(&ratna).contains("Draf siaran")).await;
    let shown = said(&ratna, begun + 4);
    snapshots().bind(|| {
        insta::assert_snapshot!("broadcast_album", shown.iter().map(show).collect::<Vec<_>>().join("\n"));
    });
    ratna.taps("Kirim …").await;
    assert!(told(&ratna).contains("Ketik jumlah penerimanya"), "{}", ratna.chat());
    ratna.says("1").await;
    world.delivered().await;
    let files = |messages: Vec<MessageView>| -> Vec<String> {
        messages.into_iter().filter(|m| m.album.is_some()).filter_map(|m| m.file).map(|file| file.id).collect()
    };
    assert_eq!(files(anna.messages()), files(shown));
    assert_eq!(files(anna.messages()).len(), 3);
}

#[tokio::test]
async fn an_album_is_gathered_over_a_restart_and_whatever_is_no_album_is_left_out() {
    let mut world = World::new().await;
    let id = world.admin("Ratna", Role::Admin).await.id;
    let ratna = world.known(id);
    ratna.begins().await;
    let mixed = vec![photo(Some("Satu")), document("a.pdf", None), photo(Some("Dua")), Content::VideoNote, photo(None)];
    ratna.sends_album(&world, mixed).await;
    assert!(ratna.chat().contains("foto semua atau dokumen semua"), "{}", ratna.chat());
    ratna.taps("Lihat tampilannya").await;
    let shown: Vec<MessageView> =
        ratna.messages().into_iter().filter(|message| message.from_bot && message.album.is_some()).collect();
    assert_eq!(shown.len(), 2, "{}", ratna.chat());
    assert!(shown[0].html.starts_with("Satu"));
    world.restart().await;
    let ratna = world.known(id);
    ratna.says("/siarkan").await;
    ratna.taps("Lanjutkan draf").await;
    assert!(told(&ratna).contains("Draf siaran"), "{}", ratna.chat());
    // Eleven: the last one is left out.
    ratna.taps("Ganti isi").await;
    ratna.sends_album(&world, (0..11).map(|_| document("a.pdf", None)).collect()).await;
    assert!(ratna.chat().contains("10 berkas") && ratna.chat().contains("paling banyak berisi 10"), "{}", ratna.chat());
    assert_eq!(world.count("person where active = 1").await, 5, "no document was taken for a roster");
}

#[tokio::test]
async fn what_cannot_be_sent_is_refused_with_what_can() {
    let world = World::new().await;
    let ratna = world.admin("Ratna", Role::Admin).await;
    ratna.begins().await;
    let long = format!("{}{{nama}}", "x".repeat(4096 - 22));
    let captioned = photo(Some(&format!("{}{{unit}}", "x".repeat(1010))));
    let mut replies = Vec::new();
    for content in [
        Content::Text("Yth. {nama_lengkap}".into()),
        Content::Text("Tinggal {sisa_hari} hari".into()),
        Content::Text("Buka {tautan sekarang".into()),
        Content::Html("<a href=\"https://a.id/?n={nama}\">ini</a>".into()),
        Content::Text(long),
        captioned,
        Content::Sticker,
        Content::Voice,
        Content::VideoNote,
        Content::Contact { of: ratna.id },
        Content::Location { latitude: -6.2, longitude: 106.8 },
        Content::Dice,
    ] {
        world.pass(TimeDelta::seconds(5));
        ratna.sends(content).await;
        replies.push(told(&ratna));
    }
    replies.dedup();
    snapshots().bind(|| insta::assert_snapshot!("broadcast_refused", replies.join("\n---\n")));
    assert_eq!(world.count("draft where parts is not null").await, 0);
    // The question is still open.
    ratna.says(&format!("{}{{nama}}", "x".repeat(4096 - 26))).await;
    assert!(told(&ratna).contains("Draf siaran"), "{}", ratna.chat());
}

#[tokio::test]
async fn everything_about_a_draft_is_set_by_taps() {
    let mut world = World::new().await;
    world.config.delivery.allow_paid = true;
    world.restart().await;
    for (name, key) in [("Anna", ANNA), ("Budi", BUDI), ("Darius", DARIUS)] {
        world.linked(name, key).await;
    }
    let ratna = world.admin("Ratna", Role::Admin).await;
    ratna.composes("Halo {nama}").await;
    for label in [
        "Ubah: jadikan wajib",
        "Ubah: jam kirim 08.00–16.00, hari kerja",
        "Ubah: bila terhenti, kirim ulang",
        "Ubah: kecepatan berbayar",
    ] {
        ratna.taps(label).await;
    }
    let paid = show(&ratna.last());
    ratna.taps("Ya, paling banyak 1 Bintang").await;
    ratna.taps("Ubah waktu").await;
    let times = show(&ratna.last());
    ratna.taps("7 Oktober 2024 pukul 08.00 WIB").await;
    ratna.taps("Ubah penerima").await;
    ratna.taps("○ Selain kepala unit").await;
    let audience = show(&ratna.last());
    ratna.taps("● PNS").await;
    ratna.taps("○ Hanya yang belum berikrar").await;
    ratna.taps("Pilih unit").await;
    let units = show(&ratna.last());
    ratna.taps("Dinas Pendidikan (3)").await;
    ratna.taps("Seluruh Dinas Pendidikan").await;
    ratna.taps("Selesai").await;
    let draft = show(&ratna.last());
    snapshots().bind(|| {
        insta::assert_snapshot!("broadcast_set", [paid, times, audience, units, draft].join("---\n"));
    });
    ratna.taps("Kirim …").await;
    ratna.says("1").await;
    let campaign = world.campaign(CampaignId(1)).await;
    assert_eq!(campaign.state, CampaignState::Scheduled);
    assert_eq!(campaign.new.fire_at.to_rfc3339(), "2024-10-07T01:00:00+00:00");
    assert!(campaign.new.mandatory && campaign.new.paid && campaign.new.segment.owing);
    assert!(told(&ratna).contains("sudah dijadwalkan"), "{}", ratna.chat());
    ratna.taps("Lihat jalannya siaran").await;
    assert!(told(&ratna).contains("Halo"), "{}", ratna.chat());
}

#[tokio::test]
async fn a_unit_is_found_by_name_and_given_up_again() {
    let world = World::new().await;
    let ratna = world.admin("Ratna", Role::Admin).await;
    ratna.composes("Halo").await;
    ratna.taps("Ubah penerima").await;
    for _ in 0..4 {
        ratna.taps("● PNS").await;
        ratna.taps("○ PNS").await;
    }
    ratna.taps("Cari unit").await;
    ratna.says("tidak ada unit ini").await;
    assert!(told(&ratna).contains("Tidak ada unit"), "{}", ratna.chat());
    ratna.sends(Content::Sticker).await;
    assert!(told(&ratna).contains("sebagai teks"), "{}", ratna.chat());
    ratna.says("sdn").await;
    ratna.taps("SDN 1 · Dinas Pendidi…").await;
    assert!(
        told(&ratna).contains("di Pemda Contoh / Dinas Pendidikan / SDN 1 dan unit di bawahnya"),
        "{}",
        ratna.chat()
    );
    ratna.taps("Kembali ke semua pegawai").await;
    assert!(told(&ratna).contains("semua pegawai di seluruh unit"), "{}", ratna.chat());
    let gone = Button::Audience(AudienceButton::Choose { owner: Owner::Draft, unit: 999 }).encode();
    assert!(ratna.taps_data(ratna.last().id, &gone).await.text.unwrap().contains("sudah tidak ada"));
    // One kind has to stay.
    for kind in ["PPPK", "Non-ASN", "Kepala Desa", "Perangkat Desa"] {
        ratna.taps(&format!("● {kind}")).await;
    }
    assert!(ratna.taps("● PNS").await.text.unwrap().contains("Sedikitnya satu"));
    assert_eq!(world.count("prompt").await, 0);
}

#[tokio::test]
async fn a_time_is_typed_until_it_is_one() {
    let world = World::new().await;
    world.linked("Anna", ANNA).await;
    let ratna = world.admin("Ratna", Role::Admin).await;
    ratna.composes("Halo").await;
    ratna.taps("Ubah waktu").await;
    ratna.taps("Ketik waktu lain").await;
    for (text, answer) in [
        ("nanti", "belum kami pahami"),
        ("31-02-2025 08.00", "tidak ada"),
        ("kemarin 08.00", "sudah lewat"),
        ("01-10-2024 08.00", "sudah lewat"),
        ("01-10-2034 08.00", "lebih dari setahun"),
    ] {
        ratna.says(text).await;
        assert!(told(&ratna).contains(answer), "{text}: {}", ratna.chat());
        assert_eq!(ratna.last().buttons[0][0].label, "Kembali", "{text}");
    }
    ratna.sends(Content::Sticker).await;
    assert!(told(&ratna).contains("belum kami pahami"));
    ratna.says("hari ini 09.30").await;
    assert!(told(&ratna).contains("4 Oktober 2024 pukul 09.30 WIB"), "{}", ratna.chat());
    // It passes before the broadcast is sent.
    world.pass(TimeDelta::hours(2));
    ratna.taps("Kirim …").await;
    assert!(told(&ratna).contains("sudah lewat"), "{}", ratna.chat());
    let past = Button::Broadcast(BroadcastButton::At { at: 1_728_000_000 }).encode();
    assert!(ratna.taps_data(ratna.last().id, &past).await.text.unwrap().contains("sudah lewat"));
    ratna.taps("Ubah waktu").await;
    ratna.taps("Segera").await;
    ratna.taps("Kirim …").await;
    ratna.says("1").await;
    assert!(told(&ratna).contains("sudah berjalan"), "{}", ratna.chat());
}

#[tokio::test]
async fn nothing_goes_out_before_the_right_number_is_typed() {
    let world = World::new().await;
    let ratna = world.admin("Ratna", Role::Admin).await;
    ratna.composes("Halo").await;
    assert!(told(&ratna).contains("tidak seorang pun"), "{}", ratna.chat());
    assert!(ratna.last().buttons.iter().flatten().all(|button| button.label != "Kirim …"), "{}", ratna.chat());
    let send = Button::Broadcast(BroadcastButton::SendAsk).encode();
    ratna.taps_data(ratna.last().id, &send).await;
    assert!(ratna.chat().contains("belum dapat dikirim"), "{}", ratna.chat());
    // Whoever wants no optional messages receives none of them.
    let anna = world.linked("Anna", ANNA).await;
    sql(&world, "insert into recipient (person_id, muted_at) select person_id, 1 from link").await;
    ratna.says("/siarkan").await;
    ratna.taps("Lanjutkan draf").await;
    assert!(told(&ratna).contains("jadikan wajib"), "{}", ratna.chat());
    anna.says("/pesan").await;
    anna.taps("Kirim lagi pesan yang tidak wajib").await;
    ratna.says("/siarkan").await;
    ratna.taps("Lanjutkan draf").await;
    ratna.taps("Kirim …").await;
    for wrong in ["2", "ya", "satu", "-1", "1 orang"] {
        ratna.says(wrong).await;
        assert!(told(&ratna).contains("Bukan itu jumlahnya"), "{wrong}: {}", ratna.chat());
        assert_eq!(ratna.last().buttons[0][0].label, "Kembali");
    }
    world.linked("Budi", BUDI).await;
    let now = world.now().timestamp_millis();
    let gone = format!("update recipient set unreachable_at = {now}, unreachable = 'blocked'");
    let muted = "insert into recipient (person_id, muted_at) select person_id, 1 from link where true \
        on conflict do nothing";
    sql(&world, format!("{gone}; {muted}")).await;
    ratna.says("1").await;
    assert!(told(&ratna).contains("Tadi 1 orang, sekarang 2 orang"), "{}", ratna.chat());
    // Whoever changes the draft is asked anew.
    ratna.taps("Kembali").await;
    ratna.taps("Ubah: jadikan wajib").await;
    ratna.says("2").await;
    assert_eq!(world.count("campaign").await, 0);
    ratna.taps("Ubah: jadikan tidak wajib").await;
    let known = "2 orang, 1 di antaranya tidak ingin menerima pesan tidak wajib (akan dilewati), 1 terakhir kali tidak terjangkau";
    assert!(ratna.chat().contains(known), "{}", ratna.chat());
    ratna.taps("Kirim …").await;
    assert!(ratna.chat().contains(known) && ratna.chat().contains("Ketik jumlah penerimanya"), "{}", ratna.chat());
    // Twice at once.
    for _ in 0..2 {
        world.sim.send(ratna.id, ratna.id, Content::Text("2".into())).unwrap();
    }
    world.settle().await;
    assert_eq!(world.count("campaign").await, 1);
    // The old screens say how things stand.
    use BroadcastButton as B;
    for button in [B::Test, B::Mandatory { on: true }, B::SendAsk, B::DiscardAsk, B::Discard, B::When, B::PaidAsk] {
        let data = Button::Broadcast(button).encode();
        let text = ratna.taps_data(ratna.last().id, &data).await.text.unwrap_or_default();
        assert!(text.contains("sudah tidak ada") || text.contains("tidak diizinkan"), "{data}: {text}");
    }
    assert_eq!(world.count("campaign").await, 1);
}

#[tokio::test]
async fn every_step_has_a_way_back() {
    let world = World::new().await;
    let anna = world.linked("Anna", ANNA).await;
    let before = anna.messages().len();
    let ratna = world.admin("Ratna", Role::Admin).await;
    ratna.begins().await;
    ratna.taps("Kembali").await;
    assert!(told(&ratna).contains("draf yang belum berisi") && world.count("prompt").await == 0, "{}", ratna.chat());
    ratna.taps("Lanjutkan draf").await;
    ratna.says("/batal").await;
    ratna.says("Halo semua").await;
    assert!(told(&ratna).contains("belum dapat membaca pesan bebas"), "{}", ratna.chat());
    assert_eq!(world.count("draft where parts is not null").await, 0, "no question is open, so it is no answer");
    ratna.says("/siarkan").await;
    ratna.taps("Lanjutkan draf").await;
    ratna.says("Halo semua").await;
    let labels = ["Ubah penerima", "Ubah waktu", "Ganti isi", "Kirim …", "Buang draf"];
    for label in labels {
        ratna.taps(label).await;
        let back = if label == "Ubah penerima" { "Selesai" } else { "Kembali" };
        ratna.taps(back).await;
        assert!(told(&ratna).contains("Draf siaran"), "{label}: {}", ratna.chat());
        assert_eq!(world.count("prompt").await, 0, "{label}");
    }
    ratna.taps("Ubah waktu").await;
    ratna.taps("Ketik waktu lain").await;
    ratna.says("/batal").await;
    ratna.says("besok 08.00").await;
    assert_eq!(world.count("draft where fire_at is not null").await, 0);
    ratna.says("/siarkan").await;
    ratna.taps("Buang draf").await;
    ratna.taps("Ya, buang").await;
    assert_eq!((world.count("draft").await, world.count("campaign").await, anna.messages().len()), (0, 0, before));
    assert!(ratna.last().buttons.iter().flatten().any(|button| button.label == "Tulis siaran baru"));
}

#[tokio::test]
async fn two_admins_compose_apart_and_one_loses_the_role_in_the_middle() {
    let world = World::new().await;
    world.linked("Anna", ANNA).await;
    let (ratna, sinta) = (world.admin("Ratna", Role::Admin).await, world.admin("Sinta", Role::Admin).await);
    ratna.composes("Dari Ratna").await;
    sinta.composes("Dari Sinta").await;
    ratna.taps("Kirim …").await;
    sinta.taps("Kirim …").await;
    sql(&world, format!("delete from role_grant where telegram_id = {}", ratna.id)).await;
    ratna.says("1").await;
    sinta.says("1").await;
    assert_eq!(world.count("campaign").await, 1);
    assert_eq!(world.campaign(CampaignId(1)).await.new.title, "Dari Sinta");
    let data = Button::Broadcast(BroadcastButton::Draft).encode();
    assert!(ratna.taps_data(ratna.last().id, &data).await.text.unwrap().contains("tidak berlaku"));
}

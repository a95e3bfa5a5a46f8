//! The demo's page in the hands of whoever plays: its guide, its clock, what it covers, and what it keeps.

use serde_json::{Value, json};

use crate::{
    DESK, PHONE,
    chromium::Chromium,
    demo::Demo,
    page::{Hand, Page},
};

#[tokio::test(flavor = "multi_thread")]
async fn the_page_serves_whoever_plays_on_a_phone() {
    plays("play-phone", PHONE).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_serves_whoever_plays_on_a_desk() {
    plays("play-desk", DESK).await;
}

async fn plays(name: &'static str, size: (u32, u32)) {
    let Some(chromium) = Chromium::find() else { return };
    let demo = Demo::start().await;
    let page = Page::open(chromium.start().await, &demo.url, size, Hand::Pointer, name).await;
    the_guide_makes_room(&page, size).await;
    time_goes_as_far_as_was_tapped(&page).await;
    notes_cover_nothing(&page).await;
    what_is_typed_is_formatted(&demo, &page).await;
    what_is_half_written_is_kept(&page).await;
    the_language_changes_without_a_jump(&page).await;
    people_and_groups_are_found(&page).await;
    page.picture("end").await;
    page.close().await;
    demo.has_no_complaints().await;
    demo.stop().await;
}

/// Open at the first look, never over a step, away for good once it was seen; the clock is at hand without it.
async fn the_guide_makes_room(page: &Page, size: (u32, u32)) {
    let steps = page.text("#intro-body").await;
    assert!((1..=7).all(|n| steps.contains(&format!("{n}. "))), "every step is there: {steps}");
    page.picture("guide").await;
    page.puts_the_guide_away().await;
    for selector in ["#control-status", ".control[data-control='0']"] {
        assert_eq!(at_hand(page, selector).await, json!(true), "{selector}");
    }
    let siti = page.pane("Siti").await;
    let overlap = "
        const guide = document.querySelector('#intro').getBoundingClientRect();
        const pane = document.querySelector(arguments[0]).getBoundingClientRect();
        return guide.width > 0 && guide.right > pane.left + 1 && guide.bottom > pane.top + 1;";
    assert_eq!(page.asks(overlap, json!([format!("#pane-{}", siti.user())])).await, json!(false));
    siti.accepts("Buka tautan pribadi").await;
    siti.shows("Si•• Am••••").await;
    // It was used, and takes no room any more; the pane's menu has it.
    let gone = "return document.querySelector(arguments[0]) === null";
    page.waits("the offer is gone", gone, json!([siti.inside(".chip")])).await;
    siti.press(".pane-head .icon-button").await;
    let again = "return [...document.querySelectorAll('.menu-label')].some((node) => node.textContent === 'Lagi: Buka tautan pribadi')";
    page.waits("it can be repeated", again, json!([])).await;
    siti.press(".pane-head .icon-button").await;
    let height = "return document.querySelector(arguments[0]).clientHeight / innerHeight";
    let share = page.asks(height, json!([siti.inside(".log")])).await.as_f64().unwrap();
    assert!(share > 0.55, "{share} of the window is left for messages at {size:?}");
    page.reloads().await;
    let away = "return document.querySelector('#intro').hidden";
    assert_eq!(page.asks(away, json!([])).await, json!(true), "it was seen already");
}

/// In view, and nothing lies over its middle.
async fn at_hand(page: &Page, selector: &str) -> Value {
    let script = "
        const node = document.querySelector(arguments[0]);
        const box = node.getBoundingClientRect();
        const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
        return box.right <= innerWidth && (node === top || node.contains(top));";
    page.asks(script, json!([selector])).await
}

/// Three taps as fast as they go are three hours, and reminders arrive on the way, at eight in each zone.
async fn time_goes_as_far_as_was_tapped(page: &Page) {
    let ratna = page.pane("Ratna").await;
    ratna.accepts("Kirim kode superadmin").await;
    ratna.shows("Persiapan layanan").await;
    ratna.accepts("Kirim kalender Pilkada 2024").await;
    ratna.shows("Pilkada 2024").await;
    let kind = "return [...document.querySelectorAll(arguments[0])].map((node) => node.textContent).join()";
    let kinds = page.asks(kind, json!([ratna.inside(".document small")])).await;
    assert!(kinds.as_str().unwrap().starts_with("TOML ·"), "{kinds}");
    ratna.taps("Terapkan").await;
    let clock = page.text("#control-status").await;
    assert!(clock.contains("07.3"), "{clock}");
    for _ in 0..3 {
        page.clicks(".control[data-control='0']").await;
    }
    let works = "
        const working = document.querySelector('#control-working');
        const words = document.querySelector('#control-working-text').getBoundingClientRect();
        return !working.hidden && words.width > 60 && words.height > 10 && words.right <= innerWidth
            && working.textContent.includes('pukul 10.3');";
    page.waits("it shows where it is going", works, json!([])).await;
    page.picture("working").await;
    let there = "
        return document.querySelector('#control-working').hidden
            && document.querySelector('#control-status').textContent.includes('pukul 10.3');";
    page.waits_long("it has arrived", there, json!([])).await;
    // The field follows, for whoever wants to choose a moment.
    let field = page.asks("return document.querySelector('.control-moment').value", json!([])).await;
    assert!(field.as_str().unwrap().starts_with("2024-08-26T10:3"), "{field}");
    for name in ["Andi", "Iskandar"] {
        let pane = page.pane(name).await;
        pane.shows("Masa kampanye").await;
        let times = "return [...document.querySelectorAll(arguments[0])].map((node) => node.textContent).pop()";
        let time = page.asks(times, json!([pane.inside(".message.other time")])).await;
        assert_eq!(time, json!("08.00"), "{name}: the hour where they are");
    }
}

/// Hasty taps are one note, and it stands over nothing that is read.
async fn notes_cover_nothing(page: &Page) {
    let siti = page.pane("Siti").await;
    siti.taps("Benar, ini saya").await;
    siti.shows("Akun ini sudah tertaut").await;
    siti.taps("Ikrar saya").await;
    siti.taps("Baca: Ikrar Netralitas ASN").await;
    siti.shows("Pembukaan").await;
    for _ in 0..2 {
        siti.taps("Sudah saya baca").await;
        let quiet = "return document.querySelector(arguments[0]) === null";
        page.waits("the tap is answered", quiet, json!([siti.inside(".inline-button.waiting")])).await;
    }
    siti.toast("Mohon dibaca dahulu").await;
    page.picture("note").await;
    let notes = "return [...document.querySelectorAll(arguments[0])].map((node) => node.textContent)";
    let notes = page.asks(notes, json!([siti.inside(".toast")])).await;
    let notes = notes.as_array().unwrap();
    assert_eq!(notes.len(), 1, "{notes:?}");
    assert!(notes[0].as_str().unwrap().contains('×'), "{notes:?}");
    let covered = "
        const note = document.querySelector(arguments[0]).getBoundingClientRect();
        const log = document.querySelector(arguments[1]).getBoundingClientRect();
        return note.bottom > log.top + 1 && note.top < log.bottom - 1;";
    let places = json!([siti.inside(".toasts"), siti.inside(".log")]);
    assert_eq!(page.asks(covered, places).await, json!(false), "a note lies over the conversation");
}

async fn what_is_typed_is_formatted(demo: &Demo, page: &Page) {
    let budi = page.pane("Budi").await;
    budi.writes("Ini **tebal**, __miring__, ~~coret~~, `kode` dan nama__berkas__ini 1 < 2").await;
    let html = "Ini <b>tebal</b>, <i>miring</i>, <s>coret</s>, <code>kode</code> dan nama__berkas__ini 1 &lt; 2";
    demo.has_message(budi.user(), html).await;
    let drawn = "
        const text = [...document.querySelectorAll(arguments[0])].pop();
        return ['strong', 'em', 's', 'code'].every((tag) => text && text.querySelector(tag));";
    page.waits("it is drawn so", drawn, json!([budi.inside(".message.own .text")])).await;
    // By keys, as in Telegram's clients: what is selected.
    page.types(&budi.inside("textarea"), "Rapat besok pagi").await;
    let select = "document.querySelector(arguments[0]).setSelectionRange(arguments[1], arguments[2])";
    page.asks(select, json!([budi.inside("textarea"), 6, 11])).await;
    page.holds_control('b').await;
    page.asks(select, json!([budi.inside("textarea"), 0, 5])).await;
    page.holds_control('i').await;
    let written = "return document.querySelector(arguments[0]).value";
    let written = page.asks(written, json!([budi.inside("textarea")])).await;
    assert_eq!(written, json!("__Rapat__ **besok** pagi"));
    budi.press(".send-button").await;
    demo.has_message(budi.user(), "<i>Rapat</i> <b>besok</b> pagi").await;
}

async fn what_is_half_written_is_kept(page: &Page) {
    let budi = page.pane("Budi").await;
    page.types(&budi.inside("textarea"), "Belum selesai").await;
    page.reloads().await;
    let budi = page.pane("Budi").await;
    let written =
        page.asks("return document.querySelector(arguments[0]).value", json!([budi.inside("textarea")])).await;
    assert_eq!(written, json!("Belum selesai"));
    page.element_cleared(&budi.inside("textarea")).await;
}

/// Who reads further up goes on reading there, and what the demo itself says changes as well.
async fn the_language_changes_without_a_jump(page: &Page) {
    let budi = page.pane("Budi").await;
    for n in 0..12 {
        budi.writes(&format!("/bantuan {n}")).await;
    }
    // Answers that would say the same are sent once.
    let many = "return document.querySelectorAll(arguments[0]).length > 13";
    page.waits("there is much to read", many, json!([budi.inside(".message")])).await;
    let scroll = "const log = document.querySelector(arguments[0]); log.scrollTop = log.scrollHeight / 2; return true";
    page.asks(scroll, json!([budi.inside(".log")])).await;
    let first = "
        const log = document.querySelector(arguments[0]);
        const top = log.getBoundingClientRect().top;
        const row = [...log.querySelectorAll('.message')].find((row) => row.getBoundingClientRect().bottom > top);
        return [row.dataset.messageId, Math.round(row.getBoundingClientRect().top - top)];";
    let before = page.asks(first, json!([budi.inside(".log")])).await;
    let label = "return document.querySelector(\".control[data-control='0']\").textContent === arguments[0]";
    for words in ["One hour on", "Maju 1 jam"] {
        opens_tools(page).await;
        page.clicks("#language").await;
        page.waits("the controls speak it", label, json!([words])).await;
        let after = page.asks(first, json!([budi.inside(".log")])).await;
        assert_eq!(after[0], before[0], "{words}: another message is at the top");
        let moved = after[1].as_i64().unwrap() - before[1].as_i64().unwrap();
        assert!(moved.abs() <= 4, "{words}: moved by {moved}");
        let note = "return document.querySelector(arguments[0]).textContent === arguments[1]";
        let role = if words == "One hour on" { "Citizen" } else { "Warga" };
        page.waits("notes on people speak it", note, json!([budi.inside(".pane-note"), role])).await;
    }
}

async fn opens_tools(page: &Page) {
    let toggle = "
        const toggle = document.querySelector('#tools-toggle');
        return toggle.checkVisibility() && toggle.getAttribute('aria-expanded') !== 'true';";
    if page.asks(toggle, json!([])).await == json!(true) {
        page.clicks("#tools-toggle").await;
    }
}

/// More people than a list holds are said to be there, and found; a new group moves the one pane that made it.
async fn people_and_groups_are_found(page: &Page) {
    opens_tools(page).await;
    page.clicks("#add-person").await;
    let note = page.text(".dialog .list-note").await;
    assert!(note.contains("200 dari 6"), "{note}");
    page.types(".dialog .find", "Yarangga").await;
    let fewer = "return document.querySelectorAll('.dialog select[name=existing] option').length < 50";
    page.waits("the name is found", fewer, json!([])).await;
    assert_eq!(page.text(".dialog .list-note").await, "");
    page.picture("find").await;
    page.clicks(".dialog .dialog-actions button:not(.primary)").await;

    let budi = page.pane("Budi").await;
    budi.press(".pane-head .icon-button").await;
    let add =
        "[...document.querySelectorAll('.menu-item')].find((one) => one.textContent.startsWith('Buat grup')).click()";
    page.asks(add, json!([])).await;
    page.types(".dialog input[name=title]", "Grup kecil").await;
    let siti = page.pane_id("Siti").await;
    page.clicks(&format!(".dialog input[name=member][value='{siti}']")).await;
    page.clicks(".dialog .dialog-actions .primary").await;
    let moved = "return document.querySelector(`#pane-${arguments[0]}`).dataset.chatId !== arguments[0]";
    page.waits("whoever made it is in it", moved, json!([budi.user()])).await;
    assert_eq!(page.asks(moved, json!([siti])).await, json!(false), "the other one was moved");
}

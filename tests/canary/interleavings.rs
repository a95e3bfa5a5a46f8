//! Someone who holds a role writes a tip and works as an admin, in any order: what they type for the tip is never kept
//! by another room, nor shown to anybody else. Walks are drawn by lot; each can be walked again by its number.
//!
//! `CANARY_WALKS=5000` walks more; `CANARY_WALK=NUMBER` one of them, and prints it.

use std::time::{Duration, Instant};

use chrono::TimeDelta;
use ikrar::{
    access::{Proof, Role, TelegramId, store::standing::list_officials},
    roster::BindingCode,
    telegram::button::{BroadcastButton, Button, TipButton, TriageButton},
    texts::Lang,
    tip::{
        Agency, Id,
        draft::Draft,
        letter,
        store::{
            intake::{self, NewCase, Sealed},
            recipient,
        },
        story::Story,
    },
};
use rand::{RngExt as _, SeedableRng as _, rngs::StdRng, seq::IndexedRandom as _};
use simulator::{Content, MessageView};
use vault::receipt::Receipt;

use crate::{search, world::World};

/// Walks in each of two worlds, and acts in each walk.
const WALKS: u64 = 120;
const ACTS: usize = 24;
/// Walks that once found something.
const REGRESSIONS: [u64; 0] = [];
/// After so many a world is begun anew, so that chats and databases stay small.
const FRESH: u64 = 40;

/// What the person has in mind: whatever they turned to last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mind {
    /// What they type is meant for the tip.
    Tip,
    /// A reply to the reporter of another tip.
    Reply,
    Admin,
}

struct Walk<'w> {
    world: &'w mut World,
    rng: StdRng,
    id: i64,
    /// Nobody else writes it.
    canary: String,
    mind: Mind,
    /// Messages with the canary.
    marked: Vec<i64>,
    /// What was done, for whoever has to understand it.
    acts: Vec<String>,
    seen: Seen,
}

/// That the walks go where it matters.
#[derive(Clone, Copy, Debug, Default)]
struct Seen {
    walks: u64,
    acts: u64,
    canaries: u64,
    /// Typed while a question of another room was open.
    beside_questions: u64,
    doubts: u64,
    affirmed: u64,
    restarts: u64,
    tips: i64,
    /// Answers that were kept, as they should.
    kept: u64,
}

impl Seen {
    fn add(&mut self, other: Self) {
        self.walks += other.walks;
        self.acts += other.acts;
        self.canaries += other.canaries;
        self.beside_questions += other.beside_questions;
        self.doubts += other.doubts;
        self.affirmed += other.affirmed;
        self.restarts += other.restarts;
        self.tips += other.tips;
        self.kept += other.kept;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_typed_for_a_tip_is_kept_by_no_other_room() {
    let began = Instant::now();
    let number = |name: &str| std::env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
    let mut all = Seen::default();
    if let Some(walk) = number("CANARY_WALK") {
        all.add(lane(vec![walk], true).await);
    } else {
        let walks = number("CANARY_WALKS").unwrap_or(2 * WALKS);
        let (even, odd): (Vec<u64>, Vec<u64>) = (1..=walks).partition(|walk| walk % 2 == 0);
        let even: Vec<u64> = REGRESSIONS.into_iter().chain(even).collect();
        let (one, other) = tokio::join!(lane(even, false), lane(odd, false));
        all.add(one);
        all.add(other);
        assert!(all.beside_questions > all.walks / 4, "the walks go past open questions: {all:?}");
        assert!(all.doubts > 20 && all.affirmed > 3 && all.kept > 3, "answers are asked about, and kept: {all:?}");
        assert!(all.tips > 3, "some tips are handed in: {all:?}");
    }
    println!("interleavings: {all:?} in {:.0?}", began.elapsed());
}

/// One world after another.
async fn lane(walks: Vec<u64>, tell: bool) -> Seen {
    let mut seen = Seen::default();
    for some in walks.chunks(FRESH as usize) {
        let mut world = World::new().await;
        world.recipient("Dewi", Agency::Bkpsdm).await;
        world.recipient("Anton", Agency::Bawaslu).await;
        let others: Vec<i64> = world.crowd(3).await;
        let ratna = world.admin("Ratna", Role::Admin).await.id;
        hand_in(&world).await;
        for number in some {
            let mut walk = Walk::begin(&mut world, *number).await;
            let bystanders = [others.as_slice(), &[ratna]].concat();
            for act in 1..=ACTS {
                walk.act().await;
                if act % 4 == 0 || act == ACTS {
                    walk.must_be_clean(*number, &bystanders);
                }
            }
            if tell {
                println!("{}\n{}", walk.acts.join("\n"), walk.world.known(walk.id).chat());
            }
            let done = walk.seen;
            seen.add(done);
        }
        seen.tips += cases(&world).await - 1;
        world.stop().await;
    }
    seen
}

async fn cases(world: &World) -> i64 {
    let count = world.app.tips.db.run(|c| {
        Box::pin(async move { Ok(sqlx::query_scalar::<_, i64>("select count(*) from tip_case").fetch_one(c).await?) })
    });
    count.await.unwrap()
}

/// A tip of somebody else's, to be replied to.
async fn hand_in(world: &World) {
    let receipt = Receipt::generate(&mut rand::rng());
    let derived = receipt.derive(&world.app.tips.salt);
    let (id, day) = (Id::random(), world.today());
    let draft = Draft { story: Story::of("Ada amplop."), agencies: Agency::ALL.to_vec(), ..Draft::new(None) };
    let officials = list_officials(&mut world.app.db.read().await.unwrap()).await.unwrap();
    let insert = world.app.tips.db.run(|c| {
        Box::pin(async move {
            let (envelope, mut copies) = (letter::report(id, &draft, day), Vec::new());
            for agency in Agency::ALL {
                let keys = intake::list_active_keys(c, agency, &officials).await?;
                if !keys.is_empty() {
                    copies.push((agency, envelope.seal(&keys)?));
                }
            }
            let (locator, reply_key) = (derived.locator, derived.identity.public());
            let sealed = Sealed { copies: &copies, digest: envelope.digest()? };
            intake::insert_case(c, &NewCase { id, locator, reply_key: &reply_key, sealed, day }).await?;
            intake::release(c, day).await
        })
    });
    insert.await.unwrap();
}

impl<'w> Walk<'w> {
    /// A superadmin who may receive tips as well.
    async fn begin(world: &'w mut World, number: u64) -> Self {
        let mut rng = StdRng::seed_from_u64(number);
        let receives = rng.random_bool(0.3);
        let letters: String = (0..8).map(|_| char::from(b"bdfgjkqvwxz"[rng.random_range(0..11)])).collect();
        let id = world.admin("Sari", Role::Superadmin).await.id;
        if receives {
            let (account, day, hash) = (TelegramId(id), world.today(), BindingCode::random(&mut rng).hash().0);
            let accept = world.app.tips.db.run(|c| {
                Box::pin(async move {
                    let proof = Proof::command_line();
                    recipient::insert_invitation(c, &proof, Agency::Bkpsdm, "Sari", hash, day).await?;
                    recipient::accept(c, account, Lang::Id, hash, day).await
                })
            });
            accept.await.unwrap();
            world.app.tips.learn_recipients().await.unwrap();
        }
        let canary = format!("kudalumping{letters}");
        let seen = Seen { walks: 1, ..Seen::default() };
        Self { world, rng, id, canary, mind: Mind::Admin, marked: Vec::new(), acts: Vec::new(), seen }
    }

    async fn settle(&self) {
        self.world.sim.settled(Duration::from_secs(60)).await.unwrap();
        // Old buttons may lead to what can no longer be edited or deleted; that is not the question here.
        self.world.sim.clear_refusals();
        self.world.sim.clear_violations();
    }

    fn messages(&self) -> Vec<MessageView> {
        self.world.sim.messages(self.id)
    }

    async fn sends(&mut self, content: Content, marked: bool, what: &str) {
        let open = self.world.count(&format!("prompt where telegram_id = {}", self.id)).await > 0;
        if marked {
            self.seen.canaries += 1;
            self.seen.beside_questions += u64::from(open);
        }
        self.acts.push(format!("{what}{}", if open { " (a question is open)" } else { "" }));
        let id = self.world.sim.send(self.id, self.id, content).unwrap();
        if marked {
            self.marked.push(id);
        }
        self.settle().await;
    }

    async fn says(&mut self, text: &str) {
        self.sends(Content::Text(text.into()), false, text).await;
    }

    async fn act(&mut self) {
        self.seen.acts += 1;
        let newest = self.messages().into_iter().rev().find(|message| message.from_bot);
        let asks = newest.is_some_and(|message| {
            let data = message.buttons.iter().flatten().filter_map(|button| Button::decode(button.data.as_deref()?));
            data.into_iter().any(|button| matches!(button, Button::Answer { .. }))
        });
        if asks && self.rng.random_bool(0.5) {
            return self.decides().await;
        }
        let roll = self.rng.random_range(0..100);
        match (roll, self.mind) {
            (0..=3, _) => {
                self.says("/lapor").await;
                self.mind = Mind::Tip;
            }
            (4..=19, _) => self.taps_tip().await,
            (20..=22, _) => self.writes().await,
            (23..=49, Mind::Tip | Mind::Reply) => self.types_canary().await,
            (23..=49, Mind::Admin) => self.types_answer().await,
            (50..=60, _) => self.is_asked().await,
            (61..=65, _) => self.commands().await,
            (66..=74, _) => self.taps_other().await,
            (75..=76, _) => self.decides().await,
            (77..=82, _) => {
                self.acts.push("restart".into());
                self.seen.restarts += 1;
                self.world.restart().await;
            }
            (83..=90, _) => {
                let minutes = *[1, 5, 14, 16, 31, 61, 121, 49 * 60].choose(&mut self.rng).unwrap();
                self.acts.push(format!("{minutes} minutes pass"));
                self.world.pass(TimeDelta::minutes(minutes));
            }
            (91..=94, _) if !self.marked.is_empty() => self.edits().await,
            (91..=97, Mind::Tip) => {
                self.taps_label("Kirim sekarang").await;
            }
            _ => {
                self.says("/batal").await;
                self.mind = Mind::Admin;
            }
        }
    }

    /// The whole way to the review, as far as it goes.
    async fn writes(&mut self) {
        self.says("/batal").await;
        self.says("/lapor").await;
        self.mind = Mind::Tip;
        if !self.taps_label("Mulai menulis").await || !self.taps_label("Lainnya").await {
            return;
        }
        for _ in 0..3 {
            let text = format!("{} bagian {}", self.canary, self.acts.len());
            self.sends(Content::Text(text), true, "the canary").await;
        }
        for label in ["Lanjut", "Lanjut tanpa bukti", "○ BKPSDM", "Lanjut"] {
            if !self.taps_label(label).await {
                return;
            }
        }
    }

    /// Something of another room that is to be typed.
    async fn is_asked(&mut self) {
        self.says("/siarkan").await;
        self.mind = Mind::Admin;
        self.taps_broadcast().await;
    }

    async fn taps_label(&mut self, label: &str) -> bool {
        let shows = |message: &MessageView| message.buttons.iter().flatten().any(|button| button.label == label);
        let Some(message) = self.messages().into_iter().rev().find(shows) else { return false };
        self.acts.push(format!("taps “{label}”"));
        let tapped = self.world.sim.tap(self.id, self.id, message.id, label).is_ok();
        self.settle().await;
        tapped
    }

    /// Something of the tip, meant so.
    async fn types_canary(&mut self) {
        let text = format!("{} bagian {}", self.canary, self.acts.len());
        let reply = self.mind == Mind::Reply;
        let listening = self
            .world
            .app
            .tips
            .drafts
            .peek(self.world.app.tips.who(self.id), self.world.now(), |desk| desk.is_heard() && desk.is_writing());
        let file = |name: &str, text: &str| Content::Document {
            name: name.into(),
            mime: "text/csv".into(),
            bytes: format!("nama;kode;jenis;jabatan;unit;zona\n{text};X-1;Non-ASN;Staf;Pemda / X;WIB\n").into_bytes(),
            caption: Some(text.to_owned()),
        };
        let photo =
            |text: &str| Content::Photo { bytes: b"\x89PNG\r\n\x1a\n".to_vec(), caption: Some(text.to_owned()) };
        match self.rng.random_range(0..10) {
            6 if !reply => self.sends(photo(&text), true, "a photo with the canary").await,
            7 if !reply => self.sends(file("bukti.csv", &text), true, "a file with the canary").await,
            8 if !reply => {
                self.acts.push("an album with the canary".into());
                let sent = self.world.sim.send_album(self.id, self.id, vec![photo(&text), photo(&text)]).unwrap();
                self.marked.extend(sent);
                self.settle().await;
            }
            // Behind a command only where the tip hears it: a command is meant by whoever sends one.
            9 if listening == Some(true) => {
                self.sends(Content::Text(format!("/angkat {text}")), true, "/angkat with the canary").await;
                self.mind = Mind::Admin;
            }
            _ => self.sends(Content::Text(text), true, "the canary").await,
        }
    }

    async fn types_answer(&mut self) {
        let texts = ["Apel Senin pagi", "5 Oktober 2024", "1", "08.00", "2", "Dinas Pendidikan", "Halo", "3 hari"];
        let text = *texts.choose(&mut self.rng).unwrap();
        self.says(text).await;
    }

    async fn commands(&mut self) {
        let all = ["/siarkan", "/siarkan", "/jadwal", "/impor", "/kode", "/penerima", "/status", "/laporan", "/admin"];
        let text = *all.choose(&mut self.rng).unwrap();
        self.says(text).await;
        self.mind = Mind::Admin;
    }

    /// Buttons that are shown, with what they are.
    fn buttons(&self) -> Vec<(i64, Button)> {
        let messages = self.messages();
        let recent = messages.iter().rev().filter(|message| message.from_bot).take(12);
        let buttons = recent.flat_map(|message| message.buttons.iter().flatten().map(|button| (message.id, button)));
        buttons.filter_map(|(id, button)| Some((id, Button::decode(button.data.as_deref()?)?))).collect()
    }

    async fn taps(&mut self, message: i64, button: &Button) {
        self.acts.push(format!("taps {button:?}"));
        self.world.sim.tap_data(self.id, self.id, message, &button.encode()).unwrap();
        self.settle().await;
    }

    /// Forward as a rule, so that some walks come to the end.
    async fn taps_tip(&mut self) {
        let all: Vec<(i64, Button)> =
            self.buttons().into_iter().filter(|(_, button)| matches!(button, Button::Tip(_))).collect();
        let forward = |button: &Button| {
            !matches!(
                button,
                Button::Tip(
                    TipButton::CancelAsk { .. }
                        | TipButton::Cancel { .. }
                        | TipButton::Back { .. }
                        | TipButton::EraseAsk
                        | TipButton::Erase
                        | TipButton::Vanish
                        | TipButton::Close { .. }
                        | TipButton::Rewrite { .. }
                )
            )
        };
        let onward: Vec<(i64, Button)> = all.iter().filter(|(_, button)| forward(button)).cloned().collect();
        let some = if self.rng.random_bool(0.85) && !onward.is_empty() { onward } else { all };
        // Of the newest screen, mostly.
        let newest = some.first().map(|(message, _)| *message);
        let newest: Vec<(i64, Button)> = some.iter().filter(|(id, _)| Some(*id) == newest).cloned().collect();
        let some = if self.rng.random_bool(0.7) { newest } else { some };
        let Some((message, button)) = some.choose(&mut self.rng).cloned() else {
            self.says("/lapor").await;
            self.mind = Mind::Tip;
            return;
        };
        self.taps(message, &button).await;
        self.mind = if forward(&button) { Mind::Tip } else { Mind::Admin };
    }

    async fn taps_broadcast(&mut self) {
        let asks = [
            BroadcastButton::Write,
            BroadcastButton::Write,
            BroadcastButton::Write,
            BroadcastButton::WhenAsk,
            BroadcastButton::SendAsk,
        ];
        let ask = Button::Broadcast(asks.choose(&mut self.rng).unwrap().clone());
        let Some(message) = self.messages().iter().rev().find(|message| message.from_bot).map(|message| message.id)
        else {
            return;
        };
        self.taps(message, &ask).await;
    }

    /// Of any other room.
    async fn taps_other(&mut self) {
        let others = |button: &Button| {
            // They do not give up their own rights, apply a file that they sent as evidence, or answer here what is asked
            // about a message.
            !matches!(
                button,
                Button::Tip(_)
                    | Button::Answer { .. }
                    | Button::Import { .. }
                    | Button::ImportAsk { .. }
                    | Button::Revoke { .. }
                    | Button::Unlink
                    | Button::Bind(_)
                    | Button::Triage(TriageButton::Retire { .. })
            )
        };
        let all: Vec<(i64, Button)> = self.buttons().into_iter().filter(|(_, button)| others(button)).collect();
        let Some((message, button)) = all.choose(&mut self.rng).cloned() else { return self.commands().await };
        self.taps(message, &button).await;
        self.mind = match button {
            Button::Triage(TriageButton::Reply { .. } | TriageButton::Note { .. }) => Mind::Reply,
            _ => Mind::Admin,
        };
    }

    /// They know of each message what they meant by it.
    async fn decides(&mut self) {
        let asked: Vec<(i64, Button)> =
            self.buttons().into_iter().filter(|(_, button)| matches!(button, Button::Answer { .. })).collect();
        let Some((shown, Button::Answer { message, .. })) = asked.choose(&mut self.rng).cloned() else { return };
        let marked = self.marked.contains(&i64::from(message));
        let yes = !marked && self.rng.random_bool(0.7);
        self.seen.doubts += 1;
        self.seen.affirmed += u64::from(yes);
        let before = self.kept().await;
        self.taps(shown, &Button::Answer { message, yes }).await;
        self.seen.kept += u64::from(yes && self.kept().await > before);
    }

    async fn kept(&self) -> i64 {
        self.world.count(&format!("draft where telegram_id = {} and parts is not null", self.id)).await
    }

    /// Of what they typed for the tip.
    async fn edits(&mut self) {
        let message = *self.marked.choose(&mut self.rng).unwrap();
        self.acts.push("edits a message with the canary".into());
        let text = format!("{} diubah {}", self.canary, self.acts.len());
        // It may have been deleted, or be of a kind without words.
        let _ = self.world.sim.edit(self.id, self.id, message, &text);
        self.settle().await;
    }

    /// Neither the databases nor anybody else's chat know the word.
    fn must_be_clean(&self, number: u64, bystanders: &[i64]) {
        let when = || format!("walk {number}:\n{}\n{}", self.acts.join("\n"), self.world.known(self.id).chat());
        let word = self.canary.as_bytes();
        for source in search::files(&self.world.config.data_dir) {
            assert!(!search::contains(&source.bytes, word), "the word is in {}; {}", source.name, when());
        }
        for other in bystanders {
            let read = self.world.sim.messages(*other).iter().any(|message| message.text.contains(&self.canary));
            assert!(!read, "the word is in the chat of {other}; {}", when());
        }
    }
}

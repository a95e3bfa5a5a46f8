//! Those who hand in tips, what is marked about them, and the steps they take.

use rand::{RngExt as _, SeedableRng as _, rngs::StdRng};
use simulator::{Content, MessageView, NewUser, Simulator};

use crate::{
    encodings::Canary,
    evidence::{self, Marked},
};

/// Someone with a phone.
pub struct Teller {
    pub id: i64,
    pub marks: Marks,
}

/// Words that nobody else uses.
pub struct Marks {
    first: String,
    last: String,
    username: String,
    language: String,
    pub office: String,
    pub occasion: String,
    pub story: String,
    pub second: String,
    pub addition: String,
    pub reply: String,
    captions: [String; 3],
    file_names: [String; 2],
    link: String,
    channel: String,
    photo: Marked,
    picture: Marked,
    document: Marked,
    pub noted: Option<String>,
}

/// Fourteen letters: 26 to the power of 14 others would do as well.
fn word(rng: &mut StdRng) -> String {
    (0..14)
        .map(|at| {
            char::from(if at % 3 == 1 {
                b"aeiou"[rng.random_range(0..5)]
            } else {
                b"bdfgjkqvwxz"[rng.random_range(0..11)]
            })
        })
        .collect()
}

fn capital(word: &str) -> String {
    word[..1].to_uppercase() + &word[1..]
}

impl Marks {
    pub fn of(n: usize) -> Self {
        let mut rng = StdRng::seed_from_u64(0x1234 + n as u64);
        let photo = evidence::jpeg(|| word(&mut rng));
        let picture = evidence::png(|| word(&mut rng));
        let document = evidence::pdf(|| word(&mut rng));
        let mut word = || word(&mut rng);
        Self {
            first: format!("Ž{} & 'Ü'", word()),
            last: format!("{} <{}>", capital(&word()), word()),
            username: format!("{}_{n:03}", word()),
            language: format!("id-x-{}", &word()[..8]),
            office: word(),
            occasion: word(),
            story: word(),
            second: word(),
            addition: word(),
            reply: word(),
            captions: std::array::from_fn(|_| word()),
            file_names: [format!("{} Mäx.png", word()), format!("{} \"9\".pdf", word())],
            link: word(),
            channel: capital(&word()),
            photo,
            picture,
            document,
            noted: None,
        }
    }

    pub fn profile(&self, id: i64) -> NewUser {
        NewUser {
            id: Some(id),
            first_name: self.first.clone(),
            last_name: Some(self.last.clone()),
            username: Some(self.username.clone()),
            language_code: Some(self.language.clone()),
            time_zone: None,
        }
    }

    /// What nobody is meant to get, not even the recipients.
    pub fn hidden(&self) -> Vec<Canary> {
        let mut all = Vec::new();
        all.extend(self.captions.iter().map(|text| Canary::text("caption", text)));
        all.extend(self.file_names.iter().map(|text| Canary::text("file name", text)));
        all.push(Canary::text("link below a word", &self.link));
        all.push(Canary::text("channel that was forwarded from", &self.channel));
        for marked in [&self.photo, &self.picture, &self.document] {
            all.extend(marked.canaries.clone());
        }
        all
    }

    /// What recipients may read, and nobody else.
    pub fn words(&self) -> Vec<Canary> {
        let words = [
            ("word of the office", &self.office),
            ("word of the occasion", &self.occasion),
            ("rare word of the story", &self.story),
            ("word of a forwarded message", &self.second),
            ("word of the addition", &self.addition),
            ("word of the reply", &self.reply),
        ];
        let mut all: Vec<Canary> = words.iter().map(|(name, word)| Canary::text(name, word)).collect();
        all.extend(self.noted.iter().map(|receipt| Canary::text("receipt", receipt)));
        all.extend(self.noted.iter().map(|receipt| Canary::text("receipt without hyphens", &receipt.replace('-', ""))));
        all
    }
}

impl Teller {
    /// Who they are.
    pub fn who(&self) -> Vec<Canary> {
        let marks = &self.marks;
        let instance = (8_000_000_000_000_000_000_i64 - self.id).unsigned_abs();
        vec![
            Canary::account("id of the account", self.id),
            Canary::number("chat_instance", instance),
            Canary::text("first name", &marks.first),
            Canary::text("a part of the first name", marks.first.split(' ').next().unwrap()),
            Canary::text("last name", &marks.last),
            Canary::text("a part of the last name", marks.last.split(' ').next().unwrap()),
            Canary::text("username", &marks.username),
            Canary::text("language code", &marks.language),
        ]
    }

    /// Notes the receipt on screen; gives the group that is to be typed back.
    fn note_receipt(&mut self, messages: &[MessageView]) -> Option<String> {
        let (receipt, text) =
            messages.iter().rev().find_map(|message| Some((receipt_in(message)?, message.text.clone())))?;
        let words = ["pertama", "kedua", "ketiga", "keempat"];
        let at =
            words.iter().position(|word| text.contains(&format!("kelompok {word}"))).expect("a group is asked for");
        let group = receipt.split('-').nth(at).unwrap().to_ascii_lowercase();
        self.marks.noted = Some(receipt);
        Some(group)
    }

    /// Acts as they do at this step; false where the button for it is not shown.
    pub fn acts(&mut self, sim: &Simulator, step: &Step) -> bool {
        let id = self.id;
        let send = |content| sim.send(id, id, content).is_ok();
        match &step.act {
            Act::Say(content) => send(content.clone()),
            Act::Tap(label) => {
                let shows =
                    |message: &MessageView| message.buttons.iter().flatten().any(|button| button.label == *label);
                let Some(message) = sim.messages(id).into_iter().rev().find(shows) else { return false };
                sim.tap(id, id, message.id, label).is_ok()
            }
            Act::TypeGroup => {
                let Some(group) = self.note_receipt(&sim.messages(id)) else { return false };
                send(Content::Text(group))
            }
            Act::TypeReceipt => send(Content::Text(self.receipt())),
        }
    }

    pub fn receipt(&self) -> String {
        self.marks.noted.clone().expect("a receipt was noted")
    }
}

pub fn receipt_in(message: &MessageView) -> Option<String> {
    let is_receipt = |line: &&str| line.len() == 21 && line.split('-').map(str::len).eq([4, 4, 4, 4, 1]);
    message.from_bot.then(|| message.text.lines().find(is_receipt).map(str::to_owned)).flatten()
}

pub enum Act {
    Say(Content),
    Tap(&'static str),
    /// Types back the group of the receipt that is asked for.
    TypeGroup,
    TypeReceipt,
}

pub struct Step {
    pub name: &'static str,
    pub act: Act,
    /// In a text or on a button of the bot once the step is done, and not before.
    pub shows: String,
}

impl Step {
    fn new(name: &'static str, act: Act, shows: &str) -> Self {
        Self { name, act, shows: shows.into() }
    }

    pub fn tap(name: &'static str, label: &'static str, shows: &str) -> Self {
        Self::new(name, Act::Tap(label), shows)
    }

    pub fn is_shown(&self, message: &MessageView) -> bool {
        let on_button = || message.buttons.iter().flatten().any(|button| button.label == self.shows);
        message.from_bot && (message.text.contains(&self.shows) || on_button())
    }
}

fn say(text: &str) -> Act {
    Act::Say(Content::Text(text.into()))
}

impl Marks {
    fn document(name: &str, mime: &str, bytes: &[u8], caption: &str) -> Act {
        Act::Say(Content::Document {
            name: name.into(),
            mime: mime.into(),
            bytes: bytes.into(),
            caption: Some(caption.into()),
        })
    }

    /// From the first word to the receipt that is put away.
    pub fn intake(&self) -> Vec<Step> {
        let formatted = format!(
            "Atasan berkata <b>{}</b>, lihat <a href=\"https://{}.example/x\">di sini</a>.",
            self.story, self.link
        );
        let forwarded =
            Content::Forward { from_channel: self.channel.clone(), text: format!("Teruskan {}", self.second) };
        let photo =
            Act::Say(Content::Photo { bytes: self.photo.bytes.clone(), caption: Some(self.captions[0].clone()) });
        let [_, second, third] = &self.captions;
        let [png, pdf] = &self.file_names;
        vec![
            Step::new("/lapor", say("/lapor"), "Mulai menulis"),
            Step::new("begin", Act::Tap("Mulai menulis"), "Tentang apa laporan ini?"),
            Step::new("violation", Act::Tap("Tekanan atau perintah dari atasan"), "Kantor atau unit mana?"),
            Step::new("office", say(&self.office), "Kapan dan di mana?"),
            Step::new("occasion", say(&self.occasion), "Apa yang terjadi?"),
            Step::new("story", Act::Say(Content::Html(formatted)), &self.story),
            Step::new("forwarded", Act::Say(forwarded), &self.second),
            Step::new("to the evidence", Act::Tap("Lanjut"), "Lanjut tanpa bukti"),
            Step::new("photo", photo, "Hapus berkas-1.jpg"),
            Step::new("picture", Self::document(png, "image/png", &self.picture.bytes, second), "Hapus berkas-2.png"),
            Step::new(
                "document",
                Self::document(pdf, "application/pdf", &self.document.bytes, third),
                "Hapus berkas-3.pdf",
            ),
            Step::new("to the agencies", Act::Tap("Lanjut"), "○ BKPSDM"),
            Step::new("BKPSDM", Act::Tap("○ BKPSDM"), "● BKPSDM"),
            Step::new("Bawaslu", Act::Tap("○ Bawaslu"), "● Bawaslu"),
            Step::new("to the review", Act::Tap("Lanjut"), "Periksa sebelum mengirim"),
            Step::new("submit", Act::Tap("Kirim sekarang"), "hanya ditampilkan sampai ditutup"),
            Step::new("receipt", Act::TypeGroup, "Resi sudah ditutup"),
        ]
    }

    /// The shortest way to a receipt.
    pub fn brief(&self) -> Vec<Step> {
        let mut steps = self.intake();
        steps.retain(|step| !["forwarded", "picture", "document", "Bawaslu"].contains(&step.name));
        steps
    }

    /// Coming back, adding, deleting the traces.
    pub fn return_to(&self, reply: bool) -> Vec<Step> {
        let told = if reply { self.reply.as_str() } else { "Belum ada jawaban" };
        vec![
            Step::new("/cek", say("/cek"), "Ketik resi"),
            Step::new("the receipt", Act::TypeReceipt, told),
            Step::new("add", Act::Tap("Tambah keterangan atau bukti"), "Apa yang ingin ditambahkan?"),
            Step::new("addition", say(&self.addition), &self.addition),
            Step::new("to the addition's evidence", Act::Tap("Lanjut"), "Lanjut tanpa bukti"),
            Step::new("to the addition's review", Act::Tap("Lanjut tanpa bukti"), "disegel dan ditambahkan"),
            Step::new("submit the addition", Act::Tap("Kirim sekarang"), "Keterangan tambahan sudah disegel"),
            Step::new("delete traces", Act::Tap("Hapus jejak"), "Ya, hapus pesannya"),
            Step::new("delete them indeed", Act::Tap("Ya, hapus pesannya"), "sudah dihapus"),
        ]
    }
}

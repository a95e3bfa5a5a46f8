//! What is being written, read or asked just now: in memory only, forgotten after a quarter of an hour.

use std::{
    collections::HashMap,
    hash::{BuildHasher as _, RandomState},
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
};

use chrono::{DateTime, TimeDelta, Utc};
use vault::{clean::Cleaned, key::Identity, receipt::Receipt};
use zeroize::Zeroizing;

pub use super::step::Step;
use super::{
    Agency, Id, Violation, Who,
    step::{ADDITION, NEW},
    story::Story,
};

/// A draft, a receipt on screen and an open case are forgotten when nothing has happened for this long.
pub const IDLE: TimeDelta = TimeDelta::minutes(15);
/// Telegram lets a bot delete messages for this long; until then "hapus jejak" knows them.
const TRAIL: TimeDelta = TimeDelta::hours(48);
/// Files of one tip.
pub const FILES: usize = 6;
/// Bytes of all files of one tip, after cleaning: with its envelope it must still be sent to recipients,
/// and the Bot API takes 50 MB.
pub const BYTES: usize = 30 * 1024 * 1024;
/// Bytes of files in all drafts, on their way and being sealed, so that many at once do not exhaust the memory.
const BYTES_OF_ALL: usize = 512 * 1024 * 1024;
/// People who are remembered at once; beyond, those are dropped who have nothing open.
const REMEMBERED: usize = 20_000;
/// Messages of a trail.
const MESSAGES: usize = 1_000;

/// Characters of what is typed.
pub const OFFICE: usize = 200;
pub const OCCASION: usize = 500;
pub const STORY: usize = 12_000;

/// A case that was opened with its receipt.
pub struct Opened {
    pub case: Id,
    /// Who has it.
    pub agencies: Vec<Agency>,
    /// Opens the replies.
    pub identity: Identity,
}

/// A tip, or an addition to one, that is being written.
pub struct Draft {
    /// Tells the buttons of this draft from those of earlier ones.
    pub number: u32,
    pub step: Step,
    /// The case that this is added to.
    pub adds_to: Option<Opened>,
    pub violation: Option<Violation>,
    pub office: Zeroizing<String>,
    pub occasion: Zeroizing<String>,
    pub story: Story,
    /// The messages that office and occasion were typed in: an edit of one changes the answer.
    pub typed: [Option<i32>; 2],
    /// The last message that could not be taken as it was; edited, it is tried again.
    pub refused: Option<i32>,
    /// Of the review, where the story is long.
    pub page: usize,
    pub files: Vec<Cleaned>,
    /// Files that are being fetched and cleaned.
    pub cleaning: usize,
    pub agencies: Vec<Agency>,
    /// One step is being changed from the review; then back to it.
    pub changing: bool,
}

impl Draft {
    pub fn new(adds_to: Option<Opened>) -> Self {
        let step = if adds_to.is_some() { Step::Story } else { Step::Violation };
        Self {
            number: rand::random(),
            step,
            adds_to,
            violation: None,
            office: Zeroizing::default(),
            occasion: Zeroizing::default(),
            story: Story::default(),
            typed: [None; 2],
            refused: None,
            page: 0,
            files: Vec::new(),
            cleaning: 0,
            agencies: Vec::new(),
            changing: false,
        }
    }

    pub fn steps(&self) -> &'static [Step] {
        if self.adds_to.is_some() { &ADDITION } else { &NEW }
    }

    /// Which step of how many this is, for people.
    pub fn place(&self) -> (usize, usize) {
        let steps = self.steps();
        (steps.iter().position(|step| *step == self.step).unwrap_or_default() + 1, steps.len())
    }

    /// To the next step, or back to the review that this was changed from.
    pub fn advance(&mut self) {
        let steps = self.steps();
        let at = steps.iter().position(|step| *step == self.step).unwrap_or_default();
        self.step = if self.changing { Step::Review } else { steps[(at + 1).min(steps.len() - 1)] };
        self.changing &= self.step != Step::Review;
        (self.page, self.refused) = (0, None);
    }

    /// False at the first step.
    pub fn back(&mut self) -> bool {
        (self.page, self.refused) = (0, None);
        if self.changing {
            (self.step, self.changing) = (Step::Review, false);
            return true;
        }
        let steps = self.steps();
        let at = steps.iter().position(|step| *step == self.step).unwrap_or_default();
        if at > 0 {
            self.step = steps[at - 1];
        }
        at > 0
    }

    /// From the review to one step and back.
    pub fn change(&mut self, step: Step) {
        if self.step == Step::Review && step != Step::Review && self.steps().contains(&step) {
            (self.step, self.changing) = (step, true);
        }
    }

    /// The step whose answer, or a part of it, this message is.
    pub fn step_of(&self, message: i32) -> Option<Step> {
        match self.typed {
            [Some(office), _] if office == message => Some(Step::Office),
            [_, Some(occasion)] if occasion == message => Some(Step::Occasion),
            _ => self.story.has(message).then_some(Step::Story),
        }
    }

    /// Whether the present step is answered, so that one may go on.
    pub fn answered(&self) -> bool {
        match self.step {
            Step::Violation => self.violation.is_some(),
            Step::Office => !self.office.is_empty(),
            Step::Occasion => !self.occasion.is_empty(),
            // What is added may be files alone.
            Step::Story => !self.story.is_empty() || self.adds_to.is_some(),
            Step::Evidence => self.cleaning == 0,
            Step::Agencies => !self.agencies.is_empty(),
            Step::Review => self.is_whole(),
        }
    }

    /// Whether there is enough to be sent.
    pub fn is_whole(&self) -> bool {
        let something = !self.story.is_empty() || !self.files.is_empty();
        let told = self.adds_to.is_some()
            || self.violation.is_some()
                && !self.office.is_empty()
                && !self.occasion.is_empty()
                && !self.story.is_empty()
                && !self.agencies.is_empty();
        something && told && self.cleaning == 0
    }

    pub fn bytes(&self) -> usize {
        self.files.iter().map(|file| file.bytes.len()).sum()
    }
}

/// A receipt that is on screen until four of its characters have been typed back.
pub struct Shown {
    pub receipt: Receipt,
    /// Of the draft it came from, so that the same tap a second time finds it.
    pub number: u32,
    /// Which group is to be typed back, from 0.
    pub group: usize,
}

/// What someone is about.
#[derive(Default)]
pub enum Stage {
    #[default]
    Nothing,
    /// It was forgotten because nothing happened; said once.
    Forgotten,
    Writing(Box<Draft>),
    /// The draft is being sealed and kept.
    Sending,
    Receipt(Box<Shown>),
    /// The next message is a receipt.
    Asked,
    Reading(Box<Opened>),
}

/// What this process remembers of one person.
#[derive(Default)]
pub struct Desk {
    pub stage: Stage,
    /// Whether messages belong to the stage; a command or button of another room turns this off.
    pub listening: bool,
    /// The message with the buttons of the present step.
    pub screen: Option<i32>,
    /// The message or tap that changed something last: a reply that is made again must not do so again.
    acted: Option<String>,
    /// The album whose files came last: they share one screen.
    pub album: Option<String>,
    /// Messages of both sides, to be deleted on wish.
    pub trail: Vec<i32>,
    /// There were more than can be remembered.
    pub trail_is_cut: bool,
    /// What was typed or sent, by its message: an update that changes nothing is none.
    written: HashMap<i32, u64>,
    hasher: RandomState,
    last: Option<i32>,
    touched: Option<DateTime<Utc>>,
}

impl Desk {
    /// Something of a tip is there, or was until it was forgotten.
    pub fn is_open(&self) -> bool {
        !matches!(self.stage, Stage::Nothing)
    }

    /// What is typed now belongs here.
    pub fn is_heard(&self) -> bool {
        self.listening && self.is_open()
    }

    /// There is something to go on with.
    pub fn is_writing(&self) -> bool {
        matches!(self.stage, Stage::Writing(_) | Stage::Sending | Stage::Receipt(_))
    }

    /// Its writer has turned to something else, and will be told no more that it was forgotten.
    pub fn let_go(&mut self) {
        if matches!(self.stage, Stage::Forgotten) {
            self.stage = Stage::Nothing;
        }
    }

    /// Remembers what a message says, without remembering it.
    pub fn note(&mut self, message: i32, says: &str) {
        self.leave_trail(message);
        if self.written.len() < MESSAGES {
            self.written.insert(message, self.hasher.hash_one(says));
        }
        self.last = Some(message);
    }

    pub fn has_noted(&self, message: i32) -> bool {
        self.written.contains_key(&message)
    }

    /// False where it says what it said before.
    pub fn says_anew(&mut self, message: i32, says: &str) -> bool {
        let now = self.hasher.hash_one(says);
        self.written.insert(message, now) != Some(now)
    }

    /// Whether this is the last message that was typed or sent.
    pub fn is_last(&self, message: i32) -> bool {
        self.last == Some(message)
    }

    /// After "hapus jejak".
    pub fn forget_trail(&mut self) {
        (self.trail, self.screen, self.trail_is_cut) = (Vec::new(), None, false);
        (self.written, self.last) = (HashMap::new(), None);
    }

    pub fn set(&mut self, stage: Stage) {
        (self.stage, self.listening) = (stage, true);
    }

    /// The draft with this number, if it is the one being written.
    pub fn draft(&mut self, number: u32) -> Option<&mut Draft> {
        match &mut self.stage {
            Stage::Writing(draft) if draft.number == number => Some(draft),
            _ => None,
        }
    }

    /// False where this message or tap has been acted upon already.
    pub fn acts(&mut self, upon: &str) -> bool {
        let again = self.has_acted(upon);
        self.acted = Some(upon.to_owned());
        !again
    }

    pub fn has_acted(&self, upon: &str) -> bool {
        self.acted.as_deref() == Some(upon)
    }

    pub fn leave_trail(&mut self, message: i32) {
        if self.trail.contains(&message) {
            return;
        }
        match self.trail.len() < MESSAGES {
            true => self.trail.push(message),
            false => self.trail_is_cut = true,
        }
    }

    fn expire(&mut self, now: DateTime<Utc>) {
        let idle = self.touched.map_or(TimeDelta::zero(), |touched| (now - touched).abs());
        if idle >= IDLE && !matches!(self.stage, Stage::Nothing | Stage::Forgotten) {
            self.stage = Stage::Forgotten;
        }
        if idle >= TRAIL {
            *self = Self::default();
        }
    }

    fn is_bare(&self) -> bool {
        matches!(self.stage, Stage::Nothing | Stage::Forgotten)
    }

    fn bytes(&self) -> usize {
        match &self.stage {
            Stage::Writing(draft) => draft.bytes(),
            _ => 0,
        }
    }
}

/// The desks of everyone who has begun something since the start.
#[derive(Default)]
pub struct Drafts {
    desks: Mutex<HashMap<Who, Desk>>,
    /// Bytes that are promised to files on their way and to what is being sealed.
    promised: AtomicUsize,
}

/// Bytes of the memory for files, given back when this is dropped.
pub struct Promised<'a> {
    drafts: &'a Drafts,
    bytes: usize,
}

impl Drop for Promised<'_> {
    fn drop(&mut self) {
        self.drafts.promised.fetch_sub(self.bytes, Ordering::SeqCst);
    }
}

impl Drafts {
    fn lock(&self) -> MutexGuard<'_, HashMap<Who, Desk>> {
        self.desks.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Looks at someone's desk as it is at `now`, and may change it; counts as something happening.
    pub fn with<T>(&self, who: Who, now: DateTime<Utc>, act: impl FnOnce(&mut Desk) -> T) -> T {
        let mut desks = self.lock();
        if desks.len() >= REMEMBERED && !desks.contains_key(&who) {
            desks.retain(|_, desk| !desk.is_bare());
        }
        let desk = desks.entry(who).or_default();
        desk.expire(now);
        desk.touched = Some(now);
        act(desk)
    }

    /// As [`Drafts::with`], for whoever already has a desk; nothing is made and nothing counts as happening.
    pub fn peek<T>(&self, who: Who, now: DateTime<Utc>, look: impl FnOnce(&mut Desk) -> T) -> Option<T> {
        let mut desks = self.lock();
        let desk = desks.get_mut(&who)?;
        desk.expire(now);
        Some(look(desk))
    }

    /// What holds of someone's desk as it was left, whatever the clock says; false where there is none.
    pub fn is(&self, who: Who, look: impl FnOnce(&Desk) -> bool) -> bool {
        self.lock().get(&who).is_some_and(look)
    }

    /// For whoever has a desk, whatever the clock says.
    pub fn leave_trail(&self, who: Who, message: i32) {
        if let Some(desk) = self.lock().get_mut(&who) {
            desk.leave_trail(message);
        }
    }

    /// Forgets what has rested too long. Without it, only the next step of the same person would.
    pub fn sweep(&self, now: DateTime<Utc>) {
        let mut desks = self.lock();
        for desk in desks.values_mut() {
            desk.expire(now);
        }
        desks.retain(|_, desk| desk.touched.is_some());
    }

    /// Memory for so many more bytes of files, beside what is in drafts and promised. None: there is none.
    pub fn promise(&self, bytes: usize) -> Option<Promised<'_>> {
        // Desks stay locked: two who ask at once do not both get the last of it.
        let desks = self.lock();
        let taken = desks.values().map(Desk::bytes).sum::<usize>() + self.promised.load(Ordering::SeqCst);
        if taken + bytes > BYTES_OF_ALL {
            return None;
        }
        self.promised.fetch_add(bytes, Ordering::SeqCst);
        Some(Promised { drafts: self, bytes })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(minutes: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_728_000_000, 0).expect("a moment") + TimeDelta::minutes(minutes)
    }

    const WHO: Who = Who([1; 32]);

    #[test]
    fn a_draft_is_walked_forth_and_back() {
        let mut draft = Draft::new(None);
        assert_eq!(draft.place(), (1, 7));
        assert!(!draft.back());
        for step in &NEW[1..] {
            draft.advance();
            assert_eq!(draft.step, *step);
        }
        draft.advance();
        assert_eq!(draft.step, Step::Review, "there is nothing behind the review");
        draft.change(Step::Office);
        assert_eq!((draft.step, draft.changing), (Step::Office, true));
        draft.advance();
        assert_eq!((draft.step, draft.changing), (Step::Review, false));
        draft.change(Step::Story);
        assert!(draft.back());
        assert_eq!(draft.step, Step::Review);
        assert!(!draft.is_whole(), "an empty one is not sent");
    }

    #[test]
    fn what_rests_is_forgotten_and_said_once() {
        let drafts = Drafts::default();
        drafts.with(WHO, at(0), |desk| desk.set(Stage::Writing(Box::new(Draft::new(None)))));
        assert!(drafts.with(WHO, at(14), |desk| matches!(desk.stage, Stage::Writing(_))));
        assert!(drafts.with(WHO, at(28), |desk| matches!(desk.stage, Stage::Writing(_))), "each step counts");
        drafts.sweep(at(28 + 15));
        assert_eq!(drafts.peek(WHO, at(44), |desk| matches!(desk.stage, Stage::Forgotten)), Some(true));
    }

    #[test]
    fn a_trail_outlives_the_draft_by_two_days() {
        let drafts = Drafts::default();
        drafts.with(WHO, at(0), |desk| desk.leave_trail(7));
        drafts.sweep(at(47 * 60));
        assert_eq!(drafts.peek(WHO, at(47 * 60), |desk| desk.trail.clone()), Some(vec![7]));
        drafts.sweep(at(48 * 60));
        assert_eq!(drafts.peek(WHO, at(48 * 60), |desk| desk.trail.clone()), None, "nothing is left of them");
    }

    #[test]
    fn looking_makes_nobody_known() {
        let drafts = Drafts::default();
        assert_eq!(drafts.peek(WHO, at(0), |_| ()), None);
        assert!(drafts.lock().is_empty());
    }

    #[test]
    fn files_on_their_way_and_in_drafts_share_one_budget() {
        let drafts = Drafts::default();
        let whole = drafts.promise(BYTES_OF_ALL).expect("all of it");
        assert!(drafts.promise(1).is_none());
        drop(whole);
        let ten: Vec<_> = (0..100).map_while(|_| drafts.promise(50 << 20)).collect();
        assert_eq!(ten.len(), 10, "512 MiB");
        drop(ten);
        // A panic gives it back as well.
        let lost = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            let _held = drafts.promise(BYTES_OF_ALL).expect("all of it");
            panic!("in the middle");
        }));
        assert!(lost.is_err() && drafts.promise(BYTES_OF_ALL).is_some());
    }
}

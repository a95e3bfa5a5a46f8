//! A stand-in for Telegram: a strict, stateful Bot API server with faults, limits, a
//! ledger and a web chat. Start it in a test, or run the binary; see the README.
mod api;
mod control;
mod delivery;
mod error;
mod events;
mod faults;
mod handle;
mod html;
mod ledger;
mod limits;
mod options;
mod server;
mod state;
mod text;
mod web;
mod words;

pub use error::{Refusal, Violation};
pub use events::Event;
pub use faults::{Fault, FaultKind, Faults};
pub use handle::{FileInfo, Simulator};
pub use ledger::LedgerEntry;
pub use limits::Limits;
pub use options::{Clock, Content, Control, NewUser, Numbers, Offer, OfferAction, Options, SimError};
pub use server::Recorded;
pub use state::callbacks::CallbackAnswer;
pub use state::model::BotStatus;
pub use state::view::{Button, ContactView, FileView, KeyView, KeyboardView, LocationView, MessageView};
pub use words::{Status, Words};

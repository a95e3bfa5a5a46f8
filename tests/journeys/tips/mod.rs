//! Anonymous tips: handed in by anyone, opened by the chosen recipients alone.

mod beside;
mod closing;
mod edits;
mod guard;
mod intake;
mod purge;
mod recipients;
mod reseal;
mod slots;
mod triage;
mod trouble;

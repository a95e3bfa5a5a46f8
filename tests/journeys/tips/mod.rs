//! Anonymous tips: handed in by anyone, opened by the chosen recipients alone.

mod beside;
mod edits;
mod intake;
mod purge;
mod recipients;
mod reseal;
mod triage;
mod trouble;

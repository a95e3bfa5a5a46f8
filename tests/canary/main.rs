//! The canary suite: hands in tips with marked bytes and searches everything that the bot leaves behind for them.
//! `docs/canaries.md` says what is searched, and what is not.

#![expect(clippy::unwrap_used, reason = "a test fails loudly")]

mod disk;
mod encodings;
mod evidence;
mod faults;
mod interleavings;
mod journey;
mod kills;
mod leaks;
mod mutants;
mod order;
mod panics;
mod people;
mod rules;
mod scene;
mod search;
#[expect(dead_code, reason = "the journeys use more of it")]
#[path = "../journeys/world.rs"]
mod world;

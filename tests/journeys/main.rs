//! Journeys: people walk through the real bot, against the simulator, and we see what they see.

mod access;
mod admin;
mod identity;
mod robustness;
mod sign_pledge;
mod world;

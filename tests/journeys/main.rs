//! Journeys: people walk through the real bot, against the simulator, and we see what they see.

#![expect(clippy::unwrap_used, reason = "a test fails loudly")]

mod access;
mod admin;
mod alarm;
mod broadcast;
mod calendar;
mod campaign;
mod codes;
mod draft;
mod engine;
mod flow;
mod identity;
mod notice;
mod outbox;
mod outside;
mod receipts;
mod reminder;
mod robustness;
mod setup;
mod sign_pledge;
mod tips;
mod words;
mod world;

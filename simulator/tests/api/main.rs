//! Talks to a started simulator over HTTP, as a bot does.
mod kit;
mod messages;
mod polling;

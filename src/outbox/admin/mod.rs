//! Campaigns as admins see them: progress, control, results, the morning summary.

pub mod watch;

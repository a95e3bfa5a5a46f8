//! SQL of drafts.

//! SQL of elections and stages.

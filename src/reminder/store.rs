//! SQL of reminder rules.

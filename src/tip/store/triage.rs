//! SQL of what recipients do with cases.

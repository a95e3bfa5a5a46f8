//! Ikrar.

//! Anonymous tips: sealed to their recipients as soon as they are written.

pub mod manifest;

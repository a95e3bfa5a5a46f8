//! Finding one's way: welcome, help, language, cancel.

pub mod handlers;

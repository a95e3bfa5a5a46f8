//! A Telegram Bot API stand-in.

//! Makes a picture or a document anew, so that nothing is left of who made it, where, and with what.

mod pdf;
mod picture;

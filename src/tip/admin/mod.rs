//! What recipients and those who appoint them see and do.

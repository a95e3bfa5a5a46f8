//! Envelopes: texts and files in one padded ZIP, sealed with age to one or several keys.

//! Keys of recipients: made on their own machine, known by a short fingerprint.

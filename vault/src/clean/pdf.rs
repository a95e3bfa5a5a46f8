//! PDF: what the pages show is written into a new file; everything else stays behind.

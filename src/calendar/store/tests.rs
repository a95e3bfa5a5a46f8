//! Elections in the database: imported, moved, removed.

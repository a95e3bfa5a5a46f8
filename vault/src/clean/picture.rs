//! Pictures: decoded within limits, turned upright, encoded anew.

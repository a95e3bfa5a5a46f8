//! PDF.
pub fn rebuild(_: &[u8]) -> Result<super::Cleaned, super::Refused> {
    Err(super::Refused::Unavailable)
}

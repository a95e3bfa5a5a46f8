//! placeholder
use std::path::PathBuf;
use vault::clean::{Cleaned, Refused};
use zeroize::Zeroizing;
pub struct Cleaner(PathBuf);
impl Cleaner {
    pub fn new(program: PathBuf) -> Self {
        Self(program)
    }
    pub fn of_this_program() -> Self {
        Self("/proc/self/exe".into())
    }
    pub async fn clean(&self, bytes: Zeroizing<Vec<u8>>) -> Result<Cleaned, Refused> {
        let _ = &self.0;
        vault::clean::clean(&bytes)
    }
}

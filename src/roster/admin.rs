//! /impor, /kode, /rekap.
use crate::telegram::Schema;

pub fn schema() -> Schema {
    dptree::filter(|| false)
}

//! /jadwal and what hangs on it; for admins alone.

use super::admin;
use crate::telegram::Schema;

pub fn schema() -> Schema {
    admin::schema()
}

//! Reminder rules in chat, for admins; reached from the election that they belong to.

use super::admin;
pub use super::admin::take_back;
use crate::telegram::Schema;

pub fn schema() -> Schema {
    admin::schema()
}

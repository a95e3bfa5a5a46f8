//! The branches that features build their part of the tree from: by chat, role, command and button.

use super::{
    Schema,
    access::Caller,
    command::{Command, Invocation},
    reply::Tap,
};
use crate::access::Role;

/// A branch for private chats only.
pub fn private() -> Schema {
    dptree::filter(|caller: Caller| caller.private)
}

/// A branch for those who hold at least this role, in private. The store asks again.
pub fn role(least: Role) -> Schema {
    dptree::filter(move |caller: Caller| caller.private && caller.role.is_some_and(|role| role >= least))
}

/// A branch for people bound to the roster; hands the person on.
pub fn linked() -> Schema {
    private().filter_map(|caller: Caller| caller.person)
}

/// Messages that are this command, from someone who may use it.
pub fn command(wanted: Command) -> Schema {
    invoked().filter(move |invocation: Invocation| invocation.command == wanted)
}

/// Commands, whichever.
pub fn invoked() -> Schema {
    dptree::filter_map(|invocation: Option<Invocation>| invocation)
}

/// Taps, whatever their data.
pub fn tap() -> Schema {
    dptree::filter_map(|tap: Option<Tap>| tap)
}

/// Taps on a button of ours; hands on the tap and the button.
pub fn tapped() -> Schema {
    tap().filter_map(|tap: Tap| tap.button())
}

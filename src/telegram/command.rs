//! The commands: one table that the menu, the help, the schema and the tests read.

use teloxide::types::{Update, UpdateKind};

use super::access::Caller;
use crate::{access::Role, app::App, msg, texts::Message, tip};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    Start,
    Pledge,
    Status,
    CheckReceipt,
    Language,
    Help,
    Cancel,
    Unlink,
    Claim,
    Import,
    Codes,
    Recap,
    Schedule,
    Broadcast,
    Notices,
    Admins,
    Appoint,
    Report,
    CheckTip,
    Cases,
    Recipients,
    Setup,
}

/// Who may use a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    Anyone,
    Linked,
    Role(Role),
    /// Whoever receives tips.
    Recipient,
}

/// What someone is to the bot, as far as commands ask.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    pub linked: bool,
    pub role: Option<Role>,
    pub recipient: bool,
}

impl Command {
    pub const ALL: [Command; 22] = [
        Command::Pledge,
        Command::Status,
        Command::Notices,
        Command::Report,
        Command::CheckTip,
        Command::Cases,
        Command::CheckReceipt,
        Command::Schedule,
        Command::Broadcast,
        Command::Import,
        Command::Codes,
        Command::Recap,
        Command::Admins,
        Command::Appoint,
        Command::Recipients,
        Command::Setup,
        Command::Unlink,
        Command::Language,
        Command::Help,
        Command::Cancel,
        Command::Start,
        Command::Claim,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Command::Start => "start",
            Command::Pledge => "ikrar",
            Command::Status => "status",
            Command::CheckReceipt => "cek_tanda",
            Command::Language => "bahasa",
            Command::Help => "bantuan",
            Command::Cancel => "batal",
            Command::Unlink => "lepas",
            Command::Claim => "klaim",
            Command::Import => "impor",
            Command::Codes => "kode",
            Command::Recap => "rekap",
            Command::Schedule => "jadwal",
            Command::Broadcast => "siarkan",
            Command::Notices => "pesan",
            Command::Admins => "admin",
            Command::Appoint => "angkat",
            Command::Report => "lapor",
            Command::CheckTip => "cek",
            Command::Cases => "laporan",
            Command::Recipients => "penerima",
            Command::Setup => "persiapan",
        }
    }

    /// `/lepas` serves both a linked person and an admin; the handler tells them apart.
    pub fn who(self) -> &'static [Who] {
        match self {
            Command::Unlink => &[Who::Linked, Who::Role(Role::Admin)],
            Command::Notices => &[Who::Linked],
            Command::Import | Command::Codes | Command::Recap | Command::Schedule | Command::Broadcast => {
                &[Who::Role(Role::Admin)]
            }
            Command::Admins | Command::Appoint | Command::Recipients | Command::Setup => &[Who::Role(Role::Superadmin)],
            Command::Cases => &[Who::Recipient],
            _ => &[Who::Anyone],
        }
    }

    /// Whether the menu of this caller shows it. A stranger may type /ikrar and is told what to do
    /// first, but is not offered it; /klaim is known to those who were given a code.
    pub fn in_menu(self, standing: Standing) -> bool {
        match self {
            Command::Claim => false,
            Command::Pledge | Command::Status | Command::Cancel => {
                standing.linked || (self == Command::Cancel && standing.role.is_some())
            }
            _ => self.allowed(standing),
        }
    }

    pub fn allowed(self, standing: Standing) -> bool {
        self.who().iter().any(|who| match who {
            Who::Anyone => true,
            Who::Linked => standing.linked,
            Who::Role(least) => standing.role.is_some_and(|role| role >= *least),
            Who::Recipient => standing.recipient,
        })
    }

    /// As it says what the caller can do with it.
    pub fn description(self, standing: Standing) -> Message {
        match self {
            Command::Start => msg!("command-start"),
            Command::Pledge => msg!("command-ikrar"),
            Command::Status => msg!("command-status"),
            Command::CheckReceipt => msg!("command-cek-tanda"),
            Command::Language => msg!("command-bahasa"),
            Command::Help => msg!("command-bantuan"),
            Command::Cancel => msg!("command-batal"),
            Command::Unlink if standing.role.is_none() => msg!("command-lepas"),
            Command::Unlink if standing.linked => msg!("command-lepas-both"),
            Command::Unlink => msg!("command-lepas-admin"),
            Command::Claim => msg!("command-klaim"),
            Command::Import => msg!("command-impor"),
            Command::Codes => msg!("command-kode"),
            Command::Recap => msg!("command-rekap"),
            Command::Schedule => msg!("command-jadwal"),
            Command::Broadcast => msg!("command-siarkan"),
            Command::Notices => msg!("command-pesan"),
            Command::Admins => msg!("command-admin"),
            Command::Appoint => msg!("command-angkat"),
            Command::Report => msg!("command-lapor"),
            Command::CheckTip => msg!("command-cek"),
            Command::Cases => msg!("command-laporan"),
            Command::Recipients => msg!("command-penerima"),
            Command::Setup => msg!("command-persiapan"),
        }
    }

    fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|command| command.name().eq_ignore_ascii_case(name))
    }
}

/// A command as someone wrote it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invocation {
    pub command: Command,
    /// What follows, trimmed; empty where nothing does.
    pub argument: String,
}

impl Invocation {
    /// `None` where the text is no command of ours, or is addressed to another bot.
    pub fn parse(text: &str, username: &str) -> Option<Self> {
        let (head, argument) = text.trim().split_once(char::is_whitespace).unwrap_or((text.trim(), ""));
        let name = head.strip_prefix('/')?;
        let name = match name.split_once('@') {
            Some((name, bot)) if bot.eq_ignore_ascii_case(username) => name,
            Some(_) => return None,
            None => name,
        };
        Some(Self { command: Command::parse(name)?, argument: argument.trim().to_owned() })
    }
}

impl Invocation {
    /// /lapor, or the link that stands for it.
    pub fn is_of_report(&self) -> bool {
        match self.command {
            Command::Report => true,
            Command::Start => self.argument.eq_ignore_ascii_case(tip::handlers::LINK),
            _ => false,
        }
    }

    /// Of whoever hands in a tip, comes back to one or receives them: nothing of it may reach the people
    /// database.
    pub fn is_of_tips(&self) -> bool {
        self.is_of_report() || matches!(self.command, Command::CheckTip | Command::Cases)
    }
}

/// The command in this update that this caller may use. Looked for once, not by every branch.
pub fn invocation(app: &App, update: &Update, caller: &Caller) -> Option<Invocation> {
    let UpdateKind::Message(message) = &update.kind else { return None };
    let invocation = Invocation::parse(message.text()?, &app.username)?;
    invocation.command.allowed(caller.standing()).then_some(invocation)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_is_read_with_and_without_the_bots_name() {
        let read = |text| Invocation::parse(text, "ikrar_bot").map(|i| (i.command, i.argument));
        assert_eq!(read("/start ABC"), Some((Command::Start, "ABC".into())));
        assert_eq!(read("/Cek_Tanda@Ikrar_Bot  IKR-1 "), Some((Command::CheckReceipt, "IKR-1".into())));
        assert_eq!(read("/start@other_bot"), None);
        assert_eq!(read("start"), None);
        assert_eq!(read("/tidakada"), None);
        assert_eq!(read(""), None);
    }

    #[test]
    fn menus_grow_with_the_role() {
        let menu = |linked, role, recipient| {
            Command::ALL.into_iter().filter(|c| c.in_menu(Standing { linked, role, recipient })).count()
        };
        assert!(menu(false, None, false) < menu(true, None, false));
        assert!(menu(false, None, false) < menu(false, None, true));
        assert!(menu(true, None, false) < menu(true, Some(Role::Admin), false));
        assert!(menu(true, Some(Role::Admin), false) < menu(true, Some(Role::Superadmin), false));
    }
}

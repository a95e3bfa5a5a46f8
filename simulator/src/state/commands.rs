//! `setMyCommands` per scope and language, and whose menu shows which list.
use std::collections::HashMap;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scope {
    Default,
    AllPrivateChats,
    AllGroupChats,
    AllChatAdministrators,
    Chat(i64),
    ChatAdministrators(i64),
    ChatMember(i64, i64),
}

type List = Vec<(String, String)>;

#[derive(Debug, Default)]
pub struct Commands {
    lists: HashMap<(Scope, String), List>,
}

/// Whose menu is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Viewer {
    pub chat: i64,
    pub user: i64,
    pub private: bool,
    pub administrator: bool,
}

impl Commands {
    /// An empty list deletes, as Telegram has it.
    pub fn set(&mut self, scope: Scope, language: &str, list: List) {
        let key = (scope, language.to_owned());
        if list.is_empty() {
            self.lists.remove(&key);
        } else {
            self.lists.insert(key, list);
        }
    }

    /// What was set for exactly this scope and language.
    pub fn get(&self, scope: Scope, language: &str) -> &[(String, String)] {
        self.lists.get(&(scope, language.to_owned())).map_or(&[], Vec::as_slice)
    }

    /// The first list that exists, from the narrowest scope to the widest; within a scope
    /// the viewer's language before the list for all languages.
    pub fn shown(&self, viewer: Option<Viewer>, language: &str) -> &[(String, String)] {
        let mut scopes = Vec::with_capacity(7);
        match viewer {
            Some(v) if v.private => scopes.extend([Scope::Chat(v.chat), Scope::AllPrivateChats]),
            Some(v) => {
                scopes.push(Scope::ChatMember(v.chat, v.user));
                if v.administrator {
                    scopes.push(Scope::ChatAdministrators(v.chat));
                }
                scopes.push(Scope::Chat(v.chat));
                if v.administrator {
                    scopes.push(Scope::AllChatAdministrators);
                }
                scopes.push(Scope::AllGroupChats);
            }
            None => {}
        }
        scopes.push(Scope::Default);
        for scope in scopes {
            for language in [language, ""] {
                let list = self.get(scope, language);
                if !list.is_empty() {
                    return list;
                }
            }
        }
        &[]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(name: &str) -> List {
        vec![(name.to_owned(), name.to_owned())]
    }

    #[test]
    fn the_narrowest_scope_wins_then_the_language() {
        let mut c = Commands::default();
        c.set(Scope::Default, "", list("default"));
        c.set(Scope::Default, "id", list("default_id"));
        c.set(Scope::AllPrivateChats, "", list("private"));
        c.set(Scope::Chat(5), "", list("chat"));
        c.set(Scope::AllChatAdministrators, "", list("admins"));
        c.set(Scope::ChatMember(-1, 5), "", list("member"));
        let private = |chat| Some(Viewer { chat, user: chat, private: true, administrator: false });
        let group = |user, administrator| Some(Viewer { chat: -1, user, private: false, administrator });
        let name = |viewer, language| c.shown(viewer, language)[0].0.clone();
        assert_eq!(name(private(5), "id"), "chat");
        assert_eq!(name(private(6), "id"), "private");
        assert_eq!(name(group(5, true), ""), "member");
        assert_eq!(name(group(6, true), ""), "admins");
        assert_eq!(name(group(6, false), "id"), "default_id");
        assert_eq!(name(None, "en"), "default");
    }

    #[test]
    fn an_empty_list_deletes() {
        let mut c = Commands::default();
        c.set(Scope::Default, "", list("x"));
        c.set(Scope::Default, "", vec![]);
        assert!(c.shown(None, "").is_empty());
    }
}

//! What a document holds beside its pages: only looked at, to say afterwards what is gone.

use lopdf::{Dictionary, Object};

use super::copier::Copier;
use crate::clean::Removed;

impl Copier<'_> {
    pub(super) fn survey(&mut self, catalog: &Dictionary, bytes: &[u8]) {
        if self.source.trailer.get(b"Info").is_ok_and(|info| self.dict(info).is_some_and(|info| !info.is_empty())) {
            self.found.insert(Removed::Author);
        }
        if self.source.revision_count() > 1 {
            self.found.insert(Removed::Earlier);
        }
        if !bytes.starts_with(b"%PDF-") || after_end(bytes) {
            self.found.insert(Removed::Trailing);
        }
        for (key, what) in [
            (b"Outlines".as_slice(), Removed::Structure),
            (b"StructTreeRoot", Removed::Structure),
            (b"Threads", Removed::Structure),
            (b"Collection", Removed::Attachments),
            (b"AF", Removed::Attachments),
            (b"AA", Removed::Scripts),
            (b"AcroForm", Removed::Forms),
            (b"Perms", Removed::Signatures),
            (b"DSS", Removed::Signatures),
        ] {
            if catalog.has(key) {
                self.found.insert(what);
            }
        }
        self.note_structure(catalog);
        if let Some(action) = self.get_dict(catalog, b"OpenAction")
            && (action.has(b"JS") || self.get_name(action, b"S").is_some_and(|kind| kind != b"GoTo"))
        {
            self.found.insert(Removed::Scripts);
        }
        if let Some(names) = self.get_dict(catalog, b"Names") {
            for (key, what) in [(b"EmbeddedFiles".as_slice(), Removed::Attachments), (b"JavaScript", Removed::Scripts)]
            {
                if names.has(key) {
                    self.found.insert(what);
                }
            }
        }
    }

    /// Whether the pages only say "please wait", and a program inside makes the real ones.
    pub(super) fn is_dynamic_form(&self, catalog: &Dictionary) -> bool {
        let form = self.get_dict(catalog, b"AcroForm").is_some_and(|form| form.has(b"XFA"));
        form && matches!(self.get(catalog, b"NeedsRendering"), Some(Object::Boolean(true)))
    }
}

/// Whether more than white space follows the last end mark.
fn after_end(bytes: &[u8]) -> bool {
    const MARK: &[u8] = b"%%EOF";
    let end = bytes.windows(MARK.len()).rposition(|five| five == MARK).map(|at| at + MARK.len());
    end.is_some_and(|end| bytes[end..].iter().any(|byte| !byte.is_ascii_whitespace() && *byte != 0))
}

//! Optional content: what is switched off when the document opens is not shown, so it is not copied.

use std::collections::HashSet;

use lopdf::{Dictionary, Document, Object, ObjectId};

/// The layers that are off at first.
#[derive(Debug, Default)]
pub(super) struct Layers {
    off: HashSet<ObjectId>,
}

impl Layers {
    pub(super) fn of(source: &Document, catalog: &Dictionary) -> Self {
        let dict =
            |object: &Object| source.dereference(object).ok().and_then(|(_, object)| object.as_dict().ok().cloned());
        let array = |dict: &Dictionary, key: &[u8]| -> Vec<ObjectId> {
            let found = dict.get(key).ok().and_then(|object| source.dereference(object).ok());
            let found = found.and_then(|(_, object)| object.as_array().ok());
            found.into_iter().flatten().filter_map(|one| one.as_reference().ok()).collect()
        };
        let Some(properties) = catalog.get(b"OCProperties").ok().and_then(dict) else { return Self::default() };
        let state = properties.get(b"D").ok().and_then(dict).unwrap_or_default();
        let mut off = HashSet::new();
        if state.get(b"BaseState").and_then(Object::as_name).is_ok_and(|base| base == b"OFF") {
            off.extend(array(&properties, b"OCGs"));
            for on in array(&state, b"ON") {
                off.remove(&on);
            }
        }
        off.extend(array(&state, b"OFF"));
        Self { off }
    }

    /// Whether a value of `OC`, or a property list of marked content, says that this is not shown.
    pub(super) fn hide(&self, source: &Document, value: &Object) -> bool {
        if self.off.is_empty() {
            return false;
        }
        if let Object::Reference(id) = value
            && self.off.contains(id)
        {
            return true;
        }
        let Ok((_, Object::Dictionary(membership))) = source.dereference(value) else { return false };
        let Ok(groups) = membership.get(b"OCGs") else { return false };
        let one = std::slice::from_ref(groups);
        let groups = match source.dereference(groups) {
            Ok((_, Object::Array(groups))) => groups.as_slice(),
            _ => one,
        };
        let mut states = groups.iter().filter_map(|group| group.as_reference().ok()).map(|id| !self.off.contains(&id));
        if groups.iter().all(|group| group.as_reference().is_err()) {
            return false;
        }
        let shown = match membership.get(b"P").and_then(Object::as_name) {
            Ok(b"AllOn") => states.all(|on| on),
            Ok(b"AnyOff") => states.any(|on| !on),
            Ok(b"AllOff") => states.all(|on| !on),
            _ => states.any(|on| on),
        };
        !shown
    }
}

//! The new document as it grows: what was copied already, and what may still be copied.

use std::collections::{BTreeMap, HashMap};

use lopdf::{Dictionary, Document, Object, ObjectId};

use super::layers::Layers;
use crate::clean::{Found, Limits, Refused};

pub(super) type Outcome<T> = Result<T, Refused>;

/// As what an object is copied: the same one may serve as several, each with its own whitelist.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Role {
    /// With the number of the resources that it borrows, or 0 for one with its own.
    Form(u32),
    Pattern(u32),
    Image,
    Font(u32),
    Shading,
    GraphicsState,
    Function,
    ColorTable,
    Program,
    CharacterMap,
    GlyphMap,
    Jbig2Globals,
}

/// Copies, object by object, from one document to another.
pub(super) struct Copier<'a> {
    pub source: &'a Document,
    pub layers: Layers,
    pub found: Found,
    pub objects: BTreeMap<ObjectId, Object>,
    made: HashMap<(ObjectId, Role), Made>,
    unpacked: usize,
    depth: usize,
    contexts: u32,
}

#[derive(Clone, Copy)]
enum Made {
    /// Being copied: whoever meets it again stands within it.
    Underway,
    As(ObjectId),
    Nothing,
}

/// What a value of a whitelisted key may be.
#[derive(Clone, Copy)]
pub(super) enum Plain {
    Number,
    /// Numbers in arrays, three deep at most.
    Numbers,
    Bool,
    /// One of these names.
    Word(&'static [&'static str]),
}

impl<'a> Copier<'a> {
    pub(super) fn new(source: &'a Document, layers: Layers) -> Self {
        Self {
            source,
            layers,
            found: Found::new(),
            objects: BTreeMap::new(),
            made: HashMap::new(),
            unpacked: 0,
            depth: 0,
            contexts: 0,
        }
    }

    /// Follows references, not for ever. Nothing and null are the same.
    pub(super) fn resolve<'o>(&self, object: &'o Object) -> Option<&'o Object>
    where
        'a: 'o,
    {
        let mut object = object;
        for _ in 0..Limits::DEPTH {
            match object {
                Object::Reference(id) => object = self.source.objects.get(id)?,
                Object::Null => return None,
                found => return Some(found),
            }
        }
        None
    }

    pub(super) fn get<'o>(&self, dict: &'o Dictionary, key: &[u8]) -> Option<&'o Object>
    where
        'a: 'o,
    {
        self.resolve(dict.get(key).ok()?)
    }

    pub(super) fn get_dict<'o>(&self, dict: &'o Dictionary, key: &[u8]) -> Option<&'o Dictionary>
    where
        'a: 'o,
    {
        self.dict(dict.get(key).ok()?)
    }

    /// A dictionary, or that of a stream.
    pub(super) fn dict<'o>(&self, object: &'o Object) -> Option<&'o Dictionary>
    where
        'a: 'o,
    {
        match self.resolve(object)? {
            Object::Dictionary(dict) => Some(dict),
            Object::Stream(stream) => Some(&stream.dict),
            _ => None,
        }
    }

    pub(super) fn get_name<'o>(&self, dict: &'o Dictionary, key: &[u8]) -> Option<&'o [u8]>
    where
        'a: 'o,
    {
        self.get(dict, key)?.as_name().ok()
    }

    pub(super) fn get_number(&self, dict: &Dictionary, key: &[u8]) -> Option<i64> {
        match self.get(dict, key)? {
            Object::Integer(number) => Some(*number),
            // Saturates.
            Object::Real(number) => Some(*number as i64),
            _ => None,
        }
    }

    /// Numbers of an array; `None` if one of them is none.
    pub(super) fn get_numbers(&self, dict: &Dictionary, key: &[u8]) -> Option<Vec<f32>> {
        let array = self.get(dict, key)?.as_array().ok()?;
        array.iter().map(|number| self.resolve(number)?.as_float().ok()).collect()
    }

    /// Copies those of these keys that are as they should be.
    pub(super) fn keep(&self, from: &Dictionary, to: &mut Dictionary, keys: &[(&'static str, Plain)]) {
        for (key, plain) in keys {
            let value = self.get(from, key.as_bytes()).and_then(|value| self.plain(value, *plain));
            if let Some(value) = value {
                to.set(*key, value);
            }
        }
    }

    fn plain(&self, object: &Object, plain: Plain) -> Option<Object> {
        match (plain, object) {
            (Plain::Number, Object::Integer(_)) | (Plain::Bool, Object::Boolean(_)) => Some(object.clone()),
            (Plain::Number, Object::Real(number)) if number.is_finite() => Some(object.clone()),
            (Plain::Numbers, Object::Array(_)) => self.numbers(object, 3),
            (Plain::Word(known), Object::Name(name)) => {
                known.iter().any(|word| word.as_bytes() == name).then(|| object.clone())
            }
            _ => None,
        }
    }

    fn numbers(&self, object: &Object, depth: usize) -> Option<Object> {
        match self.resolve(object)? {
            Object::Array(array) if depth > 0 => {
                array.iter().map(|one| self.numbers(one, depth - 1)).collect::<Option<_>>().map(Object::Array)
            }
            Object::Array(_) => None,
            number => self.plain(number, Plain::Number),
        }
    }

    /// Copies what a reference points to, once for each role; what is written in place is copied in place, except
    /// streams, which only exist behind references.
    pub(super) fn shared(
        &mut self,
        role: Role,
        object: &Object,
        copy: impl FnOnce(&mut Self, &Object) -> Outcome<Option<Object>>,
    ) -> Outcome<Option<Object>> {
        let Some(resolved) = self.resolve(object) else { return Ok(None) };
        let Object::Reference(id) = object else {
            return match self.deeper(|copier| copy(copier, resolved))? {
                Some(stream @ Object::Stream(_)) => self.add(stream).map(Some),
                copied => Ok(copied),
            };
        };
        match self.made.get(&(*id, role)) {
            Some(Made::As(made)) => return Ok(Some(Object::Reference(*made))),
            // What would draw itself draws nothing instead, so that no circle reaches the new document.
            Some(Made::Underway | Made::Nothing) => return Ok(None),
            None => {}
        }
        self.made.insert((*id, role), Made::Underway);
        let (made, reference) = match self.deeper(|copier| copy(copier, resolved))? {
            Some(copied) => {
                let new = self.reserve()?;
                self.objects.insert(new, copied);
                (Made::As(new), Some(Object::Reference(new)))
            }
            None => (Made::Nothing, None),
        };
        self.made.insert((*id, role), made);
        Ok(reference)
    }

    /// Adds an object of its own.
    pub(super) fn add(&mut self, object: Object) -> Outcome<Object> {
        let id = self.reserve()?;
        self.objects.insert(id, object);
        Ok(Object::Reference(id))
    }

    /// A number for an object that comes later.
    pub(super) fn reserve(&mut self) -> Outcome<ObjectId> {
        if self.objects.len() >= Limits::WRITTEN {
            return Err(Refused::TooComplex);
        }
        let number = u32::try_from(self.objects.len() + 1).map_err(|_| Refused::TooComplex)?;
        self.objects.insert((number, 0), Object::Null);
        Ok((number, 0))
    }

    /// One level down, within bounds: nothing recurses but through here.
    pub(super) fn deeper<T>(&mut self, step: impl FnOnce(&mut Self) -> Outcome<T>) -> Outcome<T> {
        if self.depth >= Limits::DEPTH {
            return Err(Refused::TooComplex);
        }
        self.depth += 1;
        let outcome = step(self);
        self.depth -= 1;
        outcome
    }

    pub(super) fn unpacked(&self) -> usize {
        self.unpacked
    }

    pub(super) fn count_unpacked(&mut self, bytes: usize) -> Outcome<()> {
        self.unpacked = self.unpacked.saturating_add(bytes);
        if bytes > Limits::STREAM || self.unpacked > Limits::UNPACKED {
            return Err(Refused::TooComplex);
        }
        Ok(())
    }

    /// A number for resources that others may borrow.
    pub(super) fn new_context(&mut self) -> u32 {
        self.contexts += 1;
        self.contexts
    }
}

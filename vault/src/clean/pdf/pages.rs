//! The page tree: found without trusting it, and written flat.

use std::collections::HashSet;

use lopdf::{Dictionary, Object, ObjectId};

use super::{
    copier::{Copier, Outcome, Plain},
    resources::{Names, Resources},
    stream::pack,
};
use crate::clean::{Limits, Refused, Removed};

/// Kids of one node beside the pages themselves: empty nodes.
const NODES: usize = 4 * Limits::PAGES;

const INHERITED: [&[u8]; 4] = [b"MediaBox", b"CropBox", b"Rotate", b"Resources"];

/// A page with what it inherits.
struct Page<'a> {
    dict: &'a Dictionary,
    inherited: [Option<&'a Object>; 4],
}

impl<'a> Page<'a> {
    fn get(&self, at: usize) -> Option<&'a Object> {
        self.dict.get(INHERITED[at]).ok().or(self.inherited[at])
    }
}

impl<'a> Copier<'a> {
    /// Copies all pages; gives the new root of their tree and their number.
    pub(super) fn pages(&mut self, catalog: &'a Dictionary) -> Outcome<(ObjectId, usize)> {
        let found = self.find_pages(catalog)?;
        if found.is_empty() {
            return Err(Refused::Broken);
        }
        let root = self.reserve()?;
        let mut kids = Vec::with_capacity(found.len());
        for page in &found {
            let mut copied = self.page(page)?;
            copied.set("Parent", root);
            kids.push(self.add(copied.into())?);
        }
        let mut tree = Dictionary::new();
        tree.set("Type", "Pages");
        tree.set("Count", i64::try_from(kids.len()).unwrap_or(i64::MAX));
        tree.set("Kids", kids);
        self.objects.insert(root, tree.into());
        Ok((root, found.len()))
    }

    /// Depth first, with a stack of its own, each node once.
    fn find_pages(&mut self, catalog: &'a Dictionary) -> Outcome<Vec<Page<'a>>> {
        let mut pages = Vec::new();
        let mut seen: HashSet<ObjectId> = HashSet::new();
        let mut nodes = 0;
        let mut waiting = vec![(catalog.get(b"Pages").unwrap_or(&Object::Null), [None; 4], 0)];
        while let Some((object, inherited, depth)) = waiting.pop() {
            if let Object::Reference(id) = object
                && !seen.insert(*id)
            {
                continue;
            }
            let Some(dict) = self.dict(object) else { continue };
            nodes += 1;
            if depth > Limits::TREE || nodes > NODES {
                return Err(Refused::TooComplex);
            }
            match self.get(dict, b"Kids") {
                Some(Object::Array(kids)) => {
                    let node = Page { dict, inherited };
                    let inherited = [0, 1, 2, 3].map(|at| node.get(at));
                    waiting.extend(kids.iter().rev().map(|kid| (kid, inherited, depth + 1)));
                }
                _ => pages.push(Page { dict, inherited }),
            }
            if pages.len() > Limits::PAGES {
                return Err(Refused::TooManyPages);
            }
        }
        Ok(pages)
    }

    fn page(&mut self, page: &Page<'a>) -> Outcome<Dictionary> {
        let mut copied = Dictionary::new();
        copied.set("Type", "Page");
        for (at, key) in ["MediaBox", "CropBox"].into_iter().enumerate() {
            let given = page.get(at).map(|value| [(key, value.clone())].into_iter().collect::<Dictionary>());
            self.keep(&given.unwrap_or_default(), &mut copied, &[(key, Plain::Numbers)]);
        }
        if !copied.has(b"MediaBox") {
            // A4, as most viewers assume where it is missing; it must not be.
            copied.set("MediaBox", vec![0.into(), 0.into(), 595.into(), Object::Integer(842)]);
        }
        if let Some(Object::Integer(rotate)) = page.get(2).and_then(|rotate| self.resolve(rotate)) {
            copied.set("Rotate", *rotate);
        }
        self.keep(page.dict, &mut copied, &[("UserUnit", Plain::Number)]);
        self.note_page(page.dict);

        let resources = page.get(3).and_then(|resources| self.dict(resources));
        let resources = Resources::new(resources, self);
        if let Some(group) = self.group(page.dict, resources)? {
            copied.set("Group", group);
        }
        let mut names = Names::default();
        let bytes = self.page_bytes(page.dict)?;
        let mut contents = self.contents(&bytes, resources, &mut names)?;
        let drawn = self.flatten(page.dict, resources, &mut names)?;
        if !drawn.is_empty() {
            // The page's own contents must leave no state behind.
            contents = [b"q\n".as_slice(), &contents, b"Q\n", &drawn].concat();
        }
        copied.set("Resources", names.into_object());
        let contents = pack(Dictionary::new(), contents)?;
        copied.set("Contents", self.add(contents)?);
        Ok(copied)
    }

    /// The streams of a page's contents, one after the other.
    fn page_bytes(&mut self, page: &'a Dictionary) -> Outcome<Vec<u8>> {
        let Some(contents) = self.get(page, b"Contents") else { return Ok(Vec::new()) };
        let parts = match contents {
            Object::Array(parts) => parts.as_slice(),
            _ => std::slice::from_ref(contents),
        };
        let mut bytes = Vec::new();
        for part in parts {
            let Some(Object::Stream(stream)) = self.resolve(part) else { continue };
            let Some(part) = self.unpack(stream)? else { return Err(Refused::Broken) };
            bytes.extend_from_slice(&part);
            bytes.push(b'\n');
        }
        Ok(bytes)
    }

    fn note_page(&mut self, page: &Dictionary) {
        self.note_structure(page);
        for (key, what) in [
            (b"Thumb".as_slice(), Removed::Thumbnail),
            (b"AA", Removed::Scripts),
            (b"B", Removed::Structure),
            (b"StructParents", Removed::Structure),
        ] {
            if page.has(key) {
                self.found.insert(what);
            }
        }
    }
}

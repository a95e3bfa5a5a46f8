//! PDF: what the pages show is written into a new file; everything else stays behind.
//!
//! The new document is built from nothing, walking from each page to what it draws, and each dictionary has a list
//! of the keys that may be copied and of what they may hold. Contents are taken apart into operators. So nothing is
//! ever *removed*, and what this code does not know cannot come through. Names of resources are new.
//!
//! What is kept beside what one sees: letters that belong to glyphs (for searching and copying), names of fonts and
//! glyphs, the compressed data of pictures in CMYK, JPEG 2000, JBIG2 and fax as far as they draw, font programs as
//! far as they draw, and what lies outside a page's visible box or under something else.

mod annotations;
mod cmap;
mod color;
mod content;
mod copier;
mod fax;
mod font;
mod function;
mod inline;
mod jbig2;
mod jpx;
mod layers;
mod pages;
mod picture;
mod program;
mod resources;
mod stream;
mod survey;
mod token;

use lopdf::{Dictionary, Document, Error, LoadOptions};
use zeroize::Zeroizing;

use super::{Cleaned, Detail, Kind, Limits, Part, Refused};
use copier::Copier;
use layers::Layers;

/// With transparency and object streams; readers know it since 2006.
const VERSION: &str = "1.7";

pub(super) fn rebuild(bytes: &[u8]) -> Result<Cleaned, Refused> {
    let options = LoadOptions::with_max_decompressed_size(Limits::OBJECT_STREAM);
    let source = Document::load_mem_with_options(bytes, options).map_err(|error| refused(&error))?;
    if source.is_encrypted() || source.was_encrypted() {
        return Err(Refused::Encrypted);
    }
    if source.objects.len() > Limits::OBJECTS {
        return Err(Refused::TooComplex);
    }
    let catalog = source.catalog().map_err(|_| Refused::Broken)?;
    let mut copier = Copier::new(&source, Layers::of(&source, catalog));
    if copier.is_dynamic_form(catalog) {
        return Err(Refused::Unsupported(Part::DynamicForm));
    }
    copier.survey(catalog, bytes);
    let (root, count) = copier.pages(catalog)?;
    let mut new_catalog = Dictionary::new();
    new_catalog.set("Type", "Catalog");
    new_catalog.set("Pages", root);
    let new_catalog = copier.add(new_catalog.into())?;
    let (objects, found) = (copier.objects, copier.found);
    drop(source);

    let mut document = Document::with_version(VERSION);
    document.reference_table.cross_reference_type = lopdf::xref::XrefType::CrossReferenceTable;
    document.max_id = u32::try_from(objects.len()).map_err(|_| Refused::TooComplex)?;
    document.objects = objects;
    document.trailer.set("Root", new_catalog);
    let mut written = Zeroizing::new(Vec::with_capacity(bytes.len()));
    document.save_to(&mut *written).map_err(|_| Refused::Broken)?;
    let pages = u32::try_from(count).unwrap_or(u32::MAX);
    Ok(Cleaned {
        bytes: written,
        kind: Kind::Pdf,
        removed: found.into_iter().collect(),
        detail: Detail::Document { pages },
    })
}

fn refused(error: &Error) -> Refused {
    match error {
        Error::Decryption(_)
        | Error::InvalidPassword
        | Error::UnsupportedSecurityHandler(_)
        | Error::AlreadyEncrypted => Refused::Encrypted,
        Error::Decompress(lopdf::DecompressError::MemoryLimitExceeded { .. })
        | Error::RecursionLimit
        | Error::ReferenceLimit => Refused::TooComplex,
        _ => Refused::Broken,
    }
}

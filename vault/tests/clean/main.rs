//! Files with a canary in every place that is known: what comes out of `clean` shows the same, and holds none.

mod canaries;
mod documents;
mod pictures;
mod refusals;
mod search;

use std::{fs, path::Path};

use vault::clean::{Cleaned, clean};

fn file(name: &str) -> Vec<u8> {
    fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/files").join(name)).expect("a file of the tests")
}

fn cleaned(name: &str) -> Cleaned {
    clean(&file(name)).unwrap_or_else(|refused| panic!("{name}: {refused:?}"))
}

/// A PDF from objects numbered from 1, the first being the catalog; its cross-reference table is left to be rebuilt.
fn pdf(objects: &[&str]) -> Vec<u8> {
    let mut out = String::from("%PDF-1.7\n");
    for (number, object) in (1..).zip(objects) {
        out.push_str(&format!("{number} 0 obj {object} endobj\n"));
    }
    out.push_str(&format!("trailer <</Root 1 0 R/Size {}>>\nstartxref\n0\n%%EOF", objects.len() + 1));
    out.into_bytes()
}

fn stream(dict: &str, content: &str) -> String {
    format!("<<{dict}/Length {}>> stream\n{content}\nendstream", content.len())
}

/// A page with these contents and resources, followed by more objects, from number 5 on.
fn page(contents: &str, resources: &str, more: &[&str]) -> Vec<u8> {
    let page = format!("<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]/Contents 4 0 R/Resources<<{resources}>>>>");
    let contents = stream("", contents);
    let first = ["<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>", &page, &contents];
    pdf(&[&first, more].concat())
}

/// The contents of the only page, and of everything else that is drawn, as text.
fn drawn(cleaned: &Cleaned) -> String {
    search::streams(&cleaned.bytes).iter().map(|bytes| String::from_utf8_lossy(bytes).into_owned()).collect()
}

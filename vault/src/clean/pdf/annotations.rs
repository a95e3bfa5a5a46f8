//! Annotations: what they draw becomes part of the page, and they themselves stay behind.

use lopdf::{Dictionary, Object};

use super::{
    copier::{Copier, Outcome},
    resources::{Category, Names, Resources},
};
use crate::clean::Removed;

/// Of one page; an engineering drawing with remarks has some hundreds.
const MOST: usize = 5_000;

/// Flags: not shown at all, not shown on a screen (ISO 32000-1, table 165).
const UNSEEN: i64 = 1 << 1 | 1 << 5;

impl Copier<'_> {
    /// Contents that draw the annotations of a page as they look when it opens, each in a state of its own.
    pub(super) fn flatten(
        &mut self,
        page: &Dictionary,
        resources: Resources<'_>,
        names: &mut Names,
    ) -> Outcome<Vec<u8>> {
        let mut out = Vec::new();
        let Some(Object::Array(annotations)) = self.get(page, b"Annots") else { return Ok(out) };
        // Appearances of fields may borrow from the form, as old programs let them.
        let form = self.source.catalog().ok().and_then(|catalog| self.get_dict(catalog, b"AcroForm"));
        let resources = match form.and_then(|form| self.get_dict(form, b"DR")) {
            Some(borrowed) => Resources::new(Some(borrowed), self),
            None => resources,
        };
        for annotation in annotations.iter().take(MOST) {
            let Some(annotation) = self.dict(annotation) else { continue };
            let subtype = self.get_name(annotation, b"Subtype").unwrap_or_default();
            self.note_annotation(annotation, subtype);
            // Signs for what is not drawn: a link's frame, the pin of a note, a paper clip.
            let is_sign = matches!(
                subtype,
                b"Link"
                    | b"Popup"
                    | b"Text"
                    | b"FileAttachment"
                    | b"Sound"
                    | b"Movie"
                    | b"Screen"
                    | b"RichMedia"
                    | b"3D"
            );
            let flags = self.get_number(annotation, b"F").unwrap_or(0);
            let off = annotation.get(b"OC").is_ok_and(|oc| self.layers.hide(self.source, oc));
            if is_sign || flags & UNSEEN != 0 || off {
                continue;
            }
            let Some((appearance, matrix)) = self.appearance(annotation) else { continue };
            if let Some(form) = self.form(appearance, resources)? {
                let name = names.add(Category::XObject, form);
                let name = String::from_utf8_lossy(&name);
                let [a, b, c, d, e, f] = matrix;
                out.extend_from_slice(format!("q\n{a} {b} {c} {d} {e} {f} cm\n/{name} Do\nQ\n").as_bytes());
            }
        }
        Ok(out)
    }

    fn note_annotation(&mut self, annotation: &Dictionary, subtype: &[u8]) {
        let what = match subtype {
            b"Link" => Removed::Links,
            b"FileAttachment" | b"Sound" | b"Movie" | b"RichMedia" | b"3D" => Removed::Attachments,
            b"Widget" => {
                let parent = self.get_dict(annotation, b"Parent");
                let of_parent = parent.and_then(|parent| self.get_name(parent, b"FT"));
                match self.get_name(annotation, b"FT").or(of_parent) {
                    Some(b"Sig") => Removed::Signatures,
                    _ => Removed::Forms,
                }
            }
            _ => Removed::Annotations,
        };
        self.found.insert(what);
        if annotation.has(b"AA") || self.get_dict(annotation, b"A").is_some_and(|action| action.has(b"JS")) {
            self.found.insert(Removed::Scripts);
        }
    }

    /// The appearance of a state. LibreOffice calls the state `Yes` and its appearance otherwise; then the only one
    /// that is not off is meant.
    fn state<'o>(&self, states: &'o Dictionary, state: &[u8]) -> Option<&'o Object> {
        if let Ok(found) = states.get(state) {
            return Some(found);
        }
        let mut on = states.iter().filter(|(name, _)| *name != b"Off");
        let (_, only) = on.next().filter(|_| state != b"Off")?;
        on.next().is_none().then_some(only)
    }

    /// The normal appearance, and what maps its box to the annotation's rectangle (ISO 32000-1, 12.5.5).
    fn appearance<'o>(&self, annotation: &'o Dictionary) -> Option<(&'o Object, [f32; 6])>
    where
        Self: 'o,
    {
        let appearances = self.get_dict(annotation, b"AP")?;
        let normal = appearances.get(b"N").ok()?;
        let appearance = match self.resolve(normal)? {
            Object::Dictionary(states) => self.state(states, self.get_name(annotation, b"AS")?)?,
            _ => normal,
        };
        let Some(Object::Stream(stream)) = self.resolve(appearance) else { return None };
        let rectangle = rectangle(&self.get_numbers(annotation, b"Rect")?)?;
        let bounds = rectangle_of_form(
            rectangle_or_zero(&self.get_numbers(&stream.dict, b"BBox")?)?,
            self.get_numbers(&stream.dict, b"Matrix").unwrap_or_default().try_into().unwrap_or(IDENTITY),
        );
        let (width, height) = (bounds[2] - bounds[0], bounds[3] - bounds[1]);
        let (x, y) = ((rectangle[2] - rectangle[0]) / width, (rectangle[3] - rectangle[1]) / height);
        let matrix = [x, 0.0, 0.0, y, rectangle[0] - bounds[0] * x, rectangle[1] - bounds[1] * y];
        matrix.iter().all(|number| number.is_finite()).then_some((appearance, matrix))
    }
}

const IDENTITY: [f32; 6] = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];

/// Lower left and upper right corner; `None` for one without a surface.
fn rectangle(numbers: &[f32]) -> Option<[f32; 4]> {
    let corners = rectangle_or_zero(numbers)?;
    (corners[2] > corners[0] && corners[3] > corners[1]).then_some(corners)
}

fn rectangle_or_zero(numbers: &[f32]) -> Option<[f32; 4]> {
    let [a, b, c, d] = <[f32; 4]>::try_from(numbers).ok()?;
    Some([a.min(c), b.min(d), a.max(c), b.max(d)])
}

/// The upright box around a form's box after its matrix.
fn rectangle_of_form(form: [f32; 4], matrix: [f32; 6]) -> [f32; 4] {
    let [a, b, c, d, e, f] = matrix;
    let corners = [(form[0], form[1]), (form[2], form[1]), (form[0], form[3]), (form[2], form[3])]
        .map(|(x, y)| (a * x + c * y + e, b * x + d * y + f));
    corners.iter().fold([f32::MAX, f32::MAX, f32::MIN, f32::MIN], |around, (x, y)| {
        [around[0].min(*x), around[1].min(*y), around[2].max(*x), around[3].max(*y)]
    })
}

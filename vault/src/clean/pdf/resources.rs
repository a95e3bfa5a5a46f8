//! What contents name: only what is really used is copied, under new names.

use std::collections::HashMap;

use lopdf::{Dictionary, Object, Stream};

use super::{
    copier::{Copier, Outcome, Plain, Role},
    stream::pack,
};
use crate::clean::Removed;

/// The resources that contents may name, and a number by which borrowers tell them apart.
#[derive(Clone, Copy)]
pub(super) struct Resources<'r> {
    dict: Option<&'r Dictionary>,
    context: u32,
}

impl<'r> Resources<'r> {
    pub(super) const NONE: Resources<'static> = Resources { dict: None, context: 0 };

    pub(super) fn new(dict: Option<&'r Dictionary>, copier: &mut Copier<'_>) -> Self {
        Self { dict, context: copier.new_context() }
    }

    /// As it stands there: a reference stays one.
    pub(super) fn find<'a>(self, copier: &Copier<'a>, category: &[u8], name: &[u8]) -> Option<&'r Object>
    where
        'a: 'r,
    {
        copier.get_dict(self.dict?, category)?.get(name).ok()
    }

    pub(super) fn context(self) -> u32 {
        self.context
    }

    pub(super) fn properties<'a>(self, copier: &Copier<'a>, name: &[u8]) -> Option<&'r Object>
    where
        'a: 'r,
    {
        self.find(copier, b"Properties", name)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Category {
    Font,
    XObject,
    ExtGState,
    ColorSpace,
    Pattern,
    Shading,
}

impl Category {
    fn key(self) -> &'static str {
        match self {
            Self::Font => "Font",
            Self::XObject => "XObject",
            Self::ExtGState => "ExtGState",
            Self::ColorSpace => "ColorSpace",
            Self::Pattern => "Pattern",
            Self::Shading => "Shading",
        }
    }
}

/// The resources of new contents as they grow.
#[derive(Default)]
pub(super) struct Names {
    given: HashMap<(Category, Vec<u8>), Option<Vec<u8>>>,
    dicts: Vec<(Category, Dictionary)>,
}

impl Names {
    /// Names an object that is new, too.
    pub(super) fn add(&mut self, category: Category, object: Object) -> Vec<u8> {
        let at = match self.dicts.iter().position(|(known, _)| *known == category) {
            Some(at) => at,
            None => {
                self.dicts.push((category, Dictionary::new()));
                self.dicts.len() - 1
            }
        };
        let dict = &mut self.dicts[at].1;
        let name = format!("{}{}", &category.key()[..1], dict.len()).into_bytes();
        dict.set(name.clone(), object);
        name
    }

    pub(super) fn into_object(self) -> Object {
        let mut dicts = self.dicts;
        dicts.sort_by_key(|(category, _)| *category);
        dicts
            .into_iter()
            .map(|(category, dict)| (category.key(), Object::Dictionary(dict)))
            .collect::<Dictionary>()
            .into()
    }
}

impl<'a> Copier<'a> {
    /// The new name of what contents call `name`; copies it the first time. `None` where there is nothing to show.
    pub(super) fn rename(
        &mut self,
        names: &mut Names,
        category: Category,
        name: &[u8],
        resources: Resources<'_>,
    ) -> Outcome<Option<Vec<u8>>> {
        let key = (category, name.to_vec());
        if let Some(given) = names.given.get(&key) {
            return Ok(given.clone());
        }
        let copied = match resources.find(self, category.key().as_bytes(), name) {
            None => None,
            Some(found) => match category {
                Category::Font => self.font(found, resources)?,
                Category::XObject => self.x_object(found, resources)?,
                Category::ExtGState => self.graphics_state(found, resources)?,
                Category::ColorSpace => self.color_space(found, resources)?.map(|space| space.object),
                Category::Pattern => self.pattern(found, resources)?,
                Category::Shading => self.shading(found, resources)?,
            },
        };
        let new = copied.map(|object| names.add(category, object));
        names.given.insert(key, new.clone());
        Ok(new)
    }

    fn x_object(&mut self, object: &Object, resources: Resources<'_>) -> Outcome<Option<Object>> {
        let Some(dict) = self.dict(object) else { return Ok(None) };
        if dict.get(b"OC").is_ok_and(|oc| self.layers.hide(self.source, oc)) {
            self.found.insert(Removed::Hidden);
            return Ok(None);
        }
        match self.get_name(dict, b"Subtype") {
            Some(b"Image") => self.shared(Role::Image, object, |copier, object| match object {
                Object::Stream(stream) => copier.picture(stream, Resources::NONE),
                _ => Ok(None),
            }),
            Some(b"Form") => self.form(object, resources),
            _ => Ok(None),
        }
    }

    pub(super) fn form(&mut self, object: &Object, resources: Resources<'_>) -> Outcome<Option<Object>> {
        let role = Role::Form(self.borrowed(object, resources));
        self.shared(role, object, |copier, object| {
            let Object::Stream(stream) = object else { return Ok(None) };
            let mut dict = Dictionary::new();
            dict.set("Type", "XObject");
            dict.set("Subtype", "Form");
            copier.keep(&stream.dict, &mut dict, &[("BBox", Plain::Numbers), ("Matrix", Plain::Numbers)]);
            if let Some(group) = copier.group(&stream.dict, resources)? {
                dict.set("Group", group);
            }
            copier.drawn(stream, dict, resources)
        })
    }

    /// Whose resources contents use: 0 for their own.
    fn borrowed(&self, object: &Object, resources: Resources<'_>) -> u32 {
        let own = self.dict(object).is_some_and(|dict| self.get_dict(dict, b"Resources").is_some());
        if own { 0 } else { resources.context }
    }

    /// Contents in a stream, with resources of their own or with borrowed ones.
    fn drawn(&mut self, stream: &Stream, mut dict: Dictionary, resources: Resources<'_>) -> Outcome<Option<Object>> {
        self.note_structure(&stream.dict);
        let Some(bytes) = self.unpack(stream)? else { return Ok(None) };
        let resources = match self.get_dict(&stream.dict, b"Resources") {
            Some(own) => Resources::new(Some(own), self),
            None => resources,
        };
        let mut names = Names::default();
        let contents = self.contents(&bytes, resources, &mut names)?;
        dict.set("Resources", names.into_object());
        pack(dict, contents).map(Some)
    }

    /// The transparency group of a page or a form.
    pub(super) fn group(&mut self, of: &Dictionary, resources: Resources<'_>) -> Outcome<Option<Object>> {
        let Some(group) = self.get_dict(of, b"Group") else { return Ok(None) };
        let mut copied = Dictionary::new();
        copied.set("S", "Transparency");
        self.keep(group, &mut copied, &[("I", Plain::Bool), ("K", Plain::Bool)]);
        if let Ok(space) = group.get(b"CS")
            && let Some(space) = self.color_space(space, resources)?
        {
            copied.set("CS", space.object);
        }
        Ok(Some(copied.into()))
    }

    fn pattern(&mut self, object: &Object, resources: Resources<'_>) -> Outcome<Option<Object>> {
        let role = Role::Pattern(self.borrowed(object, resources));
        self.shared(role, object, |copier, object| {
            let mut dict = Dictionary::new();
            let keys = [("PatternType", Plain::Number), ("Matrix", Plain::Numbers)];
            match object {
                Object::Stream(stream) => {
                    copier.keep(&stream.dict, &mut dict, &keys);
                    let keys = ["PaintType", "TilingType", "XStep", "YStep"].map(|key| (key, Plain::Number));
                    copier.keep(&stream.dict, &mut dict, &keys);
                    copier.keep(&stream.dict, &mut dict, &[("BBox", Plain::Numbers)]);
                    copier.drawn(stream, dict, resources)
                }
                Object::Dictionary(pattern) => {
                    copier.keep(pattern, &mut dict, &keys);
                    let shading = pattern.get(b"Shading").unwrap_or(&Object::Null);
                    let Some(shading) = copier.shading(shading, resources)? else { return Ok(None) };
                    dict.set("Shading", shading);
                    if let Ok(state) = pattern.get(b"ExtGState")
                        && let Some(state) = copier.graphics_state(state, resources)?
                    {
                        dict.set("ExtGState", state);
                    }
                    Ok(Some(dict.into()))
                }
                _ => Ok(None),
            }
        })
    }

    fn shading(&mut self, object: &Object, resources: Resources<'_>) -> Outcome<Option<Object>> {
        self.shared(Role::Shading, object, |copier, object| {
            let Some(shading) = copier.dict(object) else { return Ok(None) };
            let mut dict = Dictionary::new();
            let numbers =
                ["Background", "BBox", "Domain", "Coords", "Matrix", "Decode"].map(|key| (key, Plain::Numbers));
            let number = ["ShadingType", "BitsPerCoordinate", "BitsPerComponent", "BitsPerFlag", "VerticesPerRow"];
            copier.keep(shading, &mut dict, &numbers);
            copier.keep(shading, &mut dict, &number.map(|key| (key, Plain::Number)));
            copier.keep(shading, &mut dict, &[("AntiAlias", Plain::Bool)]);
            // Two of them, in an array of their own.
            if let Some(Object::Array(extend)) = copier.get(shading, b"Extend") {
                let extend = extend.iter().filter_map(|one| copier.resolve(one)).filter(|one| one.as_bool().is_ok());
                dict.set("Extend", extend.cloned().collect::<Vec<_>>());
            }
            let space = shading.get(b"ColorSpace").unwrap_or(&Object::Null);
            let Some(space) = copier.color_space(space, resources)? else { return Ok(None) };
            dict.set("ColorSpace", space.object);
            if let Ok(function) = shading.get(b"Function")
                && let Some(function) = copier.functions(function)?
            {
                dict.set("Function", function);
            }
            match object {
                Object::Stream(stream) => match copier.unpack(stream)? {
                    Some(bytes) => pack(dict, bytes).map(Some),
                    None => Ok(None),
                },
                _ => Ok(Some(dict.into())),
            }
        })
    }

    fn graphics_state(&mut self, object: &Object, resources: Resources<'_>) -> Outcome<Option<Object>> {
        self.shared(Role::GraphicsState, object, |copier, object| {
            let Object::Dictionary(state) = object else { return Ok(None) };
            let mut dict = Dictionary::new();
            let number = ["LW", "LC", "LJ", "ML", "OPM", "FL", "SM", "CA", "ca"].map(|key| (key, Plain::Number));
            copier.keep(state, &mut dict, &number);
            copier.keep(state, &mut dict, &["OP", "op", "SA", "AIS", "TK"].map(|key| (key, Plain::Bool)));
            copier.keep(state, &mut dict, &[("D", Plain::Numbers), ("RI", Plain::Word(INTENTS))]);
            match copier.get(state, b"BM") {
                // The first one that is known counts.
                Some(Object::Array(modes)) => {
                    let known = modes.iter().filter_map(|mode| copier.resolve(mode)?.as_name().ok());
                    let known = known.filter(|mode| BLEND_MODES.iter().any(|known| known.as_bytes() == *mode));
                    dict.set("BM", Object::Name(known.take(1).next().unwrap_or(b"Normal").to_vec()));
                }
                _ => copier.keep(state, &mut dict, &[("BM", Plain::Word(BLEND_MODES))]),
            }
            if let Some(Object::Array(font)) = copier.get(state, b"Font")
                && let [font, size] = font.as_slice()
                && let Some(font) = copier.font(font, resources)?
                && let Some(size @ (Object::Integer(_) | Object::Real(_))) = copier.resolve(size)
            {
                dict.set("Font", vec![font, size.clone()]);
            }
            match copier.get(state, b"SMask") {
                Some(Object::Name(_)) => dict.set("SMask", "None"),
                Some(Object::Dictionary(mask)) => {
                    if let Some(mask) = copier.soft_mask(mask, resources)? {
                        dict.set("SMask", mask);
                    }
                }
                _ => {}
            }
            Ok(Some(dict.into()))
        })
    }

    fn soft_mask(&mut self, mask: &Dictionary, resources: Resources<'_>) -> Outcome<Option<Object>> {
        let mut dict = Dictionary::new();
        self.keep(mask, &mut dict, &[("S", Plain::Word(&["Alpha", "Luminosity"])), ("BC", Plain::Numbers)]);
        let group = mask.get(b"G").unwrap_or(&Object::Null);
        let Some(group) = self.form(group, resources)? else { return Ok(None) };
        dict.set("G", group);
        if let Ok(transfer) = mask.get(b"TR")
            && let Some(transfer) = self.function(transfer)?
        {
            dict.set("TR", transfer);
        }
        Ok(Some(dict.into()))
    }

    /// A property of marks and forms that only tells of the document's making.
    pub(super) fn note_structure(&mut self, dict: &Dictionary) {
        if dict.has(b"Metadata") {
            self.found.insert(Removed::Xmp);
        }
        if dict.has(b"PieceInfo") || dict.has(b"LastModified") {
            self.found.insert(Removed::Author);
        }
    }
}

pub(super) const INTENTS: &[&str] = &["AbsoluteColorimetric", "RelativeColorimetric", "Saturation", "Perceptual"];

const BLEND_MODES: &[&str] = &[
    "Normal",
    "Compatible",
    "Multiply",
    "Screen",
    "Overlay",
    "Darken",
    "Lighten",
    "ColorDodge",
    "ColorBurn",
    "HardLight",
    "SoftLight",
    "Difference",
    "Exclusion",
    "Hue",
    "Saturation",
    "Color",
    "Luminosity",
];

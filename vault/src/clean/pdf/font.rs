//! Fonts: what chooses, measures and draws glyphs, and what letters they mean.

use lopdf::{Dictionary, Object, Stream, StringFormat};

use super::{
    cmap,
    copier::{Copier, Outcome, Plain, Role},
    program,
    resources::{Names, Resources},
    stream::pack,
};
use crate::clean::{Part, Refused};

const KEYS: &[(&str, Plain)] = &[
    ("Subtype", Plain::Word(&["Type0", "Type1", "MMType1", "TrueType", "Type3", "CIDFontType0", "CIDFontType2"])),
    ("FirstChar", Plain::Number),
    ("LastChar", Plain::Number),
    ("Widths", Plain::Numbers),
    ("DW", Plain::Number),
    ("W", Plain::Numbers),
    ("DW2", Plain::Numbers),
    ("W2", Plain::Numbers),
    ("FontBBox", Plain::Numbers),
    ("FontMatrix", Plain::Numbers),
];

const DESCRIPTOR: &[(&str, Plain)] = &[
    ("FontStretch", Plain::Word(&["Condensed", "Normal", "Expanded", "SemiCondensed", "SemiExpanded"])),
    ("FontWeight", Plain::Number),
    ("Flags", Plain::Number),
    ("FontBBox", Plain::Numbers),
    ("ItalicAngle", Plain::Number),
    ("Ascent", Plain::Number),
    ("Descent", Plain::Number),
    ("Leading", Plain::Number),
    ("CapHeight", Plain::Number),
    ("XHeight", Plain::Number),
    ("StemV", Plain::Number),
    ("StemH", Plain::Number),
    ("AvgWidth", Plain::Number),
    ("MaxWidth", Plain::Number),
    ("MissingWidth", Plain::Number),
];

const ENCODINGS: &[&str] = &["StandardEncoding", "MacRomanEncoding", "WinAnsiEncoding", "MacExpertEncoding"];

/// The orderings that Adobe registered; with another one, glyphs are found by number, as with Identity.
const ORDERINGS: &[&str] = &["Identity", "Japan1", "GB1", "CNS1", "Korea1", "KR", "Japan2"];

/// Glyphs of a font drawn by contents; the codes are bytes, but fonts share procedures.
const GLYPHS: usize = 4096;

impl Copier<'_> {
    pub(super) fn font(&mut self, object: &Object, resources: Resources<'_>) -> Outcome<Option<Object>> {
        let dict = self.dict(object);
        let borrows = dict.is_some_and(|dict| dict.has(b"CharProcs") && self.get_dict(dict, b"Resources").is_none());
        let role = Role::Font(if borrows { resources.context() } else { 0 });
        self.shared(role, object, |copier, object| match object {
            Object::Dictionary(font) => copier.font_of(font, resources).map(Some),
            _ => Ok(None),
        })
    }

    fn font_of(&mut self, font: &Dictionary, resources: Resources<'_>) -> Outcome<Object> {
        let mut dict = Dictionary::new();
        dict.set("Type", "Font");
        self.keep(font, &mut dict, KEYS);
        if let Some(name) = self.get_name(font, b"BaseFont") {
            dict.set("BaseFont", Object::Name(plain_name(name)));
        }
        if let Ok(encoding) = font.get(b"Encoding")
            && let Some(encoding) = self.encoding(encoding)?
        {
            dict.set("Encoding", encoding);
        }
        if let Ok(map) = font.get(b"ToUnicode")
            && let Some(map) = self.character_map(map)?
        {
            dict.set("ToUnicode", map);
        }
        if let Some(system) = self.get_dict(font, b"CIDSystemInfo") {
            dict.set("CIDSystemInfo", self.system(system));
        }
        if let Some(Object::Array(descendants)) = self.get(font, b"DescendantFonts")
            && let Some(descendant) = descendants.first()
            && let Some(descendant) = self.font(descendant, resources)?
        {
            dict.set("DescendantFonts", vec![descendant]);
        }
        if let Ok(map) = font.get(b"CIDToGIDMap")
            && let Some(map) = self.glyph_map(map)?
        {
            dict.set("CIDToGIDMap", map);
        }
        if let Some(descriptor) = self.get_dict(font, b"FontDescriptor") {
            dict.set("FontDescriptor", self.descriptor(descriptor)?);
        }
        if let Some(glyphs) = self.get_dict(font, b"CharProcs") {
            self.glyphs(glyphs, font, &mut dict, resources)?;
        }
        Ok(dict.into())
    }

    fn encoding(&mut self, encoding: &Object) -> Outcome<Option<Object>> {
        match self.resolve(encoding) {
            Some(Object::Name(name)) => Ok(Some(Object::Name(plain_name(name)))),
            Some(Object::Stream(_)) => self.character_map(encoding),
            Some(Object::Dictionary(given)) => {
                let mut dict = Dictionary::new();
                dict.set("Type", "Encoding");
                self.keep(given, &mut dict, &[("BaseEncoding", Plain::Word(ENCODINGS))]);
                if let Some(Object::Array(differences)) = self.get(given, b"Differences") {
                    let kept = differences.iter().filter_map(|one| match self.resolve(one)? {
                        Object::Name(name) => Some(Object::Name(plain_name(name))),
                        number @ Object::Integer(_) => Some(number.clone()),
                        _ => None,
                    });
                    dict.set("Differences", kept.collect::<Vec<_>>());
                }
                Ok(Some(dict.into()))
            }
            _ => Ok(None),
        }
    }

    /// From codes to glyphs or to letters.
    fn character_map(&mut self, map: &Object) -> Outcome<Option<Object>> {
        self.shared(Role::CharacterMap, map, |copier, map| match map {
            Object::Name(name) => Ok(Some(Object::Name(plain_name(name)))),
            Object::Stream(stream) => {
                let Some(bytes) = copier.unpack(stream)? else { return Ok(None) };
                let mut dict = Dictionary::new();
                if copier.get_name(&stream.dict, b"Type") == Some(b"CMap") {
                    dict.set("Type", "CMap");
                    dict.set("CMapName", cmap::NAME);
                    copier.keep(&stream.dict, &mut dict, &[("WMode", Plain::Number)]);
                    if let Some(system) = copier.get_dict(&stream.dict, b"CIDSystemInfo") {
                        dict.set("CIDSystemInfo", copier.system(system));
                    }
                    if let Ok(base) = stream.dict.get(b"UseCMap")
                        && let Some(base) = copier.character_map(base)?
                    {
                        dict.set("UseCMap", base);
                    }
                }
                pack(dict, cmap::rewrite(&bytes)).map(Some)
            }
            _ => Ok(None),
        })
    }

    fn system(&self, given: &Dictionary) -> Object {
        let ordering = self.get(given, b"Ordering").and_then(|ordering| ordering.as_str().ok());
        let known = ORDERINGS.iter().find(|known| ordering == Some(known.as_bytes()));
        let text = |text: &str| Object::String(text.as_bytes().to_vec(), StringFormat::Literal);
        let mut dict = Dictionary::new();
        dict.set("Registry", text("Adobe"));
        dict.set("Ordering", text(known.unwrap_or(&"Identity")));
        dict.set("Supplement", 0);
        self.keep(given, &mut dict, &[("Supplement", Plain::Number)]);
        dict.into()
    }

    fn glyph_map(&mut self, map: &Object) -> Outcome<Option<Object>> {
        self.shared(Role::GlyphMap, map, |copier, map| match map {
            Object::Name(_) => Ok(Some("Identity".into())),
            Object::Stream(stream) => {
                let Some(mut bytes) = copier.unpack(stream)? else { return Ok(None) };
                // Two bytes for each of 65,536 numbers.
                bytes.truncate(2 << 16);
                pack(Dictionary::new(), bytes).map(Some)
            }
            _ => Ok(None),
        })
    }

    fn descriptor(&mut self, given: &Dictionary) -> Outcome<Object> {
        let mut dict = Dictionary::new();
        dict.set("Type", "FontDescriptor");
        self.keep(given, &mut dict, DESCRIPTOR);
        if let Some(name) = self.get_name(given, b"FontName") {
            dict.set("FontName", Object::Name(plain_name(name)));
        }
        for key in ["FontFile", "FontFile2", "FontFile3"] {
            let Ok(file) = given.get(key.as_bytes()) else { continue };
            let file = self.shared(Role::Program, file, |copier, file| match file {
                Object::Stream(stream) => copier.program(stream),
                _ => Ok(None),
            })?;
            if let Some(file) = file {
                dict.set(key, file);
            }
        }
        Ok(dict.into())
    }

    fn program(&mut self, stream: &Stream) -> Outcome<Option<Object>> {
        self.note_structure(&stream.dict);
        let Some(bytes) = self.unpack(stream)? else { return Ok(None) };
        if bytes.is_empty() {
            return Ok(None);
        }
        let length = |key| self.get_number(&stream.dict, key).and_then(|length| usize::try_from(length).ok());
        let lengths = (length(b"Length1"), length(b"Length2"));
        let program = program::bare(&bytes, lengths).ok_or(Refused::Unsupported(Part::Font))?;
        let mut dict = Dictionary::new();
        self.keep(&stream.dict, &mut dict, &[("Subtype", Plain::Word(&["Type1C", "CIDFontType0C", "OpenType"]))]);
        for (key, length) in ["Length1", "Length2", "Length3"].into_iter().zip(program.lengths) {
            dict.set(key, i64::try_from(length).unwrap_or(0));
        }
        pack(dict, program.bytes).map(Some)
    }

    fn glyphs(
        &mut self,
        glyphs: &Dictionary,
        font: &Dictionary,
        dict: &mut Dictionary,
        resources: Resources<'_>,
    ) -> Outcome<()> {
        let resources = match self.get_dict(font, b"Resources") {
            Some(own) => Resources::new(Some(own), self),
            None => resources,
        };
        let mut names = Names::default();
        let mut procedures = Dictionary::new();
        for (name, glyph) in glyphs.iter().take(GLYPHS) {
            let Some(Object::Stream(stream)) = self.resolve(glyph) else { continue };
            let Some(bytes) = self.unpack(stream)? else { continue };
            let contents = self.contents(&bytes, resources, &mut names)?;
            let procedure = pack(Dictionary::new(), contents)?;
            procedures.set(plain_name(name), self.add(procedure)?);
        }
        dict.set("CharProcs", procedures);
        dict.set("Resources", names.into_object());
        Ok(())
    }
}

/// The names of fonts, glyphs and encodings are made of these; a longer or a stranger one says something else.
fn plain_name(name: &[u8]) -> Vec<u8> {
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"+-_.,".contains(byte);
    name.iter().filter(|byte| plain(byte)).take(64).copied().collect()
}

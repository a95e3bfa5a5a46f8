//! Colour spaces: device spaces and numbers; profiles give way to the device space with as many components.

use lopdf::{Dictionary, Object, StringFormat};

use super::{
    copier::{Copier, Outcome, Plain, Role},
    resources::Resources,
};
use crate::clean::Removed;

/// A copied colour space.
#[derive(Clone)]
pub(super) struct Space {
    pub object: Object,
    /// Numbers that a colour takes; 0 for a pattern without a colour of its own.
    pub components: usize,
    pub indexed: bool,
}

impl Space {
    fn device(components: usize) -> Option<Self> {
        let name = match components {
            1 => "DeviceGray",
            3 => "DeviceRGB",
            4 => "DeviceCMYK",
            _ => return None,
        };
        Some(Self { object: Object::Name(name.into()), components, indexed: false })
    }

    fn new(object: Vec<Object>, components: usize) -> Self {
        Self { object: Object::Array(object), components, indexed: false }
    }
}

/// More inks than that no press has; the format allows 32.
const INKS: usize = 32;

impl Copier<'_> {
    /// `None` for what is no colour space. A name that is not one of the device's is looked up in the resources.
    pub(super) fn color_space(&mut self, object: &Object, resources: Resources<'_>) -> Outcome<Option<Space>> {
        self.deeper(|copier| copier.color_space_within(object, resources))
    }

    fn color_space_within(&mut self, object: &Object, resources: Resources<'_>) -> Outcome<Option<Space>> {
        let parts = match self.resolve(object) {
            Some(Object::Name(name)) => {
                return match device(name) {
                    Some(space) => Ok(Some(space)),
                    None => match resources.find(self, b"ColorSpace", name) {
                        Some(Object::Name(name)) => Ok(device(name)),
                        Some(found) => self.color_space(found, Resources::NONE),
                        None => Ok(None),
                    },
                };
            }
            Some(Object::Array(parts)) => parts,
            _ => return Ok(None),
        };
        let part = |at: usize| parts.get(at).unwrap_or(&Object::Null);
        let Some(Object::Name(family)) = self.resolve(part(0)) else { return Ok(None) };
        match family.as_slice() {
            b"ICCBased" => self.by_profile(part(1), resources),
            b"CalGray" => Ok(self.by_numbers("CalGray", 1, part(1))),
            b"CalRGB" => Ok(self.by_numbers("CalRGB", 3, part(1))),
            b"Lab" => Ok(self.by_numbers("Lab", 3, part(1))),
            b"Indexed" | b"I" => self.indexed(part(1), part(2), part(3), resources),
            b"Separation" => self.inks(std::slice::from_ref(part(1)), "Separation", part(2), part(3), resources),
            b"DeviceN" => match self.resolve(part(1)) {
                Some(Object::Array(names)) => self.inks(names, "DeviceN", part(2), part(3), resources),
                _ => Ok(None),
            },
            b"Pattern" => {
                let base = self.color_space(part(1), resources)?;
                Ok(base
                    .map(|base| Space::new(vec!["Pattern".into(), base.object], base.components))
                    .or(device(b"Pattern")))
            }
            name => Ok(device(name)),
        }
    }

    fn by_profile(&mut self, profile: &Object, resources: Resources<'_>) -> Outcome<Option<Space>> {
        self.found.insert(Removed::Profile);
        let Some(dict) = self.dict(profile) else { return Ok(None) };
        let components = self.get_number(dict, b"N").and_then(|n| usize::try_from(n).ok()).unwrap_or(3);
        // Only where it says more than the number of components: Lab, calibrated.
        if let Ok(alternate) = dict.get(b"Alternate") {
            let alternate = self.color_space(alternate, resources)?;
            if let Some(alternate) = alternate.filter(|space| space.components == components && !space.indexed) {
                return Ok(Some(alternate));
            }
        }
        Ok(Space::device(components))
    }

    fn by_numbers(&self, family: &'static str, components: usize, dict: &Object) -> Option<Space> {
        let mut numbers = Dictionary::new();
        let keys = ["WhitePoint", "BlackPoint", "Matrix", "Range"].map(|key| (key, Plain::Numbers));
        if let Some(dict) = self.dict(dict) {
            self.keep(dict, &mut numbers, &keys);
            self.keep(dict, &mut numbers, &[("Gamma", if components == 1 { Plain::Number } else { Plain::Numbers })]);
        }
        if !numbers.has(b"WhitePoint") {
            return Space::device(components);
        }
        Some(Space::new(vec![family.into(), numbers.into()], components))
    }

    fn indexed(
        &mut self,
        base: &Object,
        last: &Object,
        table: &Object,
        resources: Resources<'_>,
    ) -> Outcome<Option<Space>> {
        let Some(base) = self.color_space(base, resources)?.filter(|base| !base.indexed) else { return Ok(None) };
        let Some(Ok(last)) = self.resolve(last).map(Object::as_i64) else { return Ok(None) };
        let last = last.clamp(0, 255);
        let length = (usize::try_from(last).unwrap_or(255) + 1) * base.components;
        let table = match self.resolve(table) {
            Some(Object::String(bytes, _)) => cut(bytes, length),
            Some(Object::Stream(_)) => {
                // A small table, but often one for hundreds of pictures.
                let made = self.shared(Role::ColorTable, table, |copier, table| {
                    let Object::Stream(stream) = table else { return Ok(None) };
                    Ok(copier.unpack(stream)?.map(|bytes| cut(&bytes, length)))
                })?;
                match made {
                    Some(table) => table,
                    None => return Ok(None),
                }
            }
            _ => return Ok(None),
        };
        let object = Object::Array(vec!["Indexed".into(), base.object, last.into(), table]);
        Ok(Some(Space { object, components: 1, indexed: true }))
    }

    fn inks(
        &mut self,
        names: &[Object],
        family: &'static str,
        alternate: &Object,
        tint: &Object,
        resources: Resources<'_>,
    ) -> Outcome<Option<Space>> {
        if names.is_empty() || names.len() > INKS {
            return Ok(None);
        }
        let names: Vec<Object> = names
            .iter()
            .enumerate()
            .map(|(at, name)| match self.resolve(name).and_then(|name| name.as_name().ok()) {
                Some(known @ (b"All" | b"None" | b"Cyan" | b"Magenta" | b"Yellow" | b"Black")) => {
                    Object::Name(known.to_vec())
                }
                // A spot colour's name may be anything; screens only use its alternate.
                _ => Object::Name(format!("Spot{at}").into_bytes()),
            })
            .collect();
        let components = names.len();
        let Some(alternate) = self.color_space(alternate, resources)? else { return Ok(None) };
        let Some(tint) = self.function(tint)? else { return Ok(None) };
        let names = match names.as_slice() {
            [name] if family == "Separation" => name.clone(),
            _ => Object::Array(names),
        };
        Ok(Some(Space::new(vec![family.into(), names, alternate.object, tint], components)))
    }
}

fn device(name: &[u8]) -> Option<Space> {
    match name {
        b"DeviceGray" | b"G" | b"CalGray" => Space::device(1),
        b"DeviceRGB" | b"RGB" | b"CalRGB" => Space::device(3),
        b"DeviceCMYK" | b"CMYK" | b"CalCMYK" => Space::device(4),
        b"Pattern" => Some(Space { object: "Pattern".into(), components: 0, indexed: false }),
        _ => None,
    }
}

fn cut(bytes: &[u8], length: usize) -> Object {
    let mut bytes = bytes.get(..length).unwrap_or(bytes).to_vec();
    bytes.resize(length, 0);
    Object::String(bytes, StringFormat::Hexadecimal)
}

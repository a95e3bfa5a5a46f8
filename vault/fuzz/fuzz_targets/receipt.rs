//! Receipts: whatever is typed is read as the same receipt or not at all; no slip is taken for another receipt.
#![no_main]

use libfuzzer_sys::fuzz_target;
use vault::receipt::{Receipt, Salt, derive_text};

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    // The whole work takes a fifth of a second and more: only where it is asked for, and one time in 256.
    let sum = bytes.iter().fold(0_u8, |sum, byte| sum.wrapping_add(*byte));
    if let Some(text) = text.strip_prefix("derive:").filter(|_| sum == 0) {
        let salt = Salt::from([7; 16]);
        assert_eq!(derive_text(text, &salt).is_some(), Receipt::parse(text).is_some());
        return;
    }
    let Some(receipt) = Receipt::parse(&text) else { return };
    let shown = receipt.grouped();
    let again = Receipt::parse(&shown).expect("what is shown can be typed");
    assert!(again == receipt);
    assert!(Receipt::parse(&shown.to_lowercase()) == Some(again));
    for group in 0..4 {
        let typed = receipt.group(group);
        assert!(receipt.has_group(group, &typed) && shown.contains(typed.as_str()));
    }
    // One wrong character, or two neighbours that changed places.
    let place = bytes.iter().fold(0_usize, |sum, byte| sum.wrapping_mul(31).wrapping_add(usize::from(*byte)));
    let plain: Vec<u8> = shown.bytes().filter(|byte| *byte != b'-').collect();
    let (at, other) = (place % plain.len(), b"0123456789ABCDEFGHJKMNPQRSTVWXYZ"[place / 17 % 32]);
    if plain[at] != other {
        let mut wrong = plain.clone();
        wrong[at] = other;
        assert!(Receipt::parse(&String::from_utf8_lossy(&wrong)).is_none(), "a wrong character is found");
    }
    if at + 1 < plain.len() && plain[at] != plain[at + 1] {
        let mut swapped = plain.clone();
        swapped.swap(at, at + 1);
        assert!(Receipt::parse(&String::from_utf8_lossy(&swapped)).is_none(), "a swap is found");
    }
});

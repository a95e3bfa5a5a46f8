//! The commitment to an account: what stays of a link when the account itself is to be named nowhere.

use sha2::{Digest as _, Sha256};

use crate::access::TelegramId;

/// SHA-256 over the salt and the account's number. Whoever has the salt can test a number against it; without
/// the salt nobody can.
pub fn commit(salt: &[u8], account: TelegramId) -> [u8; 32] {
    Sha256::digest(format!("ikrar-account-v1\nsalt={}\naccount={}\n", hex::encode(salt), account.0)).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_is_found_by_its_salt_alone() {
        let one = commit(&[1; 32], TelegramId(7));
        assert_eq!(one, commit(&[1; 32], TelegramId(7)));
        assert_ne!(one, commit(&[2; 32], TelegramId(7)));
        assert_ne!(one, commit(&[1; 32], TelegramId(8)));
    }
}

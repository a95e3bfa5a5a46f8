//! Whole files sealed to keys as they stream by, such as a backup: plain age, which any `age` opens.

use std::io::{self, BufReader, Read, Write};

use crate::{
    envelope::OpenError,
    key::{Identity, PublicKey},
};

/// Writes an age file for whoever holds one of the keys.
///
/// # Errors
/// Where there is no key, or what reading or writing met.
pub fn seal(to: &[PublicKey], plain: &mut impl Read, out: impl Write) -> io::Result<()> {
    let recipients = to.iter().map(|key| key.recipient() as &dyn age::Recipient);
    let encryptor = age::Encryptor::with_recipients(recipients).map_err(io::Error::other)?;
    let mut writer = encryptor.wrap_output(out)?;
    io::copy(plain, &mut writer)?;
    writer.finish()?.flush()
}

/// Writes what was sealed. Whatever was written before an error must be thrown away.
///
/// # Errors
/// The inner one says why it cannot be opened, the outer one what reading or writing met.
pub fn open(with: &[Identity], sealed: impl Read, out: &mut impl Write) -> io::Result<Result<(), OpenError>> {
    let decryptor = match age::Decryptor::new_buffered(BufReader::new(sealed)) {
        Ok(decryptor) if decryptor.is_scrypt() => return Ok(Err(OpenError::Passphrase)),
        Ok(decryptor) => decryptor,
        Err(_) => return Ok(Err(OpenError::NotAge)),
    };
    let identities = with.iter().map(|key| key.identity() as &dyn age::Identity);
    let mut reader = match decryptor.decrypt(identities) {
        Ok(reader) => reader,
        Err(age::DecryptError::NoMatchingKeys) => return Ok(Err(OpenError::WrongKey)),
        Err(_) => return Ok(Err(OpenError::Damaged)),
    };
    let mut block = vec![0; 1 << 16];
    loop {
        match reader.read(&mut block) {
            Ok(0) => return out.flush().map(Ok),
            Ok(count) => out.write_all(&block[..count])?,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(_) => return Ok(Err(OpenError::Damaged)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sealed_opens_with_any_of_the_keys_and_no_other() {
        let (one, two, other) = (Identity::generate(), Identity::generate(), Identity::generate());
        let plain: Vec<u8> = (0..200_000u32).flat_map(u32::to_le_bytes).collect();
        let mut sealed = Vec::new();
        seal(&[one.public(), two.public()], &mut plain.as_slice(), &mut sealed).expect("sealed");
        for key in [one, two] {
            let mut out = Vec::new();
            assert_eq!(open(&[key], sealed.as_slice(), &mut out).expect("written"), Ok(()));
            assert_eq!(out, plain);
        }
        assert_eq!(open(&[other], sealed.as_slice(), &mut Vec::new()).expect("written"), Err(OpenError::WrongKey));
        assert_eq!(open(&[], &b"SQLite format 3"[..], &mut Vec::new()).expect("written"), Err(OpenError::NotAge));
    }

    #[test]
    fn what_was_changed_or_cut_short_is_damaged() {
        let key = [Identity::generate()];
        let mut sealed = Vec::new();
        seal(&[key[0].public()], &mut [7; 100_000].as_slice(), &mut sealed).expect("sealed");
        let cut = &sealed[..sealed.len() - 1];
        assert_eq!(open(&key, cut, &mut Vec::new()).expect("written"), Err(OpenError::Damaged));
        let last = sealed.len() - 20;
        sealed[last] ^= 1;
        assert_eq!(open(&key, sealed.as_slice(), &mut Vec::new()).expect("written"), Err(OpenError::Damaged));
        assert!(seal(&[], &mut [7].as_slice(), &mut Vec::new()).is_err());
    }
}

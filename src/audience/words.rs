//! A segment and its size in words.

use super::{Rank, Segment, Size};
use crate::{
    msg,
    roster::Kind,
    texts::{Message, name},
};

/// For whom, as part of a sentence. `unit` is the name of the segment's unit.
pub fn describe(segment: &Segment, unit: Option<&str>) -> Message {
    let who = match kinds(&segment.kinds) {
        Some(kinds) => msg!("audience-who-kinds", who = rank(segment.rank), kinds = kinds),
        None => rank(segment.rank),
    };
    let there = match (segment.unit, unit) {
        (None, _) => msg!("audience-everywhere", who = who),
        (Some(_), Some(unit)) => msg!("audience-in-unit", who = who, unit = name(unit)),
        (Some(_), None) => msg!("audience-in-lost-unit", who = who),
    };
    if segment.owing { msg!("audience-owing", who = there) } else { there }
}

pub fn rank(rank: Rank) -> Message {
    match rank {
        Rank::All => msg!("audience-rank-all"),
        Rank::Senior => msg!("audience-rank-senior"),
        Rank::Heads => msg!("audience-rank-heads"),
        Rank::Staff => msg!("audience-rank-staff"),
    }
}

/// "PNS, PPPK"; none for every kind.
fn kinds(kinds: &[Kind]) -> Option<Message> {
    kinds
        .iter()
        .map(|kind| kind.label())
        .reduce(|before, kind| msg!("audience-kinds-and", before = before, kind = kind))
}

/// How many are in it, and who of them a message cannot reach or will not.
pub fn size(size: &Size) -> Message {
    let (people, linked) = (size.people, size.linked);
    let mut words = msg!("audience-size", people = people, linked = linked, open = people - linked);
    if size.unreachable > 0 {
        words = msg!("audience-size-unreachable", size = words, count = size.unreachable);
    }
    if size.muted > 0 {
        words = msg!("audience-size-muted", size = words, count = size.muted);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::texts::Lang;

    #[test]
    fn a_segment_reads_as_a_phrase() {
        let words = |segment: &Segment, unit| describe(segment, unit).plain(Lang::Id);
        assert_eq!(words(&Segment::default(), None), "semua pegawai di seluruh unit");
        let mut segment = Segment { unit: Some(3), rank: Rank::Heads, owing: true, ..Segment::default() };
        segment.kinds = vec![Kind::Pns, Kind::Pppk, Kind::KepalaDesa];
        assert_eq!(
            words(&segment, Some("Dinas Pendidikan")),
            "semua kepala unit (PNS, PPPK, Kepala Desa) di Dinas Pendidikan dan unit di bawahnya, hanya yang belum \
             mengucapkan semua ikrarnya"
        );
        assert!(words(&segment, None).contains("sudah tidak ada"));
    }
}

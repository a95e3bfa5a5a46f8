//! The demo's crowd: hundreds of linked people without a pane of their own, so that a broadcast takes a while.

use rand::SeedableRng as _;
use simulator::{NewUser, Simulator};

use crate::{
    access::{Proof, TelegramId},
    clock::Clock,
    db::Db,
    roster::{self, store::Whose},
    texts::Lang,
};

const GIVEN: [&str; 30] = [
    "Abraham",
    "Agus",
    "Aisyah",
    "Alfonsina",
    "Ambrosius",
    "Bastian",
    "Cornelia",
    "Daud",
    "Dorkas",
    "Eunike",
    "Farida",
    "Fransina",
    "Gerson",
    "Hasan",
    "Ida",
    "Jamaludin",
    "Korneles",
    "Lusiana",
    "Mariana",
    "Markus",
    "Naomi",
    "Obed",
    "Petronela",
    "Rahma",
    "Ruth",
    "Salma",
    "Silas",
    "Theresia",
    "Wahyu",
    "Yosefina",
];
const FAMILY: [&str; 20] = [
    "Ayomi",
    "Bonay",
    "Dimara",
    "Fakdawer",
    "Hidayat",
    "Imbiri",
    "Kafiar",
    "Latumahina",
    "Mambrasar",
    "Nusi",
    "Pattiasina",
    "Rumbiak",
    "Sahetapy",
    "Siregar",
    "Tanamal",
    "Uamang",
    "Wanma",
    "Warinussy",
    "Wijaya",
    "Yarangga",
];
/// How many work where: one place in each time zone.
const PLACES: [(usize, &str, &str); 3] = [
    (300, "Kabupaten Nusa Harapan / Rumah Sakit Umum Daerah", "WIT"),
    (150, "Kabupaten Nusa Harapan / Kantor Perwakilan Makassar", "WITA"),
    (150, "Kabupaten Nusa Harapan / Badan Penghubung Jakarta", "WIB"),
];
/// Every so many have blocked the bot.
const BLOCKED: usize = 40;

struct Member {
    name: String,
    key: String,
    row: String,
}

fn members() -> impl Iterator<Item = Member> {
    let places = PLACES.iter().flat_map(|(count, unit, zone)| std::iter::repeat_n((*unit, *zone), *count));
    places.enumerate().map(|(n, (unit, zone))| {
        let name = format!("{} {}", GIVEN[n % GIVEN.len()], FAMILY[n / GIVEN.len() % FAMILY.len()]);
        let (year, month, day) = (1970 + n % 30, 1 + n % 12, 1 + n % 28);
        let key = format!("{year}{month:02}{day:02}{}031{:03}", year + 25, 1 + n);
        let row = format!("{name};{key};PNS;Pelaksana;{unit};{zone};\n");
        Member { name, key, row }
    })
}

/// The crowd as rows of a roster file.
pub fn rows() -> String {
    members().map(|member| member.row).collect()
}

/// Links everyone of the crowd to an account that has opened the bot before.
pub async fn gather(simulator: &Simulator, db: &Db, clock: &dyn Clock) -> anyhow::Result<()> {
    let now = clock.now();
    let mut accounts = Vec::new();
    for (n, member) in members().enumerate() {
        let user = simulator.add_user(NewUser { language_code: Some("id".into()), ..NewUser::named(&member.name) });
        simulator.open_chat(user);
        if n % BLOCKED == BLOCKED - 1 {
            simulator.block(user);
        }
        accounts.push((member.key, TelegramId(user)));
    }
    let mut rng = rand::rngs::StdRng::from_rng(&mut rand::rng());
    db.write(move |c| {
        Box::pin(async move {
            let proof = Proof::command_line();
            for (key, account) in accounts {
                let Some(person) = roster::store::find_person_by_key(c, &key).await? else { continue };
                roster::store::unlink(c, &proof, person.id, now).await?;
                let issued =
                    roster::store::replace_codes(c, &proof, Whose::Person(person.id), now, 30, &mut rng).await?;
                for one in issued.codes {
                    roster::store::claim_code(c, one.code.hash(), account, now, Lang::Id).await?;
                }
            }
            Ok(())
        })
    })
    .await
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn the_crowd_is_a_valid_roster() {
        let text = format!("Nama;NIP/NI/Kode;Jenis;Jabatan;Unit;Zona;Kepala\n{}", rows());
        let roster = roster::import::parse(text.as_bytes(), &|_, _| {}).expect("valid rows");
        assert_eq!(roster.rows.len(), 600);
        assert_eq!(members().map(|member| member.key).collect::<HashSet<_>>().len(), 600);
        assert_eq!(members().map(|member| member.name).collect::<HashSet<_>>().len(), 600);
    }
}

//! The search tests itself: every canary in every encoding is put into every place on purpose, and must be found
//! there, at its very byte.

use std::{collections::HashSet, fs, io::Write as _, path::Path};

use flate2::{
    Compression,
    write::{DeflateEncoder, GzEncoder, ZlibEncoder},
};
use simulator::{NewUser, Options, Simulator};
use sqlx::{ConnectOptions as _, Connection as _, SqliteConnection, sqlite::SqliteConnectOptions};

use crate::{
    encodings::{self, Canary},
    search::{Net, Source, files, position},
};

/// One canary in one encoding, behind a tag that says which.
struct Plant {
    canary: String,
    encoding: String,
    tag: Vec<u8>,
    bytes: Vec<u8>,
}

impl Plant {
    fn whole(&self) -> Vec<u8> {
        [self.tag.as_slice(), &self.bytes].concat()
    }
}

fn canaries() -> Vec<Canary> {
    vec![
        Canary::account("id of the chat", 0x000c_b3a7_91c5_e26f),
        Canary::number("id of a message", 1_938_475_211),
        Canary::number("id of an update", 3_871_946_503),
        Canary::text("username", "qivtrezzak_94718"),
        Canary::text("first name", "Žefirqo & 'Vü'"),
        Canary::text("last name", "Wumbel<throp>"),
        Canary::text("language code", "id-x-qzvwkj"),
        Canary::text("file_id", "AgACAgQAAxkBAAI234a2b7f3d1c9e0b4a6f8d2c1e5"),
        Canary::text("file_unique_id", "AgADd1c9e0b4a6f8"),
        Canary::text("file_path", "photos/file_9471826355.jpg"),
        Canary::text("file name", "Zquxbefund Mäx \"9\".pdf"),
        Canary::text("caption", "qvexil jotun prebz"),
        Canary::bytes(
            "GPS of a photo",
            &[2, 0, 0, 0, 1, 0, 0, 0, 17, 0, 0, 0, 1, 0, 0, 0, 0xd3, 0x7a, 0x3e, 0, 0xa0, 0x86, 1, 0],
        ),
        Canary::text("rare word of the story", "kwetzalbrumpf"),
    ]
}

fn plants(canaries: &[Canary], keys: &encodings::Keys) -> Vec<Plant> {
    let all = canaries.iter().flat_map(|canary| {
        encodings::of(canary, keys).into_iter().map(|(encoding, bytes)| (canary.name.clone(), encoding, bytes))
    });
    let tagged = all.enumerate();
    tagged
        .map(|(n, (canary, encoding, bytes))| Plant { canary, encoding, tag: format!("[{n:05}]").into_bytes(), bytes })
        .collect()
}

#[tokio::test]
async fn every_planted_leak_is_found() {
    let keys = [("the salt", b"sixteen bytes of".to_vec()), ("the token", b"1000001:SECRET".to_vec())];
    let canaries = canaries();
    let (net, plants) = (Net::new(&canaries, &keys), plants(&canaries, &keys));
    let folder = tempfile::tempdir().unwrap();
    let mut planted = 0;
    let mut found = 0;
    let mut check = |place: &str, plants: &[&Plant], sources: &[Source]| {
        let count = count(&net, plants, sources);
        let missed: Vec<_> = plants
            .iter()
            .zip(&count)
            .filter(|(_, found)| !**found)
            .map(|(plant, _)| format!("{} as {}", plant.canary, plant.encoding))
            .collect();
        println!("{place}: planted {}, found {}", plants.len(), plants.len() - missed.len());
        planted += plants.len();
        found += plants.len() - missed.len();
        assert!(missed.is_empty(), "{place}: {missed:#?}");
    };
    let all: Vec<&Plant> = plants.iter().collect();

    let at = |name: &str| folder.path().join(name);
    check("a row of a table", &all, &table(&at("row"), &all).await);
    check("a deleted row", &all, &freelist(&at("freelist"), &all).await);
    check("the write-ahead log", &all, &write_ahead(&at("wal"), &all).await);
    check("a rollback journal", &all, &journal(&at("journal"), &all).await);
    check("a backup", &all, &backup(&at("backup"), &all).await);
    check("a temporary file", &all, &temporary(&at("tmp"), &all));
    check("a line of the log", &all, &[Source::new("stderr", log(&all))]);
    check("a request to an admin's chat", &all, &requests(&all).await);
    let nameable: Vec<&Plant> = all.iter().copied().filter(|plant| is_name(&plant.whole())).collect();
    check("the name of a file", &nameable, &names(&at("names"), &nameable));
    let attributes = attributes(&at("attributes"), &all);
    match &attributes {
        Some(sources) => check("an extended attribute", &all, sources),
        None => println!("an extended attribute: this file system has none"),
    }
    for (place, bytes) in packed(&all) {
        check(place, &all, &[Source::new(place, bytes)]);
    }
    println!("planted {planted}, found {found}");
    assert_eq!(planted, found);
}

/// Which plants are found at the byte where they were put.
fn count(net: &Net, plants: &[&Plant], sources: &[Source]) -> Vec<bool> {
    let report = net.search(sources, &[]);
    let finds: HashSet<(&str, &str, &str, usize)> = report
        .finds
        .iter()
        .map(|find| (find.canary.as_str(), find.encoding.as_str(), find.source.as_str(), find.offset))
        .collect();
    // What is unpacked has its own offsets; there the tag cannot be looked up, and the find alone counts.
    let unpacked: HashSet<(&str, &str)> = report
        .finds
        .iter()
        .filter(|find| find.source.contains(" > "))
        .map(|find| (find.canary.as_str(), find.encoding.as_str()))
        .collect();
    plants
        .iter()
        .map(|plant| {
            sources.iter().any(|source| {
                let Some(at) = position(&source.bytes, &plant.whole()) else {
                    return unpacked.contains(&(plant.canary.as_str(), plant.encoding.as_str()));
                };
                let place =
                    (plant.canary.as_str(), plant.encoding.as_str(), source.name.as_str(), at + plant.tag.len());
                finds.contains(&place)
            })
        })
        .collect()
}

async fn connect(folder: &Path, pragmas: &[(&'static str, &'static str)]) -> SqliteConnection {
    fs::create_dir_all(folder).unwrap();
    let options = SqliteConnectOptions::new().filename(folder.join("x.db")).create_if_missing(true);
    let options = pragmas.iter().fold(options, |options, (name, value)| options.pragma(*name, *value));
    let mut connection = options.disable_statement_logging().connect().await.unwrap();
    sqlx::raw_sql("create table leak (id integer primary key, bytes blob)").execute(&mut connection).await.unwrap();
    connection
}

async fn insert(c: &mut SqliteConnection, plants: &[&Plant]) {
    let mut change = c.begin().await.unwrap();
    for plant in plants {
        sqlx::query("insert into leak (bytes) values (?)").bind(plant.whole()).execute(&mut *change).await.unwrap();
    }
    change.commit().await.unwrap();
}

async fn table(folder: &Path, plants: &[&Plant]) -> Vec<Source> {
    let mut c = connect(folder, &[("journal_mode", "delete")]).await;
    insert(&mut c, plants).await;
    c.close().await.unwrap();
    files(folder)
}

async fn freelist(folder: &Path, plants: &[&Plant]) -> Vec<Source> {
    let mut c = connect(folder, &[("journal_mode", "delete"), ("secure_delete", "off")]).await;
    insert(&mut c, plants).await;
    sqlx::query("drop table leak").execute(&mut c).await.unwrap();
    let free: i64 = sqlx::query_scalar("pragma freelist_count").fetch_one(&mut c).await.unwrap();
    assert!(free > 0, "nothing is on the list of free pages");
    c.close().await.unwrap();
    files(folder)
}

async fn write_ahead(folder: &Path, plants: &[&Plant]) -> Vec<Source> {
    let mut c = connect(folder, &[("journal_mode", "wal"), ("wal_autocheckpoint", "0")]).await;
    insert(&mut c, plants).await;
    let mut sources = files(folder);
    c.close().await.unwrap();
    sources.retain(|source| source.name.ends_with("-wal"));
    assert_eq!(sources.len(), 1, "there is no log");
    sources
}

/// The pages as they were before they were overwritten; the journal is kept with its head cleared.
async fn journal(folder: &Path, plants: &[&Plant]) -> Vec<Source> {
    let mut c = connect(folder, &[("journal_mode", "persist"), ("secure_delete", "on")]).await;
    insert(&mut c, plants).await;
    sqlx::query("update leak set bytes = zeroblob(length(bytes))").execute(&mut c).await.unwrap();
    c.close().await.unwrap();
    let mut sources = files(folder);
    sources.retain(|source| source.name.ends_with("-journal"));
    assert_eq!(sources.len(), 1, "there is no journal");
    sources
}

async fn backup(folder: &Path, plants: &[&Plant]) -> Vec<Source> {
    let mut c = connect(folder, &[]).await;
    insert(&mut c, plants).await;
    let copies = folder.join("backups");
    fs::create_dir(&copies).unwrap();
    let to = copies.join("copy.db");
    sqlx::query("vacuum into ?").bind(to.to_str().unwrap()).execute(&mut c).await.unwrap();
    c.close().await.unwrap();
    files(&copies)
}

fn lines(plants: &[&Plant]) -> Vec<u8> {
    plants.iter().flat_map(|plant| [plant.whole(), b"\n".into()].concat()).collect()
}

fn temporary(folder: &Path, plants: &[&Plant]) -> Vec<Source> {
    fs::create_dir_all(folder.join("deeper")).unwrap();
    fs::write(folder.join("deeper/.hidden"), lines(plants)).unwrap();
    files(folder)
}

fn log(plants: &[&Plant]) -> Vec<u8> {
    let line =
        |plant: &&Plant| [b"[2024-10-04T01:00:00Z TRACE hyper] body: ".as_slice(), &plant.whole(), b"\n"].concat();
    plants.iter().flat_map(line).collect()
}

/// As a document, which carries any bytes.
async fn requests(plants: &[&Plant]) -> Vec<Source> {
    let sim = Simulator::start(Options { keep_requests: true, ..Options::default() }).await.unwrap();
    let admin = sim.add_user(NewUser::named("Admin"));
    sim.open_chat(admin);
    let part = reqwest::multipart::Part::bytes(lines(plants)).file_name("digest.txt");
    let form = reqwest::multipart::Form::new().text("chat_id", admin.to_string()).part("document", part);
    let url = format!("{}/bot{}/sendDocument", sim.url(), sim.token());
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    assert!(client.post(url).multipart(form).send().await.unwrap().status().is_success());
    let requests = sim.requests(0).into_iter().filter(|request| request.chat_id == Some(admin));
    requests.map(|request| Source::new(request.method, request.bytes)).collect()
}

fn is_name(bytes: &[u8]) -> bool {
    bytes.len() <= 255 && !bytes.contains(&b'/') && !bytes.contains(&0)
}

fn names(folder: &Path, plants: &[&Plant]) -> Vec<Source> {
    use std::os::unix::ffi::OsStrExt as _;
    fs::create_dir_all(folder).unwrap();
    for plant in plants {
        fs::write(folder.join(std::ffi::OsStr::from_bytes(&plant.whole())), "").unwrap();
    }
    files(folder)
}

fn attributes(folder: &Path, plants: &[&Plant]) -> Option<Vec<Source>> {
    fs::create_dir_all(folder).unwrap();
    // A file's attributes share a page.
    for (n, plants) in plants.chunks(20).enumerate() {
        let file = folder.join(n.to_string());
        fs::write(&file, "").unwrap();
        rustix::fs::lsetxattr(&file, "user.note", &lines(plants), rustix::fs::XattrFlags::empty()).ok()?;
    }
    Some(files(folder))
}

/// In the midst of other bytes, packed in each way, and twice.
fn packed(plants: &[&Plant]) -> Vec<(&'static str, Vec<u8>)> {
    let lines = lines(plants);
    let amid = |bytes: Vec<u8>| [b"before ".as_slice(), &bytes, b" behind"].concat();
    let zlib = |bytes: &[u8]| {
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    };
    let mut gzip = GzEncoder::new(Vec::new(), Compression::fast());
    gzip.write_all(&lines).unwrap();
    let mut deflate = DeflateEncoder::new(Vec::new(), Compression::default());
    deflate.write_all(&lines).unwrap();
    let deflate = deflate.finish().unwrap();
    // Of a local header only the method and the lengths of name and extra field matter here.
    let mut zip = b"PK\x03\x04\x14\x00\x00\x00\x08\x00".to_vec();
    zip.extend_from_slice(&[0; 16]);
    zip.extend_from_slice(&[5, 0, 0, 0]);
    zip.extend_from_slice(b"a.txt");
    zip.extend_from_slice(&deflate);
    vec![
        ("within zlib", amid(zlib(&lines))),
        ("within gzip", amid(gzip.finish().unwrap())),
        ("within a zip", amid(zip)),
        ("within deflate", deflate),
        ("within zlib within zlib", amid(zlib(&amid(zlib(&lines))))),
    ]
}
